// SPDX-License-Identifier: MIT
// Waits for conditions; every wait has a bound.
#ifndef RCT_CONDITION_H_
#define RCT_CONDITION_H_

#include <chrono>
#include <functional>
#include <string>

#include "rct/where.h"

namespace rct {

// The longest time that a certain event may take: a bound, not a delay, so only a defect waits that long.
// RSEQCT_TIME_SCALE (a number in the environment) multiplies it: more than 1 for slow targets, less than 1
// (at least 0.1) for runs that look for defects.
std::chrono::milliseconds LongTime();

// Gives up the CPU for a moment, between two looks at a condition. It does not call sched_yield(2): a thread
// that yields in a loop starves for seconds while others want the CPU (seen on 6.18).
void Doze();

// Checks the condition until it holds. Gives up the CPU between checks, so that one CPU is enough. Returns
// false after LongTime().
bool Eventually(const std::function<bool()>& condition);

// The same without giving up the CPU, for conditions that a context switch of the caller would undo or hide.
// The caller stays in user mode, except that it reads the clock now and then, which may be a system call.
bool EventuallySpinning(const std::function<bool()>& condition);

// Eventually, but throws Broken("… did not happen") after LongTime().
void WaitFor(const std::string& what, const std::function<bool()>& condition, Where where = Where::Here());

}  // namespace rct

#endif  // RCT_CONDITION_H_
