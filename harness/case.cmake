# SPDX-License-Identifier: MIT
# A case is a program, and a shared object that its starter loads (executor/starter/main.cc). A shared object runs by itself if it
# names its loader and has an entry point. Both are those of an ordinary program: the compiler says which.

# rct_entry(<abi>): makes entry.<abi>. Cases of the ABI link with it, which makes them programs.
function(rct_entry abi)
  separate_arguments(flags UNIX_COMMAND "${CMAKE_CXX_FLAGS}")
  if(CMAKE_CXX_COMPILER_TARGET)
    list(APPEND flags --target=${CMAKE_CXX_COMPILER_TARGET})
  endif()
  if(CMAKE_SYSROOT)
    list(APPEND flags --sysroot=${CMAKE_SYSROOT})
  endif()
  if(CMAKE_CXX_COMPILER_EXTERNAL_TOOLCHAIN)
    list(APPEND flags --gcc-toolchain=${CMAKE_CXX_COMPILER_EXTERNAL_TOOLCHAIN})
  endif()
  execute_process(COMMAND ${CMAKE_CXX_COMPILER} ${flags} ${RCT_FLAGS_${abi}} -pie -\#\#\# -x c++ /dev/null
    ERROR_VARIABLE said OUTPUT_QUIET)
  if(NOT said MATCHES "-dynamic-linker\"? \"?([^\" ]+)")
    message(FATAL_ERROR "${CMAKE_CXX_COMPILER} -pie -### names no dynamic linker for ${abi}:\n${said}")
  endif()
  set(loader ${CMAKE_MATCH_1})
  if(NOT said MATCHES "(/[^\" ]*crt1[.]o)")
    message(FATAL_ERROR "${CMAKE_CXX_COMPILER} -pie -### names no start file for ${abi}:\n${said}")
  endif()
  set(start ${CMAKE_MATCH_1})

  set(source ${CMAKE_CURRENT_BINARY_DIR}/loader.${abi}.S)
  file(CONFIGURE OUTPUT ${source} CONTENT ".section .interp, \"a\"\n.asciz \"@loader@\"\n.section .note.GNU-stack, \"\"\n" @ONLY)
  add_library(loader.${abi} OBJECT ${source})
  target_compile_options(loader.${abi} PRIVATE ${RCT_FLAGS_${abi}})
  add_library(entry.${abi} INTERFACE)
  target_link_libraries(entry.${abi} INTERFACE rct.${abi})
  target_link_options(entry.${abi} INTERFACE -Wl,-e,$<IF:$<STREQUAL:${abi},mips64el>,__start,_start>)
  target_sources(entry.${abi} INTERFACE ${start} $<TARGET_OBJECTS:loader.${abi}>)
endfunction()

# rct_case(<target> <abi> <source>): a case of an ABI.
function(rct_case target abi source)
  add_library(${target} MODULE ${source})
  target_link_libraries(${target} PRIVATE entry.${abi})
  target_precompile_headers(${target} REUSE_FROM case.${abi})
  set_target_properties(${target} PROPERTIES PREFIX "" SUFFIX "")
endfunction()
