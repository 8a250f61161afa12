# What this project's own programs, and a stranger's in tests/consumer, are compiled with. A warning is
# an error only where CMake's own CMAKE_COMPILE_WARNING_AS_ERROR asks for that, as .ci/run does: whoever
# only builds the tests may have a compiler that knows warnings of its own. (CMake before 3.24 knows
# nothing of that variable, and the stranger is not told of it: so it is made a flag here.)
if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
  # Headers have to do without three more, of which tests and examples are full.
  file(STRINGS ${PROJECT_SOURCE_DIR}/tests/warnings/flags eigeninit_warnings)
  list(REMOVE_ITEM eigeninit_warnings -Wsign-conversion -Wdouble-promotion -Wold-style-cast)
  if(CMAKE_COMPILE_WARNING_AS_ERROR)
    list(APPEND eigeninit_warnings -Werror)
  endif()
elseif(MSVC)
  set(eigeninit_warnings /W4)
  if(CMAKE_COMPILE_WARNING_AS_ERROR)
    list(APPEND eigeninit_warnings /WX)
  endif()
endif()
