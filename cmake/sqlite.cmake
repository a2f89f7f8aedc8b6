# The SQLite extension: a module of its own, with the engine inside and one name to be seen.

add_library(tptriage-sqlite MODULE bindings/sqlite/tptriage.c)
set_target_properties(tptriage-sqlite PROPERTIES PREFIX "" OUTPUT_NAME tptriage C_VISIBILITY_PRESET hidden
                                                 LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/sqlite)
target_compile_definitions(tptriage-sqlite PRIVATE TPT_STATIC)
target_include_directories(tptriage-sqlite PRIVATE ${SQLITE3_INCLUDE_DIRS})
target_link_libraries(tptriage-sqlite PRIVATE tptriage_static)
if(NOT APPLE AND NOT WIN32)
  # The engine's names stay inside: another copy of it in the same process keeps its own.
  target_link_options(tptriage-sqlite PRIVATE LINKER:--exclude-libs,ALL)
endif()
install(TARGETS tptriage-sqlite LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}/sqlite3 COMPONENT sqlite)

function(tpt_sqlite_tests)
  set(folder ${PROJECT_SOURCE_DIR}/bindings/sqlite)
  add_executable(test_sqlite ${folder}/tests/test_sqlite.c)
  target_include_directories(test_sqlite PRIVATE ${SQLITE3_INCLUDE_DIRS})
  target_link_libraries(test_sqlite PRIVATE ${SQLITE3_LINK_LIBRARIES} Threads::Threads)
  tpt_test(bindings.sqlite test_sqlite $<TARGET_FILE:tptriage-sqlite>)
  tpt_test(conformance.sqlite sh ${folder}/tests/conformance.sh $<TARGET_FILE:tptriage-sqlite>
           bindings/sqlite/README.md README.md tests/conformance)
  set_tests_properties(conformance.sqlite PROPERTIES SKIP_RETURN_CODE 77 ENVIRONMENT "CC=${CMAKE_C_COMPILER}")
endfunction()
