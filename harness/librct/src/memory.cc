// SPDX-License-Identifier: MIT
#include "rct/memory.h"

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "rct/verdict.h"

namespace rct {

std::size_t PageSize() {
  static const std::size_t size = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  return size;
}

Mapping::Mapping(std::size_t pages, Sharing sharing) : begin_(nullptr), size_(pages * PageSize()) {
  const int flags = MAP_ANONYMOUS | (sharing == Sharing::kShared ? MAP_SHARED : MAP_PRIVATE);
  void* guarded = mmap(nullptr, size_ + 2 * PageSize(), PROT_NONE, flags, -1, 0);
  RequireCall(guarded != MAP_FAILED, "mmap of " + std::to_string(pages) + " guarded page(s)");
  begin_ = static_cast<std::byte*>(guarded) + PageSize();
  RequireCall(mprotect(begin_, size_, PROT_READ | PROT_WRITE) == 0, "mprotect of fresh pages");
}

Mapping::~Mapping() {
  // Stays mapped after a failure: an area in it may be registered, and a crash would hide the failure.
  if (testing::Test::HasFailure()) return;
  munmap(begin_ - PageSize(), PageSize());
  munmap(begin_ + hole_, size_ - hole_ + PageSize());
}

std::size_t Mapping::Bytes(std::size_t pages) const {
  return std::min(pages, size_ / PageSize()) * PageSize();
}

void Mapping::Protect(int protection, std::size_t pages) {
  RequireCall(mprotect(begin_, Bytes(pages), protection) == 0, "mprotect");
}

void Mapping::Unmap(std::size_t pages) {
  hole_ = Bytes(pages);
  RequireCall(munmap(begin_, hole_) == 0, "munmap");
}

void Mapping::Discard() { RequireCall(madvise(begin_, size_, MADV_DONTNEED) == 0, "madvise(MADV_DONTNEED)"); }

MappedFile MappedAt(std::uintptr_t address) {
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    MappedFile found;
    std::string rest;
    char dash;
    std::istringstream text(line);
    text >> std::hex >> found.begin >> dash >> found.end >> rest >> found.offset >> rest >> rest;
    std::getline(text >> std::ws, found.path);
    if (address >= found.begin && address < found.end) return found;
  }
  throw Broken("/proc/self/maps does not tell what is mapped at an address");
}

}  // namespace rct
