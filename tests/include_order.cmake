# cmake -DINCLUDE=<include/eigeninit> -P include_order.cmake
#
# Fails where a header includes one that is not below it, or has no place in the order.

# The architecture: one row for each folder, from bottom to top. A header includes those of its own
# folder and of the folders above it in this list. The last row is for the headers beside the folders.
set(order
  abi                     # the version, and the name that compiled functions carry
  numeric                 # strict floating point, elementary functions, rounding, errors
  tensor                  # from an Eigen object to pieces of memory
  scaling                 # layout, fans, activation, gain: one number, the standard deviation
  kernel                  # instruction sets, and what fills patches with random numbers
  text                    # tables, CSV, JSON, terminals
  distributions           # what is drawn: numbers, their checks, what a kernel is told
  random                  # where from: sources, streams, threads
  initializers/algorithm  # what several initializers share
  initializers            # what is called
  model/pattern           # patterns of names
  model/syntax            # initializers and rules as text
  model                   # whole models: parameters, rules, plans, reports
  checkpoint              # models in files
  signal                  # what flows through a network before it is trained
  torch                   # PyTorch's numbers
  .)

# row_of(<header> <row>): the number of its folder in the order; -1 where it has none.
function(row_of header row)
  get_filename_component(folder ./${header} DIRECTORY)
  string(REGEX REPLACE "^\\./" "" folder ${folder})
  list(FIND order ${folder} number)
  set(${row} ${number} PARENT_SCOPE)
endfunction()

set(faults)
file(GLOB_RECURSE headers RELATIVE ${INCLUDE} ${INCLUDE}/*.hpp ${INCLUDE}/*.inl)
foreach(header IN LISTS headers)
  row_of(${header} row)
  if(row EQUAL -1)
    list(APPEND faults "${header} stands in a folder that include_order.cmake does not list")
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
    row_of(${included} included_row)
    if(included_row EQUAL -1 OR included_row GREATER row)
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
