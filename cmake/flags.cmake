# How every source of this project is compiled: C11, warnings, sanitizers.

set(CMAKE_C_STANDARD 11)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS OFF)

# C alone has no folders and no terminals: POSIX.1-2008 does.
add_compile_definitions(_POSIX_C_SOURCE=200809L)

add_compile_options(
  -Wall -Wextra -Wshadow -Wvla
  $<$<COMPILE_LANGUAGE:C>:-Wstrict-prototypes>
  $<$<COMPILE_LANGUAGE:C>:-Wmissing-prototypes>
  $<$<COMPILE_LANGUAGE:C>:-Wwrite-strings>)
if(TPT_WERROR)
  add_compile_options(-Werror)
endif()

if(TPT_SANITIZE)
  add_compile_options(-fsanitize=${TPT_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${TPT_SANITIZE})
endif()
