// SPDX-License-Identifier: MIT
// Transparent huge pages on demand: see the feature "page-collapse".
#ifndef RCT_COLLAPSE_H_
#define RCT_COLLAPSE_H_

#include <sys/mman.h>

#include <cstddef>
#include <cstdint>
#include <fstream>

#include "rct/region.h"

namespace rct {

// How big one is; 0 where there are none.
inline std::size_t TransparentHugePageSize() {
  std::ifstream file("/sys/kernel/mm/transparent_hugepage/hpage_pmd_size");
  std::size_t size = 0;
  file >> size;
  return size;
}

// Memory of its own that can be one.
class Collapsible {
 public:
  Collapsible() : size_(TransparentHugePageSize()) {
    constexpr int kFlags = MAP_PRIVATE | MAP_ANONYMOUS;
    memory_ = Region(mmap(nullptr, 2 * size_, PROT_READ | PROT_WRITE, kFlags, -1, 0), 2 * size_);
    if (!memory_) return;
    const auto memory = reinterpret_cast<std::uintptr_t>(memory_.begin());
    begin_ = reinterpret_cast<std::byte*>((memory + size_ - 1) & ~(size_ - 1));
    *begin_ = std::byte{1};
  }

  std::byte* begin() const { return begin_; }
  // False with errno where it is not to be had.
  bool Collapse() const {
    constexpr int kCollapse = 25;  // MADV_COLLAPSE, since 6.1
    return begin_ != nullptr && madvise(begin_, size_, kCollapse) == 0;
  }

 private:
  std::size_t size_;
  Region memory_;
  std::byte* begin_ = nullptr;
};

}  // namespace rct

#endif  // RCT_COLLAPSE_H_
