// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Register, LengthMayReachBeyondTheMemoryBehindTheFields) {
  VERIFIES("register.only-fields-need-memory");
  Needs("extended-area");
  const KeepAffinity keep;
  Pin(AllowedCpus().back());  // the ids of the last CPU are rarely zero, unlike fresh memory
  {
    // Control: in ordinary memory, the ids are filled in.
    const Registration plain(Mode::kExtended);
    ASSERT_CONTROL("register.ids-are-current", *plain.area(), IsCurrent());
  }
  const std::size_t align = getauxval(kAuxAlign);
  ASSERT_CONTROL("auxv.present", align, testing::Gt(0u));
  const std::size_t fields = (getauxval(kAuxFeatureSize) + align - 1) / align * align;
  Mapping page;
  Area* area = page.As<Area>(page.size() - fields);  // an inaccessible page follows

  for (const std::uint32_t length : {4096u, 1u << 20}) {
    ASSERT_THAT(Rseq(area, length, 0, kSignature), Succeeds());
    BlockOnce();
    EXPECT_THAT(*area, IsCurrent());
    // Control: the kernel recorded the whole length, so a shorter one does not match.
    CONTROL("unregister.different-length",
            Rseq(area, static_cast<std::uint32_t>(fields), kUnregister, kSignature), FailsWith(EINVAL));
    CONTROL("unregister.matching-call", Rseq(area, length, kUnregister, kSignature), Succeeds());
  }
}

}  // namespace
}  // namespace rct
