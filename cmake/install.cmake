# What is installed, and how other projects find it: find_package(tptriage), pkg-config tptriage.
include(CMakePackageConfigHelpers)

set(TPT_PACKAGE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/tptriage)

install(DIRECTORY include/tptriage DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(DIRECTORY rules/ DESTINATION ${CMAKE_INSTALL_DATADIR}/tptriage/packs PATTERN schema EXCLUDE)
install(DIRECTORY rules/schema DESTINATION ${CMAKE_INSTALL_DATADIR}/tptriage)
# The files of a pack name their schemas in a folder beside the pack, as it is in rules: here a link.
file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/links)
file(CREATE_LINK ../schema ${PROJECT_BINARY_DIR}/links/schema SYMBOLIC)
install(DIRECTORY ${PROJECT_BINARY_DIR}/links/ DESTINATION ${CMAKE_INSTALL_DATADIR}/tptriage/packs)
install(TARGETS tptriage-cli RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})

# Two sets, so that a user of the shared library needs none of the libraries below it.
install(TARGETS tptriage EXPORT tptriage-shared LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(TARGETS tptriage_static EXPORT tptriage-static ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
foreach(set tptriage-shared tptriage-static)
  install(EXPORT ${set} NAMESPACE tptriage:: DESTINATION ${TPT_PACKAGE_DIR})
endforeach()

list(JOIN TPT_MODULES " " pc_modules)
configure_package_config_file(cmake/tptriageConfig.cmake.in tptriageConfig.cmake
                              INSTALL_DESTINATION ${TPT_PACKAGE_DIR})
write_basic_package_version_file(tptriageConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/tptriageConfig.cmake ${PROJECT_BINARY_DIR}/tptriageConfigVersion.cmake
        DESTINATION ${TPT_PACKAGE_DIR})

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
install(FILES ${PROJECT_BINARY_DIR}/tptriage.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
