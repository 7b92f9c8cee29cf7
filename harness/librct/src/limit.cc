// SPDX-License-Identifier: MIT
#include "rct/limit.h"

#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "rct/memory.h"
#include "rct/verdict.h"

namespace rct {
namespace {

// Only pages beyond the limit fail with ENOMEM: a page below it is mapped, taken or forbidden (page 0).
bool Mappable(std::uintptr_t page) {
  constexpr int kNoReplace = 0x100000;  // MAP_FIXED_NOREPLACE, since 4.17
  void* const where = reinterpret_cast<void*>(page * PageSize());
  void* const mapped = mmap(where, PageSize(), PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | kNoReplace, -1, 0);
  if (mapped == MAP_FAILED) return errno != ENOMEM && errno != EINVAL;  // MIPS returns EINVAL
  munmap(mapped, PageSize());
  return mapped == where;
}

}  // namespace

std::uintptr_t UserLimit() {
  static const std::uintptr_t limit = [] {
    std::uintptr_t below = 0;
    std::uintptr_t beyond = ~std::uintptr_t{0} / PageSize();  // the last page, never user space
    Require(!Mappable(beyond), "finding an address that is not a user's");
    while (beyond - below > 1) {
      const std::uintptr_t middle = below + (beyond - below) / 2;
      (Mappable(middle) ? below : beyond) = middle;
    }
    return beyond * PageSize();
  }();
  return limit;
}

void SignUserLimit(std::uint32_t signature) {
  constexpr int kNoReplace = 0x100000;  // MAP_FIXED_NOREPLACE, since 4.17
  void* const page = reinterpret_cast<void*>(UserLimit() - PageSize());
  void* const mapped =
      mmap(page, PageSize(), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | kNoReplace, -1, 0);
  RequireCall(mapped == page || errno == EEXIST, "mmap of the last page of user space");
  const iovec from{&signature, sizeof signature};
  const iovec to{reinterpret_cast<void*>(UserLimit() - sizeof signature), sizeof signature};
  // A system call reports an error; a failed store would kill the case.
  RequireCall(process_vm_writev(getpid(), &from, 1, &to, 1, 0) == sizeof signature,
              "writing to the end of user space");
}

std::uintptr_t PastUserLimit() { return std::max(UserLimit(), UserLimit() + PageSize()); }

}  // namespace rct
