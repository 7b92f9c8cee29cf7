// SPDX-License-Identifier: MIT
// Probes that others set at an instruction, without changing the program: what they do to the calling thread
// when it comes by there.
#ifndef RCT_PROBE_H_
#define RCT_PROBE_H_

#include <cstdint>

#include "rct/file.h"

namespace rct {

// A hardware breakpoint of the calling thread: it gets SIGTRAP when it is about to execute the instruction.
// Skips without "breakpoint-signals".
class Breakpoint {
 public:
  explicit Breakpoint(std::uintptr_t address);

 private:
  File file_;
};

// A uprobe: the calling thread executes the instruction, which must come from a file, somewhere else, in a
// page that the kernel has for that. Skips without "uprobes".
class Uprobe {
 public:
  explicit Uprobe(std::uintptr_t address);

 private:
  File file_;
};

}  // namespace rct

#endif  // RCT_PROBE_H_
