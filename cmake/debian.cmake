# `cpack` makes libeigeninit-dev_<version>_all.deb: what install.cmake installs, under /usr, with the
# licence where Debian keeps it. Who gives the package to others puts a name and an address in it:
#
#   cpack -D CPACK_DEBIAN_PACKAGE_MAINTAINER="Name <address>"
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_VENDOR eigeninit)
set(CPACK_DEBIAN_PACKAGE_NAME libeigeninit-dev)
set(CPACK_DEBIAN_PACKAGE_MAINTAINER "the eigeninit authors <eigeninit@example.com>")
set(CPACK_DEBIAN_PACKAGE_ARCHITECTURE all)
set(CPACK_DEBIAN_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libeigen3-dev (>= 3.4)")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "starting values for the weights of neural networks, on Eigen")
set(CPACK_PACKAGE_DESCRIPTION
"eigeninit fills Eigen's matrices and tensors with the values that training
starts from: Xavier, Kaiming, LeCun, orthogonal, truncated normal and more.
It is what torch.nn.init is to PyTorch, for C++17, in headers only. The same
seed gives the same bits on every machine.")

# An absolute folder would be written to on this machine, and not into the package.
set(CPACK_ERROR_ON_ABSOLUTE_INSTALL_DESTINATION ON)
set(CPACK_PRE_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/cmake/debian_modes.cmake)

# Components only sort the licence: elsewhere it is LICENSE, in a folder of the project's name.
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/libeigeninit-dev RENAME copyright
  COMPONENT debian EXCLUDE_FROM_ALL)
set(CPACK_COMPONENTS_ALL Unspecified debian)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_GROUPING ALL_COMPONENTS_IN_ONE)

include(CPack)
