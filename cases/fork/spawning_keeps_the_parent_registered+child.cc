// SPDX-License-Identifier: MIT
// Exits with 0 if it could register, 1 if something had registered it before.
#include <sys/syscall.h>
#include <unistd.h>

#include "rct/abi.h"

alignas(64) static rct::Area area;

int main() { return syscall(RCT_NR_RSEQ, &area, rct::kOriginalSize, 0, rct::kSignature) == 0 ? 0 : 1; }
