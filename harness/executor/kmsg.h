// SPDX-License-Identifier: MIT
// The kernel's messages as they appear, where the reader may see them.
#ifndef RCT_EXECUTOR_KMSG_H_
#define RCT_EXECUTOR_KMSG_H_

#include <string>
#include <vector>

#include "rct/file.h"

namespace rct {

struct KernelMessage {
  int level;  // 0 emergency … 7 debug
  std::string text;
};

class KernelLog {
 public:
  KernelLog();  // positioned behind the last message so far

  bool readable() const { return static_cast<bool>(file_); }
  std::vector<KernelMessage> New();  // what has come since the last call

 private:
  File file_;
};

}  // namespace rct

#endif  // RCT_EXECUTOR_KMSG_H_
