# Every header compiles alone, included twice, with all warnings; and an include only points
# downward (see include_order.cmake). all.cpp includes every header, for tools that read one program.
file(GLOB_RECURSE headers CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR}/include
  ${PROJECT_SOURCE_DIR}/include/*.hpp)
set(all ${CMAKE_CURRENT_BINARY_DIR}/headers/all.cpp)
set(units ${all})
list(TRANSFORM headers REPLACE "(.+)" "#include <\\1>\n" OUTPUT_VARIABLE includes)
list(JOIN includes "" includes)
file(GENERATE OUTPUT ${all} CONTENT "${includes}")
foreach(header IN LISTS headers)
  string(MAKE_C_IDENTIFIER ${header} unit)
  set(unit ${CMAKE_CURRENT_BINARY_DIR}/headers/${unit}.cpp)
  file(GENERATE OUTPUT ${unit} CONTENT "#include <${header}>\n#include <${header}>\n")
  list(APPEND units ${unit})
endforeach()
# Templates warn only where they are used: everything.cpp uses them all. By hand with other compilers:
# warnings/run.sh. And <windows.h>, or what is bad in it, may come first.
list(APPEND units warnings/everything.cpp windows/macros.cpp)
add_library(headers_alone OBJECT ${units})
target_link_libraries(headers_alone PRIVATE eigeninit::eigeninit)
if(NOT EIGENINIT_LONG_TESTS)
  set_target_properties(headers_alone PROPERTIES EXCLUDE_FROM_ALL ON)
endif()
if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
  file(STRINGS warnings/flags flags_of_users)
  target_compile_options(headers_alone PRIVATE
    ${flags_of_users} $<$<CXX_COMPILER_ID:GNU>:-Wuseless-cast>)
endif()
target_compile_options(headers_alone PRIVATE ${eigeninit_warnings})
# At -O3 g++ takes minutes over everything.cpp. All levels are for warnings/run.sh.
target_compile_options(headers_alone PRIVATE $<$<AND:$<CONFIG:Release>,$<CXX_COMPILER_ID:GNU,Clang>>:-O1>)

add_test(NAME headers.include_order COMMAND ${CMAKE_COMMAND}
  -DINCLUDE=${PROJECT_SOURCE_DIR}/include/eigeninit
  -P ${CMAKE_CURRENT_SOURCE_DIR}/include_order.cmake)

# The check is checked: two includes that point upward, and one header that has no place.
set(planted ${CMAKE_CURRENT_BINARY_DIR}/planted_headers)
file(WRITE ${planted}/tensor/view.hpp "#  include \"../scaling/fans.hpp\"  // why not\n")
file(WRITE ${planted}/scaling/fans.hpp "#include \"../tensor/view.hpp\"\n#include \"gain.hpp\"\n")
file(WRITE ${planted}/kernel/fill.inl "#include <eigeninit/random/generator.hpp>\n")
file(WRITE ${planted}/misc/all.hpp "")
add_test(NAME headers.include_order_notices COMMAND ${CMAKE_COMMAND}
  -DINCLUDE=${planted} -P ${CMAKE_CURRENT_SOURCE_DIR}/include_order.cmake)
set(complaints
  "3 faults:"
  "kernel/fill.inl includes random/generator.hpp, which"
  "misc/all.hpp stands in a folder"
  "tensor/view.hpp includes scaling/fans.hpp, which")
list(JOIN complaints "[^\n]*[ \n]*" complaints)
set_tests_properties(headers.include_order_notices PROPERTIES
  PASS_REGULAR_EXPRESSION "${complaints}")
