// SPDX-License-Identifier: MIT
// Waiting: always for a condition, always with a bound.
#ifndef RCT_CONDITION_H_
#define RCT_CONDITION_H_

#include <chrono>
#include <functional>
#include <string>

#include "rct/where.h"

namespace rct {

// How long anything may take that is certain to happen. Only a defect ever waits that long: it is a bound,
// not a delay. RCT_TIME_SCALE (a number in the environment) multiplies it: on slow
// targets, or by less than 1 (0.1 at least) where defects are what is wanted.
std::chrono::milliseconds LongTime();

// Gives up the CPU for a moment, between two looks at a condition. Not by sched_yield(2): a thread that
// yields in a loop is starved, for seconds, where others want the CPU (seen on 6.18).
void Doze();

// Looks until the condition holds, giving up the CPU between looks so that it works on one CPU. False after
// LongTime().
bool Eventually(const std::function<bool()>& condition);

// The same without ever giving up the CPU: the caller stays in user mode, but for a look at the clock every
// now and then, which may be a system call. For what a context switch of the caller would undo or hide.
bool EventuallySpinning(const std::function<bool()>& condition);

// Eventually, but throws Broken("… did not happen") where the time runs out.
void WaitFor(const std::string& what, const std::function<bool()>& condition, Where where = Where::Here());

}  // namespace rct

#endif  // RCT_CONDITION_H_
