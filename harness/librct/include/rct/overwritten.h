// SPDX-License-Identifier: MIT
// Checks if an event makes the kernel rewrite an area's identity fields: the thread overwrites one of them,
// lets the event happen, and reads it again.
#ifndef RCT_OVERWRITTEN_H_
#define RCT_OVERWRITTEN_H_

#include <gmock/gmock-matchers.h>

#include <cstdint>
#include <iosfwd>

#include "rct/abi.h"

namespace rct {

// What the thread read in cpu_id_start after it had set it to kCpuIdUninitialized.
struct Overwritten {
  std::uint32_t later;   // after the event
  std::uint32_t cpu_id;  // what the kernel would write there
};
std::ostream& operator<<(std::ostream& out, const Overwritten& seen);

// Each overwrites the field in the caller's area and restores it later. The caller stays on one CPU, and
// nothing but the event happens to it. Control: without the event the field stays unchanged. Each throws
// Broken.
Overwritten OverwrittenThenAsleep(Area* area);
Overwritten OverwrittenThenPreempted(Area* area);
Overwritten OverwrittenThenSignalled(Area* area);  // `later` is what the handler reads
// Another thread's membarrier(PRIVATE_EXPEDITED_RSEQ) reaches the caller in user mode. The control leaves out
// that call. Registers the process; needs two CPUs (skips).
Overwritten OverwrittenThenFenced(Area* area);

testing::Matcher<const Overwritten&> IsRenewed();  // the kernel wrote the field
testing::Matcher<const Overwritten&> IsLeft();     // the field is as the thread wrote it

}  // namespace rct

#endif  // RCT_OVERWRITTEN_H_
