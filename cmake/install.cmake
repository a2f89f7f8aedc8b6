# What is installed and where, and how other projects find it: find_package(tptriage), pkg-config tptriage.
#
# Three components, which are also the packages of package.cmake: `library` (what a program needs to run),
# `development` (what it needs to be built), `command` (the command, its manual page, the rules).
include(CMakePackageConfigHelpers)

set(TPT_PACKAGE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/tptriage)

# ---- development: header, libraries, find_package, pkg-config ------------------------------------

install(DIRECTORY include/tptriage DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development)

# Two sets, so that a user of the shared library needs none of the libraries below it.
install(TARGETS tptriage EXPORT tptriage-shared
        LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT library NAMELINK_COMPONENT development)
install(TARGETS tptriage_static EXPORT tptriage-static
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development)
foreach(set tptriage-shared tptriage-static)
  install(EXPORT ${set} NAMESPACE tptriage:: DESTINATION ${TPT_PACKAGE_DIR} COMPONENT development)
endforeach()

list(JOIN TPT_MODULES " " pc_modules)
configure_package_config_file(cmake/tptriageConfig.cmake.in tptriageConfig.cmake
                              INSTALL_DESTINATION ${TPT_PACKAGE_DIR})
write_basic_package_version_file(tptriageConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/tptriageConfig.cmake ${PROJECT_BINARY_DIR}/tptriageConfigVersion.cmake
        DESTINATION ${TPT_PACKAGE_DIR} COMPONENT development)

# The .pc file finds its prefix from where it lies: `cmake --install --prefix` may put it anywhere.
set(pc_dir ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig)
file(RELATIVE_PATH up ${pc_dir} ${CMAKE_INSTALL_PREFIX})
string(REGEX REPLACE "/$" "" up "${up}")
set(pc_prefix "\${pcfiledir}/${up}")
foreach(kind LIBDIR INCLUDEDIR)
  if(IS_ABSOLUTE "${CMAKE_INSTALL_${kind}}")
    set(pc_${kind} "${CMAKE_INSTALL_${kind}}")
  else()
    set(pc_${kind} "\${prefix}/${CMAKE_INSTALL_${kind}}")
  endif()
endforeach()
configure_file(cmake/tptriage.pc.in tptriage.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/tptriage.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT development)

# ---- command: itself, manual page, completions, rules and their schemas ----------------------------

install(TARGETS tptriage-cli RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT command)

install(DIRECTORY rules/ DESTINATION ${CMAKE_INSTALL_DATADIR}/tptriage/packs COMPONENT command
        PATTERN schema EXCLUDE)
install(DIRECTORY rules/schema DESTINATION ${CMAKE_INSTALL_DATADIR}/tptriage COMPONENT command)
# The files of a pack name their schemas in a folder beside the pack, as it is in rules: here a link.
file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/links)
file(CREATE_LINK ../schema ${PROJECT_BINARY_DIR}/links/schema SYMBOLIC)
install(DIRECTORY ${PROJECT_BINARY_DIR}/links/ DESTINATION ${CMAKE_INSTALL_DATADIR}/tptriage/packs COMPONENT command)

# Each shell looks in a folder of its own; Debian's packages use another one of zsh's. A command that was built
# for another machine cannot be asked for its options.
set(zsh_dir ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
if(TPT_PACKAGE)
  set(zsh_dir ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
endif()
if(NOT CMAKE_CROSSCOMPILING)
  set(completions ${PROJECT_BINARY_DIR}/completions)
  add_custom_command(
    OUTPUT ${completions}/tptriage ${completions}/_tptriage ${completions}/tptriage.fish
    COMMAND sh ${PROJECT_SOURCE_DIR}/cmake/completions.sh $<TARGET_FILE:tptriage-cli> ${completions}
    DEPENDS tptriage-cli cmake/completions.sh
    COMMENT "Making the completions of bash, zsh and fish"
    VERBATIM)
  add_custom_target(tptriage-completions ALL DEPENDS ${completions}/tptriage)
  install(FILES ${completions}/tptriage DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions
          COMPONENT command)
  install(FILES ${completions}/_tptriage DESTINATION ${zsh_dir} COMPONENT command)
  install(FILES ${completions}/tptriage.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d
          COMPONENT command)
endif()

# ---- documents: packages have them compressed, and each a folder of its own -------------------------

if(TPT_PACKAGE)
  include(cmake/package.cmake)
else()
  install(FILES docs/tptriage.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT command)
  install(FILES LICENSE NOTICE CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT library)
  install(FILES docs/embedding.md DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT development)
  install(DIRECTORY examples DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT development)
endif()
