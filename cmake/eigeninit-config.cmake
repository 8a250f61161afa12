# What find_package(eigeninit) reads: the target eigeninit::eigeninit.
include("${CMAKE_CURRENT_LIST_DIR}/find_eigen.cmake")
if(eigeninit_eigen_problem)
  set(eigeninit_FOUND FALSE)
  set(eigeninit_NOT_FOUND_MESSAGE "${eigeninit_eigen_problem}")
  return()
endif()
include("${CMAKE_CURRENT_LIST_DIR}/eigeninit-targets.cmake")
