// SPDX-License-Identifier: MIT
// Exit status: 0 if this program could register, 1 if it was registered already.
#include <sys/syscall.h>
#include <unistd.h>

#include "rct/abi.h"

alignas(64) static rct::Area area;

int main() { return syscall(RCT_NR_RSEQ, &area, rct::kOriginalSize, 0, rct::kSignature) == 0 ? 0 : 1; }
