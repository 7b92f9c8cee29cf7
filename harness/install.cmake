# SPDX-License-Identifier: MIT
# `cmake --install <build> --prefix <directory>`: a tree that is whole in itself, runs from wherever it is moved, and needs
# neither the source tree nor the build tree. It is laid out as both in one, so that nothing in it needs to know.
foreach(abi IN LISTS RCT_ABIS)
  file(RELATIVE_PATH place ${CMAKE_BINARY_DIR} ${RCT_DIR_${abi}})
  if(NOT place)
    set(place .)
  endif()
  # As they were built: their paths to librct are relative.
  install(DIRECTORY ${RCT_DIR_${abi}}/cases DESTINATION ${place} USE_SOURCE_PERMISSIONS
    PATTERN CMakeFiles EXCLUDE PATTERN cases.list EXCLUDE PATTERN *.cmake EXCLUDE)
  cmake_path(SET harness NORMALIZE ${place}/harness)
  install(PROGRAMS ${RCT_DIR_${abi}}/harness/librct.so ${RCT_DIR_${abi}}/harness/rct-starter DESTINATION ${harness})
endforeach()
install(PROGRAMS ${CMAKE_BINARY_DIR}/harness/rct-executor DESTINATION harness)
install(DIRECTORY harness/rseqct DESTINATION harness PATTERN __pycache__ EXCLUDE)
install(DIRECTORY expected DESTINATION .)
install(DIRECTORY arch DESTINATION . FILES_MATCHING PATTERN qemu.toml PATTERN kernel.config)
install(FILES LICENSE README.md DESTINATION .)
install(DIRECTORY docs DESTINATION .)
# The tool, which finds everything from where it lies itself.
set(RCT_PACKAGE $here/harness)
set(RCT_PACKAGE_FROM_HERE harness)
foreach(file rseqct pytest.ini conftest.py)
  configure_file(harness/templates/${file}.in ${CMAKE_BINARY_DIR}/installed/${file} @ONLY)
endforeach()
install(PROGRAMS ${CMAKE_BINARY_DIR}/installed/rseqct DESTINATION .)
install(FILES ${CMAKE_BINARY_DIR}/installed/pytest.ini ${CMAKE_BINARY_DIR}/installed/conftest.py DESTINATION .)
configure_file(harness/templates/installed.cmake.in ${CMAKE_BINARY_DIR}/installed/installed.cmake @ONLY)
install(SCRIPT ${CMAKE_BINARY_DIR}/installed/installed.cmake)
