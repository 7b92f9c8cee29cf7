// SPDX-License-Identifier: MIT
// The end of what an exception must not leave: a process, a thread, a destructor.
#ifndef RCT_SRC_UNCAUGHT_H_
#define RCT_SRC_UNCAUGHT_H_

namespace rct {

// In a catch (...): reports the exception as the suite's error, unless it was reported when it was thrown, as
// those of verdict.h are.
void ReportException();

}  // namespace rct

#endif  // RCT_SRC_UNCAUGHT_H_
