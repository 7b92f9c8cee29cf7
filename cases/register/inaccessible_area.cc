// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

// This runs in a child, because a kernel that does not access the memory first kills the caller when the call
// returns.
Ending Try(void* area, std::uint32_t length, const testing::Matcher<const SyscallResult&>& outcome) {
  return InChild([&] { EXPECT_THAT(Rseq(area, length, 0, kSignature), outcome); });
}

TEST_MODES(Register, AreaWithoutAccessibleMemoryIsRefused) {
  VERIFIES("register.inaccessible-area");
  const std::uint32_t length = LengthOf(mode);
  const int file = memfd_create("area", MFD_CLOEXEC);
  void* beyond_end = mmap(nullptr, PageSize(), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  RequireCall(beyond_end != MAP_FAILED, "mmap of an empty file");
  Mapping forbidden, unmapped;
  forbidden.Protect(PROT_NONE);
  unmapped.Unmap();

  EXPECT_THAT(Try(nullptr, length, FailsWith(EFAULT)), Survives()) << "no address at all";
  EXPECT_THAT(Try(unmapped.begin(), length, FailsWith(EFAULT)), Survives()) << "no mapping";
  EXPECT_THAT(Try(forbidden.begin(), length, FailsWith(EFAULT)), Survives()) << "no access";
  EXPECT_THAT(Try(beyond_end, length, FailsWith(EFAULT)), Survives())
      << "a mapping beyond the end of its file";

  // Control: with memory behind the addresses, the same calls succeed.
  forbidden.Protect(PROT_READ | PROT_WRITE);
  RequireCall(ftruncate(file, static_cast<off_t>(PageSize())) == 0, "ftruncate");
  CONTROL("register.valid-area", Try(forbidden.begin(), length, Succeeds()), Survives());
  CONTROL("register.valid-area", Try(beyond_end, length, Succeeds()), Survives());
  munmap(beyond_end, PageSize());
  close(file);
}

}  // namespace
}  // namespace rct
