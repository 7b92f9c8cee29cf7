// SPDX-License-Identifier: MIT
// Exit status: 0 if the fence is refused until this program registers for it, 1 if the fence does not fail
// with EPERM before, 2 if registering fails, 3 if the fence fails afterwards.
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

#include "rct/abi.h"

int main() {
  if (syscall(SYS_membarrier, rct::kMembarrierRseq, 0, 0) != -1 || errno != EPERM) return 1;
  if (syscall(SYS_membarrier, rct::kMembarrierRegisterRseq, 0, 0) != 0) return 2;
  return syscall(SYS_membarrier, rct::kMembarrierRseq, 0, 0) == 0 ? 0 : 3;
}
