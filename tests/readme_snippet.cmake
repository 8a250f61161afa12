# cmake -DREADME=<file> -DVERSION=<version> -DSOURCE=<checkout> -DTO=<file> [-DGIT=<git>]
#   -P readme_snippet.cmake
#
# Takes the lines about FetchContent out of README.md, which must pin the version that this is, and
# writes them to a file with this checkout's address and commit in the place of the public ones. Without
# git it only reads.
file(READ ${README} text)
string(REGEX MATCHALL "```cmake\n[^`]*FetchContent_Declare[^`]*```" snippets "${text}")
list(LENGTH snippets count)
if(NOT count EQUAL 1)
  message(FATAL_ERROR "README.md has ${count} snippets with FetchContent_Declare; there must be one")
endif()
string(REGEX REPLACE "^```cmake\n|```$" "" snippet "${snippets}")

set(repository "GIT_REPOSITORY ([^ \n]+)")
set(tag "GIT_TAG ([^ )\n]+)")
if(NOT snippet MATCHES "${repository}")
  message(FATAL_ERROR "README.md's snippet names no GIT_REPOSITORY:\n${snippet}")
endif()
if(NOT snippet MATCHES "${tag}" OR NOT CMAKE_MATCH_1 STREQUAL "v${VERSION}")
  message(FATAL_ERROR "README.md's snippet must have GIT_TAG v${VERSION}, as abi.hpp has it:\n${snippet}")
endif()
if(NOT GIT)
  return()
endif()

execute_process(COMMAND ${GIT} -C ${SOURCE} rev-parse HEAD
  OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE RESULT_VARIABLE status)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "git does not read ${SOURCE}")
endif()
string(REGEX REPLACE "${repository}" "GIT_REPOSITORY \"file://${SOURCE}\"" snippet "${snippet}")
string(REGEX REPLACE "${tag}" "GIT_TAG ${commit}" snippet "${snippet}")
message("${snippet}")
file(WRITE ${TO} "${snippet}")
