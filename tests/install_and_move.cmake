# cmake -DBUILD=<build tree> -DSOURCE=<source tree> -DTO=<folder> -P install_and_move.cmake
#
# Installs the package to one folder and moves it to another: what a stranger's project is then given
# works only where no file holds the path that it was installed to.
set(installed ${TO}.installed)
file(REMOVE_RECURSE ${TO} ${installed})
execute_process(COMMAND ${CMAKE_COMMAND} --install ${BUILD} --prefix ${installed}
  RESULT_VARIABLE status)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "installing failed")
endif()
file(RENAME ${installed} ${TO})

file(GLOB_RECURSE files ${TO}/*)
if(NOT files)
  message(FATAL_ERROR "nothing was installed")
endif()
foreach(file IN LISTS files)
  file(READ ${file} text)
  foreach(path ${installed} ${BUILD} ${SOURCE})
    string(FIND "${text}" "${path}" at)
    if(NOT at EQUAL -1)
      message(SEND_ERROR "${file} holds the path ${path}")
    endif()
  endforeach()
endforeach()
