// SPDX-License-Identifier: MIT
// Whether an event makes the kernel write an area's identity fields again: the thread overwrites one of them,
// lets the event happen, and looks.
#ifndef RCT_OVERWRITTEN_H_
#define RCT_OVERWRITTEN_H_

#include <gmock/gmock-matchers.h>

#include <cstdint>
#include <iosfwd>

#include "rct/abi.h"

namespace rct {

// What was read in cpu_id_start, which the thread had set to kCpuIdUninitialized.
struct Overwritten {
  std::uint32_t later;   // after the event
  std::uint32_t cpu_id;  // what the kernel would write there
};
std::ostream& operator<<(std::ostream& out, const Overwritten& seen);

// Each overwrites the field of the caller's area and puts it right again. The caller stays on one CPU
// throughout, and the event is all that happened to it. Control: without the event the field stays as it is.
// Each throws Broken.
Overwritten OverwrittenThenAsleep(Area* area);
Overwritten OverwrittenThenPreempted(Area* area);
Overwritten OverwrittenThenSignalled(Area* area);  // `later` is what the handler reads
// Another thread's membarrier(PRIVATE_EXPEDITED_RSEQ) reaches the caller, in user mode. For a control that
// thread makes no such call. Registers the process; needs two CPUs (skips).
Overwritten OverwrittenThenFenced(Area* area);

testing::Matcher<const Overwritten&> IsRenewed();  // the kernel wrote it
testing::Matcher<const Overwritten&> IsLeft();     // it is as the thread wrote it

}  // namespace rct

#endif  // RCT_OVERWRITTEN_H_
