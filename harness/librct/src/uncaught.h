// SPDX-License-Identifier: MIT
// What happens to exceptions at the boundary of a process, a thread or a destructor, and to those of a child.
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
