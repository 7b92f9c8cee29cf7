// SPDX-License-Identifier: MIT
// Exit status: 0 if this program begins with mm_cid 0, 1 if it has another mm_cid, 2 if it cannot register.
#include <unistd.h>

#include "rct/abi.h"

alignas(64) static rct::Area area;

int main() {
  area.mm_cid = ~0u;
  if (syscall(RCT_NR_RSEQ, &area, rct::kOriginalSize, 0, rct::kSignature) != 0) return 2;
  return area.mm_cid == 0 ? 0 : 1;
}
