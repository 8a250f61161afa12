# cmake "-DPROGRAMS=<program>;..." -DFOLDER=<folder> [-DEMULATOR=<command>] [-DGNUPLOT=<program>] -P draw.cmake
#
# Writes <folder>/<program>.dat for each program, and by <program>.gp, which lies beside this file,
# <program>-light.svg, -dark.svg, -light.png and -dark.png. Without gnuplot the data are all. Whatever
# gnuplot says is an error.
#
# SPDX-License-Identifier: MIT
cmake_minimum_required(VERSION 3.16...3.31)

# Each program's data.
file(MAKE_DIRECTORY ${FOLDER})
get_filename_component(folder ${FOLDER} ABSOLUTE)
set(pictures "")
foreach(program IN LISTS PROGRAMS)
  get_filename_component(picture ${program} NAME_WE)
  execute_process(COMMAND ${EMULATOR} ${program} OUTPUT_FILE ${folder}/${picture}.dat RESULT_VARIABLE status)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "${program} failed: ${status}")
  endif()
  list(APPEND pictures ${picture})
endforeach()

find_program(GNUPLOT gnuplot)
if(NOT GNUPLOT)
  message("There is no gnuplot here, so nothing is drawn. The data are in ${folder}, one .dat file for each "
    "picture. To draw them install gnuplot (Debian, Ubuntu: apt-get install gnuplot-nox) and start again.")
  return()
endif()

# What gnuplot's SVG lacks and has too much of: pixels stay sharp where an image is enlarged, and the shapes
# of points that no picture has are left out.
function(tidy file)
  file(READ ${file} text)
  string(REPLACE "<image " "<image style='image-rendering: pixelated' " text "${text}")
  string(REGEX REPLACE "<g [^>]*>\n</g>\n" "" text "${text}")
  string(REGEX REPLACE "[ \t]+\n" "\n" text "${text}")
  file(WRITE ${file} "${text}")
endfunction()

foreach(picture IN LISTS pictures)
  foreach(theme light dark)
    foreach(format svg png)
      # gnuplot warns where the locale has no degree sign, as C has none.
      execute_process(
        COMMAND ${CMAKE_COMMAND} -E env LC_ALL=C.UTF-8 ${GNUPLOT} -e "folder='${folder}'; theme='${theme}'; format='${format}'" ${picture}.gp
        WORKING_DIRECTORY ${CMAKE_CURRENT_LIST_DIR}
        ERROR_VARIABLE said RESULT_VARIABLE status)
      if(NOT status EQUAL 0 OR NOT said STREQUAL "")
        message(FATAL_ERROR "${picture}.gp: ${said}")
      endif()
    endforeach()
    tidy(${folder}/${picture}-${theme}.svg)
  endforeach()
endforeach()
message("The pictures are in ${folder}, as SVG and PNG, for light and dark pages.")
