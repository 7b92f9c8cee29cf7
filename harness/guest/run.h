// SPDX-License-Identifier: MIT
// One case: its own process group, a limit, and everything that it wrote.
#ifndef RCT_GUEST_RUN_H_
#define RCT_GUEST_RUN_H_

#include <functional>
#include <string>
#include <vector>

namespace rct {

struct CaseOrder {
  std::string id;
  std::string abi;
  std::string binary;
  long limit_ms;
  std::vector<std::string> arguments;
};

struct CaseEnd {
  std::string how;  // exit, signal, timeout, unstartable
  int status;       // exit code, signal, 0, errno
  long wall_us;
  long cpu_us;
  int leftover;        // processes that outlived the case's first one; they have been killed
  std::string output;  // what it wrote to stdout and stderr, at most 64 KiB
  bool truncated;
};

// Prepares the calling process: it adopts orphans, so that none escapes.
void PrepareToRun();

// Runs the case to its end; `line` is given each line of its result stream as it comes.
CaseEnd RunCase(const CaseOrder& order, const std::function<void(const std::string&)>& line);

}  // namespace rct

#endif  // RCT_GUEST_RUN_H_
