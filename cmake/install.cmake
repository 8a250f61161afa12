# The installed package: find_package(eigeninit) and pkg-config, from the install tree or the build tree.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_DATADIR}/cmake/eigeninit)

configure_package_config_file(cmake/eigeninit-config.cmake.in eigeninit-config.cmake
  INSTALL_DESTINATION ${package_dir} NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(eigeninit-config-version.cmake
  COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
configure_file(cmake/eigeninit.pc.in eigeninit.pc @ONLY)
configure_file(cmake/require_eigen.cmake require_eigen.cmake COPYONLY)
export(TARGETS eigeninit NAMESPACE eigeninit:: FILE eigeninit-targets.cmake)

install(TARGETS eigeninit EXPORT eigeninit-targets)
install(DIRECTORY include/eigeninit DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT eigeninit-targets NAMESPACE eigeninit:: DESTINATION ${package_dir})
install(FILES
  ${PROJECT_BINARY_DIR}/eigeninit-config.cmake
  ${PROJECT_BINARY_DIR}/eigeninit-config-version.cmake
  cmake/require_eigen.cmake
  DESTINATION ${package_dir})
install(FILES ${PROJECT_BINARY_DIR}/eigeninit.pc DESTINATION ${CMAKE_INSTALL_DATADIR}/pkgconfig)
