// SPDX-License-Identifier: MIT
// Arguments: the area, length and signature that the thread had registered which executed this program, and
// what its auxiliary vector said. Exits with 0 if nothing of that registration is left and the vector says
// the same here, 1 if unregistering is not refused with EINVAL, 2 if a registration of its own is refused, 3
// if the area of that is not filled in, 4 if the vector says something else.
#include <sys/auxv.h>
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
  if (area.cpu_id == rct::kCpuIdUninitialized) return 3;
  return getauxval(rct::kAuxFeatureSize) == number(4) && getauxval(rct::kAuxAlign) == number(5) ? 0 : 4;
}
