// SPDX-License-Identifier: MIT
// Owns memory from mmap(2) and unmaps it. For guarded pages see Mapping in memory.h.
#ifndef RCT_REGION_H_
#define RCT_REGION_H_

#include <sys/mman.h>

#include <cerrno>
#include <cstddef>
#include <utility>

namespace rct {

// Unmaps the memory in the destructor, and keeps errno.
class Region {
 public:
  Region() = default;
  Region(void* begin, std::size_t size)  // MAP_FAILED or null: none
      : begin_(begin == MAP_FAILED ? nullptr : static_cast<std::byte*>(begin)), size_(size) {}
  ~Region() { Unmap(); }
  Region(Region&& other) noexcept : begin_(std::exchange(other.begin_, nullptr)), size_(other.size_) {}
  Region& operator=(Region&& other) noexcept {
    Unmap();
    begin_ = std::exchange(other.begin_, nullptr);
    size_ = other.size_;
    return *this;
  }

  std::byte* begin() const { return begin_; }
  std::size_t size() const { return size_; }
  explicit operator bool() const { return begin_ != nullptr; }

 private:
  void Unmap() const {
    const int error = errno;
    if (begin_ != nullptr) munmap(begin_, size_);
    errno = error;
  }

  std::byte* begin_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace rct

#endif  // RCT_REGION_H_
