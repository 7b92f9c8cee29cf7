// SPDX-License-Identifier: MIT
// The end of what an exception must not leave: a process, a thread, a destructor; and what a process tells
// another of it.
#ifndef RCT_SRC_UNCAUGHT_H_
#define RCT_SRC_UNCAUGHT_H_

#include <string>

#include "rct/where.h"

namespace rct {

// In a catch (...): reports the exception as the suite's error, unless it was reported when it was thrown, as
// those of verdict.h are.
void ReportException();

// Skips the running TEST, as Unmet of verdict.h does, with this text.
[[noreturn]] void Skip(const std::string& text, Where where);

}  // namespace rct

#endif  // RCT_SRC_UNCAUGHT_H_
