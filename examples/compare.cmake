# Runs an example and compares what it prints with a committed file, line by line.
#
#   cmake -DPROGRAM=<program> -DEXPECTED=<file> -P compare.cmake
#
# Fails where a line differs and where the program's exit status is not zero.
#
# SPDX-License-Identifier: MIT

execute_process(COMMAND ${PROGRAM} OUTPUT_VARIABLE actual RESULT_VARIABLE status)
file(READ "${EXPECTED}" expected)
string(REPLACE "\r\n" "\n" actual "${actual}")
string(REPLACE "\r\n" "\n" expected "${expected}")

# Moves the first line of the variable `text` to the variable `line`. Lists are of no use here: they
# give ; and [ in a line a meaning.
function(take_line text line)
  string(FIND "${${text}}" "\n" end)
  if("${${text}}" STREQUAL "")
    set(${line} "(no line)" PARENT_SCOPE)
  elseif(end EQUAL -1)
    set(${line} "${${text}}" PARENT_SCOPE)
    set(${text} "" PARENT_SCOPE)
  else()
    string(SUBSTRING "${${text}}" 0 ${end} first)
    math(EXPR begin "${end} + 1")
    string(SUBSTRING "${${text}}" ${begin} -1 rest)
    set(${line} "${first}" PARENT_SCOPE)
    set(${text} "${rest}" PARENT_SCOPE)
  endif()
endfunction()

set(failures "")
if(NOT status EQUAL 0)
  string(APPEND failures "exit status\n  expected: 0\n  got:      ${status}\n")
endif()
set(number 0)
while(NOT "${actual}${expected}" STREQUAL "")
  math(EXPR number "${number} + 1")
  take_line(actual actual_line)
  take_line(expected expected_line)
  if(NOT actual_line STREQUAL expected_line)
    string(APPEND failures "line ${number}\n  expected: ${expected_line}\n  printed:  ${actual_line}\n")
  endif()
endwhile()

if(NOT failures STREQUAL "")
  message("${failures}")
  if(status EQUAL 0)
    list(REMOVE_ITEM PROGRAM "")
    list(JOIN PROGRAM " " command)
    message("If the change is meant: ${command} > ${EXPECTED}")
  endif()
  message(FATAL_ERROR "The example did not print what it should, or failed.")
endif()
