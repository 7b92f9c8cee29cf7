// SPDX-License-Identifier: MIT
#include "rct/probe.h"

#include <string>

#include "open_perf_event.h"
#include "rct/memory.h"
#include "rct/verdict.h"

namespace rct {

Breakpoint::Breakpoint(std::uintptr_t address) {
  Needs("breakpoint-signals");
  file_ = File(OpenBreakpoint(address));
  RequireCall(static_cast<bool>(file_), "perf_event_open of a breakpoint");
}

Uprobe::Uprobe(std::uintptr_t address) {
  Needs("uprobes");
  const MappedFile code = MappedAt(address);
  file_ = File(OpenUprobe(code.path.c_str(), code.offset + (address - code.begin)));
  RequireCall(static_cast<bool>(file_), "perf_event_open of a uprobe in " + code.path);
}

}  // namespace rct
