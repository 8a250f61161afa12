# Run by cpack on what it is about to pack: folders that installing creates on the way to a file have the
# umask of whoever packs, and would shut others out.
file(GLOB folders ${CPACK_TEMPORARY_DIRECTORY}/*)
file(CHMOD_RECURSE ${folders}
  FILE_PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ
  DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE
    WORLD_READ WORLD_EXECUTE)
