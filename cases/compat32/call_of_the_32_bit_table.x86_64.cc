// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Compat32, A64BitThreadRegistersByTheCallOf32BitPrograms) {
  VERIFIES("compat32.other-call-table");
  Needs("other-call-table");
  const KeepAffinity keep;
  const std::uint32_t length = LengthOf(mode);
  void* const low = mmap(reinterpret_cast<void*>(0x20000000), PageSize(), PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
  RequireCall(low != MAP_FAILED, "mmap of low memory");
  // The 32-bit call takes 32-bit arguments, so the area is in low memory.
  auto* const area = static_cast<Area*>(low);

  EXPECT_THAT(RseqOfOtherTable(area, length, 0, kSignature), Succeeds());
  EXPECT_THAT(Rseq(area, length, 0, kSignature), FailsWith(EBUSY));
  for (const int cpu : AllowedCpus()) {
    Pin(cpu);
    EXPECT_THAT(*area, IsCurrent());
  }
  Section section(TrapSections()[2]);
  EXPECT_THAT(Trap(section, area), Aborts());
  EXPECT_THAT(Rseq(area, length, kUnregister, ~kSignature), FailsWith(EPERM));
  EXPECT_THAT(Rseq(area, length, kUnregister, kSignature), Succeeds());
  EXPECT_THAT(RseqOfOtherTable(area, length, kUnregister, kSignature), FailsWith(EINVAL));
  // Control: a registration by the native call works in the same area.
  CONTROL("reregister.after-unregister", Rseq(area, length, 0, kSignature), Succeeds());
  CONTROL("abort.on-trap", Trap(section, area), Aborts());
  EXPECT_THAT(RseqOfOtherTable(area, length, kUnregister, kSignature), Succeeds());
  munmap(low, PageSize());
}

}  // namespace
}  // namespace rct
