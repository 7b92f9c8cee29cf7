// SPDX-License-Identifier: MIT
// Sets a breakpoint or a uprobe at an instruction, without changing the program, for cases about what these
// do to a section.
#ifndef RCT_PROBE_H_
#define RCT_PROBE_H_

#include <cstdint>

#include "rct/file.h"

namespace rct {

// A hardware breakpoint of the calling thread: the thread gets SIGTRAP just before it executes the
// instruction. Skips without "breakpoint-signals".
class Breakpoint {
 public:
  explicit Breakpoint(std::uintptr_t address);

 private:
  File file_;
};

// A uprobe: the calling thread executes the instruction, which must come from a file, at another place, in a
// page that the kernel provides. Skips without "uprobes".
class Uprobe {
 public:
  explicit Uprobe(std::uintptr_t address);

 private:
  File file_;
};

}  // namespace rct

#endif  // RCT_PROBE_H_
