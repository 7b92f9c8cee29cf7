// SPDX-License-Identifier: MIT
// Reads the kernel's rseq trace events for the calling thread.
#ifndef RCT_TRACE_H_
#define RCT_TRACE_H_

#include <string>
#include <vector>

#include "rct/file.h"

namespace rct {

// T13: records one event of the group "rseq" (kernel: include/trace/events/rseq.h) for the calling thread, in
// its own trace instance, which others do not see and which the destructor removes. Skips without
// "trace-events".
class Trace {
 public:
  explicit Trace(const std::string& event);
  ~Trace();
  Trace(const Trace&) = delete;
  Trace& operator=(const Trace&) = delete;

  // The texts of the events since the last call, oldest first, such as "cpu_id=1 node_id=0 mm_cid=0".
  std::vector<std::string> Lines();

 private:
  std::string event_, instance_;
  File pipe_;
};

}  // namespace rct

#endif  // RCT_TRACE_H_
