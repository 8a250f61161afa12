# cmake -DSOURCE=<source tree> -DBUILD=<scratch folder> -DGENERATOR=<its name> -DARGUMENTS=<list>
#   -P configure.cmake
#
# Configures this project twice and reads the commands that would be run, and those that tests/consumer
# would be configured with: -Werror stands in none of them, unless it was asked for.
unset(ENV{CXXFLAGS})
file(REMOVE_RECURSE ${BUILD})
foreach(asked OFF ON)
  execute_process(RESULT_VARIABLE status COMMAND ${CMAKE_COMMAND} -S ${SOURCE} -B ${BUILD} -G ${GENERATOR}
    -DCMAKE_EXPORT_COMPILE_COMMANDS=ON -DCMAKE_COMPILE_WARNING_AS_ERROR=${asked} ${ARGUMENTS})
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "configuring failed")
  endif()
  file(STRINGS ${BUILD}/compile_commands.json commands REGEX "\"command\": .* -Wall ")
  file(STRINGS ${BUILD}/tests/CTestTestfile.cmake configured REGEX "-DCMAKE_CXX_FLAGS=-Wall ")
  if(NOT commands OR NOT configured)
    message(FATAL_ERROR "there are no commands with -Wall")
  endif()
  foreach(command IN LISTS commands configured)
    if(command MATCHES " -Werror[ \"]")
      set(found ON)
    else()
      set(found OFF)
    endif()
    if(NOT found STREQUAL asked)
      message(SEND_ERROR "with CMAKE_COMPILE_WARNING_AS_ERROR=${asked}: ${command}")
    endif()
  endforeach()
endforeach()
