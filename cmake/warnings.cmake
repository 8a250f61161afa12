# What this project's own programs, and a stranger's in tests/consumer, are compiled with.
if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
  set(eigeninit_warnings -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)
elseif(MSVC)
  set(eigeninit_warnings /W4 /utf-8)
endif()
