# Finds Eigen 3.4 or newer, 5.x included, unless the project around has brought one along as a target.
# What is wrong with it is left in eigeninit_eigen_problem, which is empty where nothing is. Used by
# this project and by its installed package.
#
# find_package(Eigen3 3.4) refuses 5.x, and 3.4...<6 refuses 3.4.0, whose version file knows no ranges:
# so any version is looked for, and compared by hand.
set(eigeninit_eigen_problem "")
if(NOT TARGET Eigen3::Eigen)
  find_package(Eigen3 QUIET NO_MODULE)
  if(NOT Eigen3_FOUND)
    set(eigeninit_eigen_problem "eigeninit needs Eigen 3.4 or newer, and there is none here.")
  elseif(Eigen3_VERSION VERSION_LESS 3.4)
    set(eigeninit_eigen_problem
      "eigeninit needs Eigen 3.4 or newer, and ${Eigen3_DIR} has ${Eigen3_VERSION}.")
  endif()
  if(eigeninit_eigen_problem)
    string(APPEND eigeninit_eigen_problem
      " Install it (Debian and Ubuntu: libeigen3-dev), or set Eigen3_DIR to the folder of an"
      " Eigen3Config.cmake.")
  endif()
endif()
