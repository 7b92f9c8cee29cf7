// SPDX-License-Identifier: MIT
// Handles exceptions at the end of a process, a thread or a destructor, and skips that a child requests.
#ifndef RCT_SRC_UNCAUGHT_H_
#define RCT_SRC_UNCAUGHT_H_

#include <string>

#include "rct/where.h"

namespace rct {

// Call it in a catch (...): reports the exception as the suite's error, unless it was reported when it was
// thrown, like those of verdict.h.
void ReportException();

// Skips the running TEST with this text, like Unmet of verdict.h.
[[noreturn]] void Skip(const std::string& text, Where where);

}  // namespace rct

#endif  // RCT_SRC_UNCAUGHT_H_
