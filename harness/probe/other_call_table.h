// SPDX-License-Identifier: MIT
// Makes system calls of another ABI from this one, if the port supports it.
#ifndef RCT_PROBE_OTHER_CALL_TABLE_H_
#define RCT_PROBE_OTHER_CALL_TABLE_H_

#include <sys/wait.h>
#include <unistd.h>

#include <string>

#include "rct/uninterrupted.h"
#include "sections.h"
#ifdef RCT_INT80
#include RCT_INT80
#endif

namespace rct {

#ifdef RCT_INT80
inline constexpr int kOtherTableRseq = kNrRseq32;

inline long CallOfOtherTable(long number, unsigned long a, unsigned long b, unsigned long c,
                             unsigned long d) {
  return Int80(number, a, b, c, d);
}

// In a child, because the call faults if the table is missing.
inline std::string WhyNoOtherCallTable() {
  const pid_t child = fork();
  if (child == -1) return "fork failed";
  if (child == 0) _exit(CallOfOtherTable(kNrGetpid32, 0, 0, 0, 0) == getpid() ? 0 : 1);
  int status = 0;
  Uninterrupted([&] { return waitpid(child, &status, 0); });
  return status == 0 ? "" : "int $0x80 is no system call";
}
#else
inline constexpr int kOtherTableRseq = 0;
inline long CallOfOtherTable(long, unsigned long, unsigned long, unsigned long, unsigned long) { return -38; }
inline std::string WhyNoOtherCallTable() { return "this architecture has one table only"; }
#endif

}  // namespace rct

#endif  // RCT_PROBE_OTHER_CALL_TABLE_H_
