// SPDX-License-Identifier: MIT
// Pages with special properties: at the end of user space, provided late, huge, merged.
#ifndef RCT_PAGE_H_
#define RCT_PAGE_H_

#include <sys/types.h>
#include <unistd.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>

#include "rct/file.h"
#include "rct/region.h"
#include "rct/setting.h"
#include "rct/thread.h"

namespace rct {

// One zeroed page, the highest free one that ends at `limit` or below. PageBelow(UserLimit()) is the last
// page of the address space, unless the stack occupies it. Throws Broken if there is none.
class PageBelow {
 public:
  explicit PageBelow(std::uintptr_t limit);

  std::byte* begin() const { return page_.begin(); }

 private:
  Region page_;
};

// Which accesses to a LatePage wait.
enum class Fault {
  kMissing,  // every access: the page is missing
  kWrite,    // writes: the page is present, but write-protected after Protect()
};

// T8: a page that is missing or write-protected until somebody needs it. Its own thread then learns of the
// fault by userfaultfd(2) and provides a zeroed page or makes it writable. The first access waits, whether it
// comes from user mode or the kernel. Skips without "userfaultfd", or "userfaultfd-write-protection".
class LatePage {
 public:
  // The page's thread calls `meanwhile` while the accessing thread waits. It must not throw.
  explicit LatePage(Fault fault = Fault::kMissing, std::function<void()> meanwhile = nullptr);
  ~LatePage();
  LatePage(const LatePage&) = delete;
  LatePage& operator=(const LatePage&) = delete;

  std::byte* begin() const { return page_.begin(); }
  void Protect();
  // True if a thread has waited for the page; set before the page becomes available.
  bool asked_for() const { return asked_for_; }

 private:
  void Serve();
  bool SetWriteProtection(bool on) const;

  Fault fault_;
  const std::function<void()> meanwhile_;
  Region page_;
  File faults_;  // the userfaultfd
  File end_;     // an eventfd that ends the page's thread
  std::atomic<bool> asked_for_{false};
  Thread thread_;
};

// A zeroed huge page. Reserves one if none is free. Skips without "huge-pages".
class HugePage {
 public:
  HugePage();

  std::byte* begin() const { return page_.begin(); }

 private:
  std::optional<Setting> reserved_;
  Region page_;
};

// Enables the merging of equal pages (KSM) for the whole machine while the object lives. Skips without
// "page-merging".
class PageMerging {
 public:
  PageMerging();
  ~PageMerging();
  PageMerging(const PageMerging&) = delete;
  PageMerging& operator=(const PageMerging&) = delete;

 private:
  std::optional<Setting> smart_scan_, run_;
};

// /proc/<pid>/pagemap of the caller's or another process. It stays open, because up to 6.18 the kernel may
// write the ids of a thread that closes a file.
class PageMap {
 public:
  explicit PageMap(pid_t process = getpid());

  // True if the page is present, so that an access does not fault.
  bool Has(const void* address) const { return Entry(address) >> 63 != 0; }
  // True if both pages are present and are the same physical page. Needs root.
  bool AreOne(const void* address, const void* other) const;

 private:
  std::uint64_t Entry(const void* address) const;

  File file_;
};

}  // namespace rct

#endif  // RCT_PAGE_H_
