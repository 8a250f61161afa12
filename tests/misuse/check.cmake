# cmake -DCOMPILE=… -DPRELUDE=… -DFOLDER=… -DERROR=… -P check.cmake
#
# Passes where FOLDER/good.cpp compiles, and FOLDER/bad.cpp does not, with ERROR in its first error line.
set(ENV{LC_ALL} C)

# compile(<program>): leaves `status` and what the compiler said in `output`.
macro(compile program)
  execute_process(
    COMMAND ${COMPILE} -fsyntax-only -include ${PRELUDE} ${FOLDER}/${program}.cpp
    RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
endmacro()

compile(good)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "good.cpp must compile, and does not:\n${output}")
endif()

compile(bad)
if(status EQUAL 0)
  message(FATAL_ERROR "bad.cpp compiles, and must not")
endif()
string(REGEX MATCH "[^\n]*error: [^\n]*" first "${output}")
string(FIND "${first}" "${ERROR}" at)
if(at EQUAL -1)
  message(FATAL_ERROR "bad.cpp is refused with another first error than \"${ERROR}\":\n${output}")
endif()
message("${first}")
