# cmake -DINCLUDE=<include/eigeninit> -P include_order.cmake
#
# Fails where a header includes one that is not below it, or has no place in the order.

# From bottom to top. A header may include those of the rows below its own, and a header in a folder
# also the others there. The first pattern that fits decides.
set(order
  "version.hpp"
  "abi.hpp"
  "pinned.hpp random/philox.hpp wrong_call.hpp"
  "error.hpp"
  "elementary.hpp kernel/target.hpp"
  "instruction_set.hpp"
  "extents.hpp layout.hpp strides.hpp"
  "rounding.hpp view.hpp kernel/*"
  "walk.hpp subview.hpp gaussian_moment.hpp"
  "transform.hpp complex.hpp"
  "fans.hpp gain.hpp"
  "random/*"
  "distributions.hpp"
  "truncated_normal.hpp"
  "initializers/*"
  "eigeninit.hpp torch/*"
  "torch.hpp")

# find_row(<header> <row> <pattern>): the number of the row that has the header, and the pattern there
# that fits; -1 where none does.
function(find_row header row pattern)
  set(number 0)
  foreach(names IN LISTS order)
    separate_arguments(names)
    foreach(name IN LISTS names)
      string(REPLACE "*" "[^/]*" regex "^${name}$")
      if(header MATCHES "${regex}")
        set(${row} ${number} PARENT_SCOPE)
        set(${pattern} ${name} PARENT_SCOPE)
        return()
      endif()
    endforeach()
    math(EXPR number "${number} + 1")
  endforeach()
  set(${row} -1 PARENT_SCOPE)
endfunction()

set(faults)
file(GLOB_RECURSE headers RELATIVE ${INCLUDE} ${INCLUDE}/*.hpp ${INCLUDE}/*.inl)
foreach(header IN LISTS headers)
  find_row(${header} row pattern)
  if(row EQUAL -1)
    list(APPEND faults "${header} has no place in the order of include_order.cmake")
    continue()
  endif()
  get_filename_component(folder ${INCLUDE}/${header} DIRECTORY)
  file(STRINGS ${INCLUDE}/${header} lines REGEX "^[ \t]*#[ \t]*include[ \t]*(\"|<eigeninit/)")
  foreach(line IN LISTS lines)
    if(line MATCHES "<eigeninit/([^>]*)>")
      set(included ${CMAKE_MATCH_1})
    else()
      string(REGEX MATCH "\"([^\"]*)\"" quoted "${line}")
      get_filename_component(included ${folder}/${CMAKE_MATCH_1} ABSOLUTE)
      file(RELATIVE_PATH included ${INCLUDE} ${included})
    endif()
    find_row(${included} included_row included_pattern)
    if(included_row EQUAL -1 OR included_row GREATER row OR
       (included_row EQUAL row AND NOT (pattern STREQUAL included_pattern AND pattern MATCHES "/\\*")))
      list(APPEND faults "${header} includes ${included}, which is not below it")
    endif()
  endforeach()
endforeach()

list(LENGTH headers count)
list(LENGTH faults fault_count)
if(count EQUAL 0)
  message(FATAL_ERROR "there are no headers in ${INCLUDE}")
elseif(fault_count GREATER 0)
  list(JOIN faults "\n  " faults)
  message(FATAL_ERROR "${fault_count} faults:\n  ${faults}")
endif()
message("${count} headers include only downward")
