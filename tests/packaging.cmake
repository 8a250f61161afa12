# A stranger's project (consumer/) comes to the library in every way that users do:
#
#   install        find_package, from a package that was installed and then moved
#   build_tree     find_package, from this build tree
#   subdirectory   FetchContent
#   fetched_eigen  the same, where Eigen came by FetchContent too
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
set(cases_install cxx17 cxx20 cxx23 no_exceptions no_exceptions_refusal)
set(cases_build_tree cxx17)
set(cases_subdirectory cxx17)
set(cases_fetched_eigen cxx17)

# add_consumer_tests(<way> <compiler>): one test that configures, and one for each case that builds and
# runs it.
function(add_consumer_tests way compiler)
  set(build ${consumer_build}/${way}.${compiler})
  set(configured consumer.${way}.configure.${compiler})
  add_test(NAME ${configured} COMMAND ${CMAKE_COMMAND}
    -S ${consumer_source} -B ${build} -G ${CMAKE_GENERATOR}
    -DCMAKE_CXX_COMPILER=${compiler_${compiler}} -DCMAKE_CXX_FLAGS=${consumer_flags}
    -DCMAKE_FIND_PACKAGE_NO_PACKAGE_REGISTRY=ON --no-warn-unused-cli
    -DEIGENINIT_VERSION=${PROJECT_VERSION} ${arguments_${way}})
  # A package has nothing to warn of.
  set_tests_properties(${configured} PROPERTIES
    LABELS consumer FIXTURES_SETUP ${configured} FIXTURES_REQUIRED package
    FAIL_REGULAR_EXPRESSION "CMake (Deprecation )?(Warning|Error)")
  foreach(case IN LISTS cases_${way})
    set(name consumer.${way}.${case}.${compiler})
    add_test(NAME ${name} COMMAND ${CMAKE_COMMAND} --build ${build} --target run_${case})
    set_tests_properties(${name} PROPERTIES
      LABELS consumer FIXTURES_REQUIRED ${configured} RESOURCE_LOCK ${build}
      SKIP_REGULAR_EXPRESSION "skipped: ")
  endforeach()
endfunction()

foreach(compiler g++ clang++)
  foreach(way install build_tree subdirectory fetched_eigen)
    if(compiler_${compiler})
      add_consumer_tests(${way} ${compiler})
    else()
      add_test(NAME consumer.${way}.${compiler}
        COMMAND ${CMAKE_COMMAND} -E echo "skipped: there is no ${compiler} here")
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
