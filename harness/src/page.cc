// SPDX-License-Identifier: MIT
#include "rct/page.h"

#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "rct/memory.h"
#include "rct/verdict.h"

namespace rct {

PageBelow::PageBelow(std::uintptr_t limit) : begin_(nullptr) {
  constexpr int kNoReplace = 0x100000;  // MAP_FIXED_NOREPLACE, since 4.17
  constexpr int kPatience = 4096;       // pages that may be taken: a stack's worth
  const int flags = MAP_PRIVATE | MAP_ANONYMOUS | kNoReplace;
  for (int below = 1; below <= kPatience; ++below) {
    void* const where = reinterpret_cast<void*>(limit - static_cast<std::size_t>(below) * PageSize());
    void* const mapped = mmap(where, PageSize(), PROT_READ | PROT_WRITE, flags, -1, 0);
    if (mapped == MAP_FAILED) continue;
    begin_ = static_cast<std::byte*>(mapped);
    if (mapped == where) return;
    munmap(mapped, PageSize());
  }
  throw Broken("no free page where one was wanted");
}

PageBelow::~PageBelow() { munmap(begin_, PageSize()); }

LatePage::LatePage() {
  Needs("userfaultfd");
  faults_ = static_cast<int>(syscall(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK));  // or poll(2) refuses it
  Require(faults_ != -1, "userfaultfd");
  end_ = eventfd(0, EFD_CLOEXEC);
  Require(end_ != -1, "eventfd");
  uffdio_api api{};
  api.api = UFFD_API;
  Require(ioctl(faults_, UFFDIO_API, &api) == 0, "ioctl(UFFDIO_API)");
  void* const page = mmap(nullptr, PageSize(), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  Require(page != MAP_FAILED, "mmap");
  begin_ = static_cast<std::byte*>(page);
  uffdio_register range{};
  range.range = {reinterpret_cast<std::uintptr_t>(page), PageSize()};
  range.mode = UFFDIO_REGISTER_MODE_MISSING;
  Require(ioctl(faults_, UFFDIO_REGISTER, &range) == 0, "ioctl(UFFDIO_REGISTER)");
  thread_ = std::thread([this] { Serve(); });
}

void LatePage::Serve() {
  pollfd sources[] = {{faults_, POLLIN, 0}, {end_, POLLIN, 0}};
  poll(sources, 2, -1);  // ends with the page's life at the latest
  uffd_msg message{};
  uffdio_zeropage page{};
  page.range = {reinterpret_cast<std::uintptr_t>(begin_), PageSize()};
  if (read(faults_, &message, sizeof message) == sizeof message && message.event == UFFD_EVENT_PAGEFAULT) {
    asked_for_ = true;
    ioctl(faults_, UFFDIO_ZEROPAGE, &page);
  }
  ioctl(faults_, UFFDIO_UNREGISTER, &page.range);  // whatever went wrong, nobody waits any longer
}

LatePage::~LatePage() {
  if (thread_.joinable()) {
    eventfd_write(end_, 1);
    thread_.join();
  }
  if (begin_ != nullptr) munmap(begin_, PageSize());
  if (faults_ != -1) close(faults_);
  if (end_ != -1) close(end_);
}

}  // namespace rct
