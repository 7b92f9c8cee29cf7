// SPDX-License-Identifier: MIT
#include "rct/probe.h"

#include <string>

#include "open_perf_event.h"
#include "rct/memory.h"
#include "rct/verdict.h"

namespace rct {

Breakpoint::Breakpoint(std::uintptr_t address) {
  Needs("breakpoint-signals");
  file_ = OpenBreakpoint(address);
  RequireCall(file_ != -1, "perf_event_open of a breakpoint");
}

Breakpoint::~Breakpoint() { close(file_); }

Uprobe::Uprobe(std::uintptr_t address) {
  Needs("uprobes");
  const MappedFile code = MappedAt(address);
  file_ = OpenUprobe(code.path.c_str(), code.offset + (address - code.begin));
  RequireCall(file_ != -1, "perf_event_open of a uprobe in " + code.path);
}

Uprobe::~Uprobe() { close(file_); }

}  // namespace rct
