// SPDX-License-Identifier: MIT
// The page through which a child's failed expectations reach its parent.
#ifndef RCT_SRC_CHILD_REPORT_H_
#define RCT_SRC_CHILD_REPORT_H_

#include <atomic>

namespace rct {

struct ChildReport {
  static constexpr int kMost = 8;
  struct Failure {
    bool broken, skip;    // neither is set: an expectation failed
    const char* control;  // the requirement of the control that failed; null: the claim failed
    int line;
    char file[128];
    char text[2048];
  };
  std::atomic<int> count;  // may exceed kMost; further failures are only counted
  Failure failures[kMost];
};

// For the parent, after the child's end: the child's failures become the running TEST's. Throws Broken if the
// child was broken, and skips the TEST if the child skipped.
void Adopt(const ChildReport& report);

}  // namespace rct

#endif  // RCT_SRC_CHILD_REPORT_H_
