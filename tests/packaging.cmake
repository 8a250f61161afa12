# A stranger's project (consumer/) comes to the library in every way that users do:
#
#   install        find_package, from a package that was installed and then moved
#   build_tree     find_package, from this build tree
#   subdirectory   FetchContent
#   fetched_eigen  the same, where Eigen came by FetchContent too
#   readme         FetchContent from git, by the lines of README.md: what the last commit holds
#
# each with g++ and clang++, and the first with C++17, 20 and 23: consumer.<way>.<case>.<compiler>.
if(NOT EIGENINIT_INSTALL OR NOT CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
  message(STATUS "No tests of the package: they need EIGENINIT_INSTALL=ON, and g++ or clang++")
  return()
endif()

set(consumer_source ${CMAKE_CURRENT_SOURCE_DIR}/consumer)
set(consumer_build ${CMAKE_CURRENT_BINARY_DIR}/consumer)
set(package ${consumer_build}/package)

add_test(NAME package.install_and_move COMMAND ${CMAKE_COMMAND}
  -DBUILD=${PROJECT_BINARY_DIR} -DSOURCE=${PROJECT_SOURCE_DIR} -DTO=${package}
  -P ${CMAKE_CURRENT_SOURCE_DIR}/install_and_move.cmake)
set_tests_properties(package.install_and_move PROPERTIES LABELS consumer FIXTURES_SETUP package)

# A hook of git, which may run these tests, points git at its own repository.
set(env ${CMAKE_COMMAND} -E env --unset=GIT_DIR --unset=GIT_WORK_TREE --unset=GIT_INDEX_FILE)

# A tarball, or a folder of somebody else's repository, can't be cloned.
set(lack_readme "there is no git here")
find_package(Git QUIET)
if(GIT_FOUND)
  execute_process(COMMAND ${env} ${GIT_EXECUTABLE} -C ${PROJECT_SOURCE_DIR} rev-parse --show-prefix HEAD
    OUTPUT_VARIABLE prefix_and_commit ERROR_QUIET RESULT_VARIABLE status)
  if(status EQUAL 0 AND prefix_and_commit MATCHES "^\n[0-9a-f]+\n$")
    set(lack_readme "")
  else()
    set(lack_readme "this is no checkout that git reads")
  endif()
endif()
set(snippet ${consumer_build}/readme_snippet.cmake)
set(git ${GIT_EXECUTABLE})
if(lack_readme)
  set(git "")
endif()
add_test(NAME package.readme_snippet COMMAND ${env} ${CMAKE_COMMAND}
  -DREADME=${PROJECT_SOURCE_DIR}/README.md -DVERSION=${PROJECT_VERSION} -DSOURCE=${PROJECT_SOURCE_DIR}
  -DTO=${snippet} -DGIT=${git} -P ${CMAKE_CURRENT_SOURCE_DIR}/readme_snippet.cmake)
set_tests_properties(package.readme_snippet PROPERTIES LABELS consumer FIXTURES_SETUP readme_snippet)

# The compiler of this build, and the other one where there is one.
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  set(compiler_g++ ${CMAKE_CXX_COMPILER})
  find_program(compiler_clang++ clang++)
else()
  set(compiler_clang++ ${CMAKE_CXX_COMPILER})
  find_program(compiler_g++ g++)
endif()

get_target_property(eigen_includes Eigen3::Eigen INTERFACE_INCLUDE_DIRECTORIES)
list(JOIN eigeninit_warnings " " consumer_flags)
set(arguments_install -DCMAKE_PREFIX_PATH=${package} -DEigen3_DIR=${Eigen3_DIR})
set(arguments_build_tree -Deigeninit_DIR=${PROJECT_BINARY_DIR} -DEigen3_DIR=${Eigen3_DIR})
set(arguments_subdirectory -DEIGENINIT_SOURCE=${PROJECT_SOURCE_DIR} -DEigen3_DIR=${Eigen3_DIR})
set(arguments_fetched_eigen
  -DEIGENINIT_SOURCE=${PROJECT_SOURCE_DIR} -DEIGEN_INCLUDE_DIR=${eigen_includes})
set(arguments_readme -DEIGENINIT_SNIPPET=${snippet} -DEigen3_DIR=${Eigen3_DIR})
set(fixture_install package)
set(fixture_readme readme_snippet)
set(cases_install cxx17 cxx20 cxx23 no_exceptions no_exceptions_refusal)
set(cases_build_tree cxx17)
set(cases_subdirectory cxx17)
set(cases_fetched_eigen cxx17)
set(cases_readme cxx17)

# add_consumer_tests(<way> <compiler>): one test that configures, and one for each case that builds and
# runs it.
function(add_consumer_tests way compiler)
  set(build ${consumer_build}/${way}.${compiler})
  set(configured consumer.${way}.configure.${compiler})
  add_test(NAME ${configured} COMMAND ${env} ${CMAKE_COMMAND}
    -S ${consumer_source} -B ${build} -G ${CMAKE_GENERATOR}
    -DCMAKE_CXX_COMPILER=${compiler_${compiler}} -DCMAKE_CXX_FLAGS=${consumer_flags}
    -DCMAKE_FIND_PACKAGE_NO_PACKAGE_REGISTRY=ON --no-warn-unused-cli
    -DEIGENINIT_VERSION=${PROJECT_VERSION} ${arguments_${way}})
  # A package has nothing to warn of.
  set_tests_properties(${configured} PROPERTIES
    LABELS consumer FIXTURES_SETUP ${configured} FIXTURES_REQUIRED "${fixture_${way}}"
    FAIL_REGULAR_EXPRESSION "CMake (Deprecation )?(Warning|Error)")
  foreach(case IN LISTS cases_${way})
    set(name consumer.${way}.${case}.${compiler})
    add_test(NAME ${name} COMMAND ${env} ${CMAKE_COMMAND} --build ${build} --target run_${case})
    set_tests_properties(${name} PROPERTIES
      LABELS consumer FIXTURES_REQUIRED ${configured} RESOURCE_LOCK ${build}
      SKIP_REGULAR_EXPRESSION "skipped: ")
  endforeach()
endfunction()

foreach(compiler g++ clang++)
  set(lack_${compiler} "")
  if(NOT compiler_${compiler})
    set(lack_${compiler} "there is no ${compiler} here")
  endif()
  foreach(way install build_tree subdirectory fetched_eigen readme)
    set(lack ${lack_${compiler}} ${lack_${way}})
    if(NOT lack)
      add_consumer_tests(${way} ${compiler})
    else()
      add_test(NAME consumer.${way}.${compiler} COMMAND ${CMAKE_COMMAND} -E echo "skipped: ${lack}")
      set_tests_properties(consumer.${way}.${compiler} PROPERTIES
        LABELS consumer SKIP_REGULAR_EXPRESSION "skipped: ")
    endif()
  endforeach()
  if(compiler_${compiler})
    # Without exceptions a refusal is the message, and then an abort.
    set_tests_properties(consumer.install.no_exceptions_refusal.${compiler} PROPERTIES
      PASS_REGULAR_EXPRESSION "Fans{0, 0}: a fan counts connections; pass 1 or more")
  endif()
endforeach()

add_test(NAME consumer.pkg_config
  COMMAND sh ${consumer_source}/pkg_config.sh
    ${CMAKE_CXX_COMPILER} ${consumer_source} ${package}/${CMAKE_INSTALL_DATADIR}/pkgconfig
    ${PROJECT_VERSION})
set_tests_properties(consumer.pkg_config PROPERTIES
  LABELS consumer FIXTURES_REQUIRED package SKIP_RETURN_CODE 77)
