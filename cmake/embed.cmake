# Data that is built into the library: the default pack and the lists of known words. See embed.c and image.c.

add_executable(tpt_embed cmake/embed.c)
target_include_directories(tpt_embed PRIVATE include engine)
set(TPT_GENERATED_DIR ${PROJECT_BINARY_DIR}/generated)
file(MAKE_DIRECTORY ${TPT_GENERATED_DIR})

set(TPT_PACK_FORM json)
if(TPT_EMBED_IMAGE)
  set(TPT_PACK_FORM image)
  add_executable(tpt_image cmake/image.c $<TARGET_OBJECTS:tptriage_engine>)
  target_include_directories(tpt_image PRIVATE include engine)
  target_link_libraries(tpt_image PRIVATE PkgConfig::TPTRIAGE_DEPS)
endif()

# Sets `out` to a source with the pack in `folder`: as its "image", or as "json".
function(tpt_embed_pack folder form out)
  # Cases are no part of what is built in.
  file(GLOB_RECURSE rule_files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${folder}/*.json)
  set(source ${TPT_GENERATED_DIR}/embedded_${form}.c)
  # A file that is gone changes nothing but this list.
  list(JOIN rule_files "\n" lines)
  file(CONFIGURE OUTPUT ${source}.files CONTENT "${lines}\n" @ONLY)
  set(tool tpt_embed pack)
  if(form STREQUAL image)
    set(tool tpt_image)
  endif()
  list(GET tool 0 program)
  add_custom_command(
    OUTPUT ${source}
    COMMAND ${tool} ${source} ${PROJECT_SOURCE_DIR}/${folder}
    DEPENDS ${program} ${rule_files} ${source}.files
    COMMENT "Embedding ${folder} (${form})"
    VERBATIM)
  set(${out} ${source} PARENT_SCOPE)
endfunction()

# Sets `out` to a source with the words of `lists` under `name`.
function(tpt_embed_words name lists out)
  foreach(list IN LISTS lists)
    if(NOT EXISTS "${list}")
      message(FATAL_ERROR "The word list ${list} is missing. On Debian and Ubuntu it comes with: "
                          "apt-get install wamerican wbritish\n"
                          "Other lists (one word a line, UTF-8): -DTPT_WORD_LISTS='FILE;FILE'")
    endif()
  endforeach()
  set(source ${TPT_GENERATED_DIR}/wordset_${name}.c)
  add_custom_command(
    OUTPUT ${source}
    COMMAND tpt_embed words ${source} ${name} ${lists}
    DEPENDS tpt_embed ${lists}
    COMMENT "Embedding the words of ${name}"
    VERBATIM)
  set(${out} ${source} PARENT_SCOPE)
endfunction()
