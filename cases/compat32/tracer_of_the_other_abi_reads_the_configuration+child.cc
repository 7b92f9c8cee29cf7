// SPDX-License-Identifier: MIT
// Arguments: the address for the area, its length and its signature. The program stops itself once it is
// registered. Exit status: 1 if the address cannot be mapped, 2 if the registration fails.
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>

#include "rct/abi.h"

int main(int, char** arguments) {
  const auto number = [&](int index) {
    return static_cast<unsigned long>(std::strtoull(arguments[index], nullptr, 16));
  };
  void* const area = reinterpret_cast<void*>(number(1));
  if (mmap(area, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != area)
    return 1;
  if (syscall(RCT_NR_RSEQ, area, number(2), 0, number(3)) != 0) return 2;
  raise(SIGSTOP);
  return 0;
}
