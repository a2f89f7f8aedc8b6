# The packages for Debian and Ubuntu: `cpack -G DEB` after a build with -DTPT_PACKAGE=ON; ./dev package does both.
#
#   libtptriage0      the shared library
#   libtptriage-dev   header, static library, find_package, pkg-config, examples
#   tptriage          the command, its manual page and completions, the rules and their schemas
find_program(TPT_GZIP gzip REQUIRED)

get_target_property(soversion tptriage SOVERSION)
set(package_library libtptriage${soversion})
set(package_development libtptriage-dev)
set(package_command tptriage)
set(packages ${PROJECT_BINARY_DIR}/packages)
file(MAKE_DIRECTORY ${packages})

# ---- copyright, changelog, manual page ---------------------------------------------------------------

# The library holds a filter made of the word lists: their notices go with it.
file(READ LICENSE tpt_licence)
file(READ NOTICE tpt_notice)
set(tpt_word_notices "")
foreach(list wamerican wbritish)
  if(EXISTS /usr/share/doc/${list}/copyright)
    file(READ /usr/share/doc/${list}/copyright notice)
    string(APPEND tpt_word_notices "\n---- The copyright file of ${list} ----\n\n${notice}")
  endif()
endforeach()
configure_file(cmake/deb/copyright.in ${packages}/copyright @ONLY)

# The date is SOURCE_DATE_EPOCH's where that is set, so that a build can be repeated to the byte.
set(TPT_MAINTAINER "tptriage authors <tptriage@example.org>" CACHE STRING "Who answers for the packages: Name <address>")
set(TPT_DEB_REVISION 1 CACHE STRING "Number of the packages of one version")
string(TIMESTAMP tpt_date "%a, %d %b %Y %H:%M:%S +0000" UTC)
configure_file(cmake/deb/changelog.in ${packages}/changelog @ONLY)

# Compresses `from` as packages have it: with no name and no date inside.
function(tpt_compress from to)
  add_custom_command(
    OUTPUT ${to}
    COMMAND ${CMAKE_COMMAND} -E copy ${from} ${to}.plain
    COMMAND ${TPT_GZIP} -9nf ${to}.plain
    COMMAND ${CMAKE_COMMAND} -E rename ${to}.plain.gz ${to}
    DEPENDS ${from}
    VERBATIM)
endfunction()
tpt_compress(${PROJECT_SOURCE_DIR}/docs/tptriage.1 ${packages}/tptriage.1.gz)
tpt_compress(${packages}/changelog ${packages}/changelog.Debian.gz)
tpt_compress(${PROJECT_SOURCE_DIR}/CHANGELOG.md ${packages}/changelog.gz)
add_custom_target(tptriage-packages ALL
                  DEPENDS ${packages}/tptriage.1.gz ${packages}/changelog.Debian.gz ${packages}/changelog.gz)

install(FILES ${packages}/tptriage.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT command)
foreach(component library development command)
  install(FILES ${packages}/copyright ${packages}/changelog.Debian.gz ${packages}/changelog.gz
          DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${package_${component}} COMPONENT ${component})
endforeach()
set(development_doc ${CMAKE_INSTALL_DATADIR}/doc/${package_development})
install(FILES docs/embedding.md DESTINATION ${development_doc} COMPONENT development)
install(DIRECTORY examples DESTINATION ${development_doc} COMPONENT development)

# ---- What cpack reads ----------------------------------------------------------------------------------

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME tptriage)
set(CPACK_PACKAGE_VENDOR "tptriage authors")
set(CPACK_PACKAGE_CONTACT "${TPT_MAINTAINER}")
set(CPACK_PACKAGING_INSTALL_PREFIX ${CMAKE_INSTALL_PREFIX})
set(CPACK_PACKAGE_DIRECTORY ${PROJECT_BINARY_DIR}/deb)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE
                                                WORLD_READ WORLD_EXECUTE)

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_ALL library development command)
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE ${TPT_DEB_REVISION})
set(CPACK_DEBIAN_PACKAGE_SOURCE tptriage)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS ${PROJECT_BINARY_DIR}) # the command's own library
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS_POLICY ">=")

# The first line of a description is what lists of packages show.
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "")
set(about "tptriage reads what hurts, as free text or as the answers of a form, and
says how soon to be seen, which common muscle and joint conditions fit,
which areas people often find tender, what may help, and which words led
there. It works offline and gives the same answer for the same input. It
is no diagnosis and no emergency service.")
foreach(row
        "library|libs|shared library|This package holds the shared library, with the rules in it."
        "development|libdevel|development files|This package holds what programs are built with: the header, the static\nlibrary, examples, and what CMake and pkg-config ask for."
        "command|science|command|This package holds the command, its manual page and completions, and the\nrules as files.")
  string(REPLACE "|" ";" row "${row}")
  list(GET row 0 component)
  string(TOUPPER ${component} part)
  list(GET row 1 CPACK_DEBIAN_${part}_PACKAGE_SECTION)
  list(GET row 2 what)
  list(GET row 3 more)
  set(CPACK_DEBIAN_${part}_DESCRIPTION "triage of muscle and joint pain (${what})\n${about}\n\n${more}")
  set(CPACK_DEBIAN_${part}_PACKAGE_NAME ${package_${component}})
endforeach()
set(CPACK_DEBIAN_LIBRARY_PACKAGE_MULTIARCH same)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_CONTROL_EXTRA ${PROJECT_SOURCE_DIR}/cmake/deb/triggers)

# What is linked is found out; which package the project's own library will be in is not.
set(own_library "${package_library} (= ${PROJECT_VERSION}-${TPT_DEB_REVISION})")
set(CPACK_DEBIAN_COMMAND_PACKAGE_DEPENDS "${own_library}")
# Who builds with the .pc file or the static library needs what the library is made of.
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS
    "${own_library}, libpcre2-dev, libcjson-dev, libutf8proc-dev")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SHLIBDEPS OFF)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SUGGESTS "cmake, pkg-config")

include(CPack)
