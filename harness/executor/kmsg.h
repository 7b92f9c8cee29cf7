// SPDX-License-Identifier: MIT
// Reads new kernel messages, if the process may read them.
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
  KernelLog();  // starts after the last message so far

  bool readable() const { return static_cast<bool>(file_); }
  std::vector<KernelMessage> New();  // the messages since the last call

 private:
  File file_;
};

}  // namespace rct

#endif  // RCT_EXECUTOR_KMSG_H_
