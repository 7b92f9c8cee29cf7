// SPDX-License-Identifier: MIT
// Makes transparent huge pages on demand: see the feature "page-collapse".
#ifndef RCT_COLLAPSE_H_
#define RCT_COLLAPSE_H_

#include <sys/mman.h>

#include <cstddef>
#include <cstdint>
#include <fstream>

#include "rct/region.h"

namespace rct {

// The size of a transparent huge page; 0 if the kernel has none.
inline std::size_t TransparentHugePageSize() {
  std::ifstream file("/sys/kernel/mm/transparent_hugepage/hpage_pmd_size");
  std::size_t size = 0;
  file >> size;
  return size;
}

// Memory that can become a transparent huge page.
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
  // False with errno if the kernel cannot do it.
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
