// SPDX-License-Identifier: MIT
// Maps a huge page at an aligned address of our choice: arm kernels may return a misaligned one and crash
// when it is unmapped (seen on 7.3-rc7: BUG in mm/hugetlb.c).
#ifndef RCT_PROBE_MAP_HUGE_PAGE_H_
#define RCT_PROBE_MAP_HUGE_PAGE_H_

#include <sys/mman.h>

#include <cstddef>
#include <cstdint>

namespace rct {

// Maps `size` bytes, which is the size of a huge page; nullptr if none is free.
inline void* MapHugePage(std::size_t size) {
  constexpr int kFlags = MAP_PRIVATE | MAP_ANONYMOUS;
  void* const room = mmap(nullptr, 2 * size, PROT_NONE, kFlags | MAP_NORESERVE, -1, 0);
  if (room == MAP_FAILED) return nullptr;
  const auto begin = reinterpret_cast<std::uintptr_t>(room);
  const std::uintptr_t aligned = (begin + size - 1) / size * size;
  auto* const where = reinterpret_cast<std::byte*>(aligned);
  void* const page = mmap(where, size, PROT_READ | PROT_WRITE, kFlags | MAP_HUGETLB | MAP_FIXED, -1, 0);
  if (page == MAP_FAILED) {
    munmap(room, 2 * size);
    return nullptr;
  }
  // Unmaps the rest of the room, before and after the page.
  if (aligned != begin) munmap(room, aligned - begin);
  munmap(where + size, begin + size - aligned);
  return page;
}

}  // namespace rct

#endif  // RCT_PROBE_MAP_HUGE_PAGE_H_
