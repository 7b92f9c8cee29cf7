// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

LIBC_REGISTERS;

TEST(Libc, TheSizeThatLibcTellsIsNoMoreThanTheKernelHasAndLibcRegistered) {
  VERIFIES("libc.size");
  const LibcRseq libc = Libc();
  const auto feature_size = static_cast<std::uint32_t>(getauxval(kAuxFeatureSize));
  const std::uint32_t length = LibcLength();
  EXPECT_GE(libc.size, offsetof(Area, node_id)) << "the fields that every kernel has";
  EXPECT_LE(libc.size, length);
  EXPECT_LE(libc.size, std::max(feature_size, kOriginalSize));
  EXPECT_EQ(libc.flags, 0u);
  const std::uintptr_t alignment = length == kOriginalSize ? kOriginalSize : getauxval(kAuxAlign);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(libc.area) % alignment, 0u);

  // Control: only this length matches libc's registration.
  CONTROL("reregister.different-length", Rseq(libc.area, length + 64, 0, kSignature), FailsWith(EINVAL));
  CONTROL("reregister.same-arguments", Rseq(libc.area, length, 0, kSignature), FailsWith(EBUSY));
}

}  // namespace
}  // namespace rct
