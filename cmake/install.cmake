# The package: find_package(eigeninit) from the install tree or the build tree, and pkg-config.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_DATADIR}/cmake/eigeninit)

install(DIRECTORY include/eigeninit DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
  PATTERN README.md EXCLUDE)
install(TARGETS eigeninit EXPORT eigeninit-targets
  INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT eigeninit-targets NAMESPACE eigeninit:: DESTINATION ${package_dir})
export(EXPORT eigeninit-targets NAMESPACE eigeninit::)

configure_file(cmake/eigeninit-config.cmake eigeninit-config.cmake COPYONLY)
configure_file(cmake/find_eigen.cmake find_eigen.cmake COPYONLY)
# While the major version is 0 a minor one may break its users.
write_basic_package_version_file(eigeninit-config-version.cmake
  COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
install(FILES
  cmake/eigeninit-config.cmake
  cmake/find_eigen.cmake
  ${PROJECT_BINARY_DIR}/eigeninit-config-version.cmake
  DESTINATION ${package_dir})

file(RELATIVE_PATH pkgconfig_to_include
  ${CMAKE_INSTALL_FULL_DATADIR}/pkgconfig ${CMAKE_INSTALL_FULL_INCLUDEDIR})
configure_file(cmake/eigeninit.pc.in eigeninit.pc @ONLY)
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT license)
install(FILES ${PROJECT_BINARY_DIR}/eigeninit.pc DESTINATION ${CMAKE_INSTALL_DATADIR}/pkgconfig)
