// SPDX-License-Identifier: MIT
// Exit status: 0 if the time-slice extension is off, 1 if it is on, 2 if it is on once the program is
// registered, 3 if the registration fails.
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "rct/abi.h"

alignas(64) static rct::Area area;

int main() {
  const auto on = [] { return syscall(SYS_prctl, rct::kPrctlSliceExtension, rct::kSliceGet, 0, 0, 0) != 0; };
  if (on()) return 1;
  if (syscall(RCT_NR_RSEQ, &area, sizeof area, 0, rct::kSignature) != 0) return 3;
  return on() ? 2 : 0;
}
