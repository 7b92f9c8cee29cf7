// SPDX-License-Identifier: MIT
// Pages that are particular about where they are, or when.
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

// One zeroed page, the highest free one that ends at `limit` or below: PageBelow(UserLimit()) is the last
// page of the address space, unless the stack has it. Throws Broken where there is none.
class PageBelow {
 public:
  explicit PageBelow(std::uintptr_t limit);

  std::byte* begin() const { return page_.begin(); }

 private:
  Region page_;
};

// What a LatePage is late for.
enum class Fault {
  kMissing,  // every access: it is missing
  kWrite,    // writing: it is there, and write-protected from Protect() on
};

// T8: a page that is not as it should be until a thread of its own, told by userfaultfd(2) that somebody
// needs it, provides it, zeroed, or makes it writable. Whoever touches it first waits, in the kernel or out
// of it. Skips where "userfaultfd" is absent, or "userfaultfd-write-protection".
class LatePage {
 public:
  // `meanwhile` is called by the page's thread while the one that touched it waits. It must not throw.
  explicit LatePage(Fault fault = Fault::kMissing, std::function<void()> meanwhile = nullptr);
  ~LatePage();
  LatePage(const LatePage&) = delete;
  LatePage& operator=(const LatePage&) = delete;

  std::byte* begin() const { return page_.begin(); }
  void Protect();
  // Whether somebody has waited for it; known as soon as it is there.
  bool asked_for() const { return asked_for_; }

 private:
  void Serve();
  bool SetWriteProtection(bool on) const;

  Fault fault_;
  const std::function<void()> meanwhile_;
  Region page_;
  File faults_;  // the userfaultfd
  File end_;     // an eventfd: no longer needed
  std::atomic<bool> asked_for_{false};
  Thread thread_;
};

// A huge page, zeroed, which is reserved for this where none is. Skips without "huge-pages".
class HugePage {
 public:
  HugePage();

  std::byte* begin() const { return page_.begin(); }

 private:
  std::optional<Setting> reserved_;
  Region page_;
};

// Merging equal pages (KSM), switched on for the whole machine for as long as the object lives. Skips without
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

// /proc/<pid>/pagemap, of the caller's process or of another one. It stays open, because up to 6.18 the
// kernel may write the ids of a thread that closes a file.
class PageMap {
 public:
  explicit PageMap(pid_t process = getpid());

  // Whether the page is there, so that an access finds it without a fault.
  bool Has(const void* address) const { return Entry(address) >> 63 != 0; }
  // Whether the two pages are there, and are one. Only root is told.
  bool AreOne(const void* address, const void* other) const;

 private:
  std::uint64_t Entry(const void* address) const;

  File file_;
};

}  // namespace rct

#endif  // RCT_PAGE_H_
