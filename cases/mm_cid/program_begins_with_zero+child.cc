// SPDX-License-Identifier: MIT
// Exits with 0 if it has mm_cid 0, 1 if it has another one, 2 if it could not register.
#include <unistd.h>

#include "rct/abi.h"

alignas(64) static rct::Area area;

int main() {
  area.mm_cid = ~0u;
  if (syscall(RCT_NR_RSEQ, &area, rct::kOriginalSize, 0, rct::kSignature) != 0) return 2;
  return area.mm_cid == 0 ? 0 : 1;
}
