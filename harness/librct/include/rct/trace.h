// SPDX-License-Identifier: MIT
// What the kernel's trace events tell of the calling thread.
#ifndef RCT_TRACE_H_
#define RCT_TRACE_H_

#include <string>
#include <vector>

#include "rct/file.h"

namespace rct {

// T13: records one event of the group "rseq" (kernel: include/trace/events/rseq.h) of the calling thread, in
// a trace instance of its own, which nobody else sees and which ends with this object. Skips without
// "trace-events".
class Trace {
 public:
  explicit Trace(const std::string& event);
  ~Trace();
  Trace(const Trace&) = delete;
  Trace& operator=(const Trace&) = delete;

  // The texts of the events since the last look, oldest first, such as "cpu_id=1 node_id=0 mm_cid=0".
  std::vector<std::string> Lines();

 private:
  std::string event_, instance_;
  File pipe_;
};

}  // namespace rct

#endif  // RCT_TRACE_H_
