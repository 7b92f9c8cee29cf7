// SPDX-License-Identifier: MIT
// Memory for areas and descriptors: whole pages between two inaccessible pages, so that a write outside
// faults at once.
#ifndef RCT_MEMORY_H_
#define RCT_MEMORY_H_

#include <sys/mman.h>

#include <cstddef>
#include <cstdint>
#include <new>
#include <string>

namespace rct {

std::size_t PageSize();

enum class Sharing { kPrivate, kShared };  // kShared: parent and forked children see the same

// Zeroed pages, readable and writable, unmapped with the object. Throws Broken if the kernel refuses them.
class Mapping {
 public:
  explicit Mapping(std::size_t pages = 1, Sharing sharing = Sharing::kPrivate);
  ~Mapping();
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;

  std::byte* begin() const { return begin_; }
  std::byte* end() const { return begin_ + size_; }
  std::size_t size() const { return size_; }
  template <typename T>
  T* As(std::size_t offset = 0) const {
    return reinterpret_cast<T*>(begin_ + offset);
  }

  // Ways to damage the memory: change its protection (PROT_…), unmap it, or drop its content (MADV_DONTNEED).
  // A page count limits each to the first pages. Each throws Broken if it fails.
  void Protect(int protection, std::size_t pages = ~std::size_t{0});
  void Unmap(std::size_t pages = ~std::size_t{0});
  void Discard();

 private:
  std::size_t Bytes(std::size_t pages) const;

  std::byte* begin_;
  std::size_t size_;
  std::size_t hole_ = 0;  // bytes at the beginning that Unmap gave away; others may use them now
};

// A mapping as /proc/self/maps lists it.
struct MappedFile {
  std::uintptr_t begin = 0, end = 0;
  std::uint64_t offset = 0;  // offset in the file of the byte at `begin`
  std::string path;          // of the file; or a name such as "[vdso]"
};
MappedFile MappedAt(std::uintptr_t address);  // throws Broken if nothing is mapped there

// A value that a child and its parent share.
template <typename T>
class Shared {
 public:
  Shared() : page_(1 + sizeof(T) / 4096, Sharing::kShared), value_(new(page_.begin()) T{}) {}
  T& operator*() const { return *value_; }
  T* operator->() const { return value_; }

 private:
  Mapping page_;
  T* value_;
};

}  // namespace rct

#endif  // RCT_MEMORY_H_
