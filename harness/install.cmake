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
install(CODE "
file(READ \"${CMAKE_BINARY_DIR}/manifest.json\" text)
string(REGEX REPLACE \"\\n \\\"source\\\": \\\"[^\\\"]*\\\"\" \"\\n \\\"source\\\": \\\".\\\"\" text \"\${text}\")
set(root \"\${CMAKE_INSTALL_PREFIX}\")
file(WRITE \"\${root}/manifest.json\" \"\${text}\")
file(WRITE \"\${root}/pytest.ini\" \"[pytest]\\ntestpaths = manifest.json\\n\")
file(WRITE \"\${root}/conftest.py\" \"import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / 'harness'))
pytest_plugins = ['rseqct.plugin.plugin']
\")
file(WRITE \"\${root}/rseqct\" \"#!/bin/sh
here=\\$(dirname \\\"\\$(readlink -f \\\"\\$0\\\")\\\")
export PYTHONPATH=\\\"\\$here/harness\\\${PYTHONPATH:+:\\$PYTHONPATH}\\\" RSEQCT_BUILD=\\\"\\$here\\\"
exec ${RCT_PYTHON} -m rseqct \\\"\\$@\\\"
\")
file(CHMOD \"\${root}/rseqct\" PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
execute_process(COMMAND \"${CMAKE_BINARY_DIR}/rseqct\" --version OUTPUT_VARIABLE version COMMAND_ERROR_IS_FATAL ANY)
string(REPLACE \"rseqct \" \"\" version \"\${version}\")
file(WRITE \"\${root}/VERSION\" \"\${version}\")
")
