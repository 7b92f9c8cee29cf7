// SPDX-License-Identifier: MIT
// Runs one case and collects everything that it wrote.
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
  std::string text;  // its stdout and stderr, at most 64 KiB
  bool truncated = false;
};

// Runs the case in the starter of its ABI, to its end. Calls `line` with each line of the result stream as it
// arrives.
CaseEnd RunCase(const CaseOrder& order, CaseOutput& output,
                const std::function<void(const std::string&)>& line);

}  // namespace rct

#endif  // RCT_EXECUTOR_RUN_H_
