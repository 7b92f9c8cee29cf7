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

#include <cstdlib>
#include <fstream>
#include <string>
#include <utility>

#include "map_huge_page.h"
#include "rct/memory.h"
#include "rct/uninterrupted.h"
#include "rct/verdict.h"

namespace rct {

PageBelow::PageBelow(std::uintptr_t limit) {
  constexpr int kNoReplace = 0x100000;  // MAP_FIXED_NOREPLACE, since 4.17
  constexpr int kPatience = 4096;       // pages that may be taken: the size of a stack
  const int flags = MAP_PRIVATE | MAP_ANONYMOUS | kNoReplace;
  for (int below = 1; below <= kPatience; ++below) {
    void* const where = reinterpret_cast<void*>(limit - static_cast<std::size_t>(below) * PageSize());
    void* const mapped = mmap(where, PageSize(), PROT_READ | PROT_WRITE, flags, -1, 0);
    page_ = Region(mapped, PageSize());
    if (page_ && mapped == where) return;
  }
  throw Broken("no free page where one was wanted");
}

LatePage::LatePage(Fault fault, std::function<void()> meanwhile)
    : fault_(fault), meanwhile_(std::move(meanwhile)) {
  Needs(fault == Fault::kMissing ? "userfaultfd" : "userfaultfd-write-protection");
  faults_ = File(syscall(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK));  // poll(2) needs O_NONBLOCK
  RequireCall(static_cast<bool>(faults_), "userfaultfd");
  end_ = File(eventfd(0, EFD_CLOEXEC));
  RequireCall(static_cast<bool>(end_), "eventfd");
  uffdio_api api{};
  api.api = UFFD_API;
  RequireCall(ioctl(faults_.get(), UFFDIO_API, &api) == 0, "ioctl(UFFDIO_API)");
  constexpr int kFlags = MAP_PRIVATE | MAP_ANONYMOUS;
  page_ = Region(mmap(nullptr, PageSize(), PROT_READ | PROT_WRITE, kFlags, -1, 0), PageSize());
  RequireCall(static_cast<bool>(page_), "mmap");
  uffdio_register range{};
  range.range = {reinterpret_cast<std::uintptr_t>(begin()), PageSize()};
  range.mode = fault == Fault::kMissing ? UFFDIO_REGISTER_MODE_MISSING : UFFDIO_REGISTER_MODE_WP;
  RequireCall(ioctl(faults_.get(), UFFDIO_REGISTER, &range) == 0, "ioctl(UFFDIO_REGISTER)");
  if (fault == Fault::kWrite) *begin() = {};  // only a present page can be protected
  thread_ = Thread([this] { Serve(); });
}

bool LatePage::SetWriteProtection(bool on) const {
  uffdio_writeprotect page{};
  page.range = {reinterpret_cast<std::uintptr_t>(begin()), PageSize()};
  page.mode = on ? UFFDIO_WRITEPROTECT_MODE_WP : 0;
  return ioctl(faults_.get(), UFFDIO_WRITEPROTECT, &page) == 0;
}

void LatePage::Protect() { RequireCall(SetWriteProtection(true), "ioctl(UFFDIO_WRITEPROTECT)"); }

void LatePage::Serve() {
  pollfd sources[] = {{faults_.get(), POLLIN, 0}, {end_.get(), POLLIN, 0}};
  Uninterrupted([&] { return poll(sources, 2, -1); });  // returns at the latest when the page is destroyed
  uffd_msg message{};
  uffdio_zeropage page{};
  page.range = {reinterpret_cast<std::uintptr_t>(begin()), PageSize()};
  if (read(faults_.get(), &message, sizeof message) == sizeof message &&
      message.event == UFFD_EVENT_PAGEFAULT) {
    asked_for_ = true;
    if (meanwhile_) meanwhile_();
    if (fault_ == Fault::kMissing)
      ioctl(faults_.get(), UFFDIO_ZEROPAGE, &page);
    else
      SetWriteProtection(false);
  }
  ioctl(faults_.get(), UFFDIO_UNREGISTER, &page.range);  // whatever went wrong, wake all waiting threads
}

LatePage::~LatePage() {
  eventfd_write(end_.get(), 1);
  thread_.Finish();
}

HugePage::HugePage() {
  Needs("huge-pages");
  if (getenv("RSEQCT_OWN_MACHINE") != nullptr) {  // elsewhere a huge page is free already
    reserved_.emplace("/proc/sys/vm/nr_hugepages");
    if (std::stol(reserved_->was()) < 2) reserved_->Set("2");
  }
  std::size_t size = 0;
  std::ifstream sizes("/proc/meminfo");
  for (std::string line; std::getline(sizes, line);)
    if (line.starts_with("Hugepagesize:")) size = std::stoul(line.substr(13)) * 1024;
  page_ = Region(MapHugePage(size), size);
  RequireCall(static_cast<bool>(page_), "mmap(MAP_HUGETLB)");
}

PageMerging::PageMerging() {
  Needs("page-merging");
  // Since 6.7 a page without an equal is skipped in seven of eight scans. Two pages that are skipped in
  // different scans are never compared.
  constexpr char kSmartScan[] = "/sys/kernel/mm/ksm/smart_scan";
  if (access(kSmartScan, F_OK) == 0) smart_scan_.emplace(kSmartScan).Set("0");
  run_.emplace("/sys/kernel/mm/ksm/run").Set("1");
}

PageMerging::~PageMerging() {
  std::ofstream("/sys/kernel/mm/ksm/run") << 2;  // unmerges all pages
}

PageMap::PageMap(pid_t process)
    : file_(open(("/proc/" + std::to_string(process) + "/pagemap").c_str(), O_RDONLY | O_CLOEXEC)) {
  RequireCall(static_cast<bool>(file_), "opening the pagemap of a process");
}

bool PageMap::AreOne(const void* address, const void* other) const {
  constexpr std::uint64_t kFrame = (std::uint64_t{1} << 55) - 1;  // 0 unless the reader is root
  const std::uint64_t frame = Entry(address) & kFrame;
  return Has(address) && Has(other) && frame != 0 && frame == (Entry(other) & kFrame);
}

std::uint64_t PageMap::Entry(const void* address) const {
  std::uint64_t entry = 0;
  const auto index = static_cast<off64_t>(reinterpret_cast<std::uintptr_t>(address) / PageSize());
  RequireCall(pread64(file_.get(), &entry, sizeof entry, index * 8) == sizeof entry,
              "reading the pagemap of a process");
  return entry;
}

}  // namespace rct
