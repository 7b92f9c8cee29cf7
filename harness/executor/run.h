// SPDX-License-Identifier: MIT
// One case, and everything that it wrote.
#ifndef RCT_EXECUTOR_RUN_H_
#define RCT_EXECUTOR_RUN_H_

#include <functional>
#include <string>
#include <vector>

#include "message.h"

namespace rct {

struct CaseOrder {
  std::string id;
  std::string abi;
  std::string binary;
  long limit_ms;
  std::vector<std::string> arguments;
};

struct CaseOutput {
  std::string text;  // what it wrote to stdout and stderr, at most 64 KiB
  bool truncated = false;
};

// Has the starter of the case's ABI run it to its end. `line` is given each line of its result stream as it
// comes.
CaseEnd RunCase(const CaseOrder& order, CaseOutput& output,
                const std::function<void(const std::string&)>& line);

}  // namespace rct

#endif  // RCT_EXECUTOR_RUN_H_
