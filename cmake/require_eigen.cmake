# Finds Eigen 3.4 or newer, 5.x included, unless the project that includes this one brings it along.
#
# find_package(Eigen3 3.4) refuses 5.x, and 3.4...<6 refuses 3.4.0, whose version file knows no ranges;
# so any version is looked for, and compared by hand.
macro(eigeninit_require_eigen)
  if(NOT TARGET Eigen3::Eigen)
    find_package(Eigen3 REQUIRED NO_MODULE)
    if(Eigen3_VERSION VERSION_LESS 3.4)
      message(FATAL_ERROR "eigeninit needs Eigen 3.4 or newer and found ${Eigen3_VERSION} in ${Eigen3_DIR}. "
                          "Install libeigen3-dev, or set Eigen3_DIR.")
    endif()
  endif()
endmacro()
