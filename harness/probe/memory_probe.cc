// SPDX-License-Identifier: MIT
#include "memory_probe.h"

#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <string_view>

#include "feature_probe.h"
#include "map_huge_page.h"
#include "open_userfaultfd.h"
#include "rct/abi.h"
#include "rct/collapse.h"
#include "rct/file.h"
#include "rct/region.h"

namespace rct::memory_probe {

// For faults of the kernel's own accesses, which need a privilege.
std::string Userfaultfd() {
  if (File(syscall(SYS_userfaultfd, O_CLOEXEC))) return "";
  return errno == EPERM ? "userfaultfd is not permitted" : "userfaultfd is refused";
}

// Tests an actual write: up to 5.13 UFFDIO_API reports write protection on every architecture.
std::string UserfaultfdWriteProtection() {
  std::string missing = Userfaultfd();
  if (!missing.empty()) return missing;
  const File file(syscall(SYS_userfaultfd, O_CLOEXEC));
  uffdio_api api{UFFD_API, UFFD_FEATURE_SIGBUS, 0};  // a write fails instead of waiting
  const auto size = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  constexpr int kFlags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE;
  const Region page(mmap(nullptr, size, PROT_READ | PROT_WRITE, kFlags, -1, 0), size);
  const uffdio_range range{reinterpret_cast<std::uintptr_t>(page.begin()), size};
  uffdio_register watch{range, UFFDIO_REGISTER_MODE_WP, 0};
  uffdio_writeprotect protect{range, UFFDIO_WRITEPROTECT_MODE_WP};
  const File zeros(open("/dev/zero", O_RDONLY | O_CLOEXEC));
  const bool stopped =
      page && ioctl(file.get(), UFFDIO_API, &api) == 0 && ioctl(file.get(), UFFDIO_REGISTER, &watch) == 0 &&
      ioctl(file.get(), UFFDIO_WRITEPROTECT, &protect) == 0 && read(zeros.get(), page.begin(), 1) == -1;
  return stopped ? "" : "userfaultfd cannot protect from writing";
}

std::string UserModeFaults() {
  return File(OpenUserModeFaults()) ? "" : "userfaultfd(UFFD_USER_MODE_ONLY) is refused";
}

// Tagged addresses are enabled per thread; the probe restores the setting.
std::string TaggedAddresses() {
  constexpr int kSet = 55, kGet = 56;  // PR_SET_TAGGED_ADDR_CTRL, PR_GET_TAGGED_ADDR_CTRL
  const int before = prctl(kGet, 0, 0, 0, 0);
  if (before == -1 || prctl(kSet, 1, 0, 0, 0) == -1) return "PR_SET_TAGGED_ADDR_CTRL is refused";
  prctl(kSet, before, 0, 0, 0);
  return "";
}

// Frees the key again at once.
std::string ProtectionKeys() {
  const long key = syscall(SYS_pkey_alloc, 0, 0);
  if (key == -1) return errno == ENOSPC ? "the CPU has none, or all are taken" : "pkey_alloc(2) is refused";
  syscall(SYS_pkey_free, key);
  return "";
}

// Checks that an execute-only page cannot be read, even by the kernel for the thread.
std::string ExecuteOnlyMemory() {
  int ends[2] = {-1, -1};
  const auto size = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  const Region page(mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), size);
  if (!page || pipe(ends) == -1) return "mmap or pipe failed";
  const File reader(ends[0]), writer(ends[1]);
  *page.begin() = std::byte{1};  // makes it present: else the kernel consults its own tables
  mprotect(page.begin(), size, PROT_EXEC);
  const bool readable = write(writer.get(), page.begin(), 1) == 1;
  return readable ? "the CPU lets memory be read that may only be executed" : "";
}

std::string BranchTargetIdentification() {
  constexpr int kGuarded = 0x10;  // PROT_BTI
  const auto size = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  const Region page(mmap(nullptr, size, PROT_READ | kGuarded, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), size);
  return page && RCT_ABI == std::string_view("aarch64") ? "" : "PROT_BTI is refused";
}

std::string PageMerging() {
  std::string missing = OwnMachine();
  if (!missing.empty()) return missing;
  return access("/sys/kernel/mm/ksm/run", W_OK) == 0 ? "" : "/sys/kernel/mm/ksm is absent";
}

std::string PageCollapse() { return Collapsible().Collapse() ? "" : "MADV_COLLAPSE is refused"; }

// A reserved huge page, or a machine on which one may be reserved.
std::string HugePages() {
  constexpr std::size_t kSize = std::size_t{1} << 21;
  if (Region(MapHugePage(kSize), kSize)) return "";
  if (!OwnMachine().empty()) return "no huge page is reserved";
  return access("/proc/sys/vm/nr_hugepages", W_OK) == 0 ? "" : "there are no huge pages";
}

}  // namespace rct::memory_probe
