// SPDX-License-Identifier: MIT
// The kernel's messages as they appear, where the reader may see them.
#ifndef RCT_GUEST_KMSG_H_
#define RCT_GUEST_KMSG_H_

#include <string>
#include <vector>

namespace rct {

struct KernelMessage {
  int level;  // 0 emergency … 7 debug
  std::string text;
};

class KernelLog {
 public:
  KernelLog();  // positioned behind the last message so far
  ~KernelLog();
  KernelLog(const KernelLog&) = delete;
  KernelLog& operator=(const KernelLog&) = delete;

  bool readable() const { return descriptor_ != -1; }
  std::vector<KernelMessage> New();  // what has come since the last call

 private:
  int descriptor_;
};

}  // namespace rct

#endif  // RCT_GUEST_KMSG_H_
