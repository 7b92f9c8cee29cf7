// SPDX-License-Identifier: MIT
// Arguments: the area, the length and the signature that the thread had registered before it executed this
// program. Exit status: 0 if that registration is gone, 1 if unregistering it does not fail with EINVAL, 2 if
// this program cannot register its own area, 3 if that area is not filled in.
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "rct/abi.h"

alignas(64) static rct::Area area;

int main(int, char** arguments) {
  const auto number = [&](int index) {
    return static_cast<unsigned long>(std::strtoull(arguments[index], nullptr, 16));
  };
  if (syscall(RCT_NR_RSEQ, number(1), number(2), rct::kUnregister, number(3)) != -1 || errno != EINVAL)
    return 1;
  area.cpu_id = rct::kCpuIdUninitialized;
  if (syscall(RCT_NR_RSEQ, &area, rct::kOriginalSize, 0, rct::kSignature) != 0) return 2;
  return area.cpu_id == rct::kCpuIdUninitialized ? 3 : 0;
}
