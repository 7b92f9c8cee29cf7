// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Register, NothingAroundTheFieldsIsWritten) {
  VERIFIES("register.nothing-else-written");
  constexpr std::size_t kBefore = 2048;
  const std::size_t fields = mode == Mode::kBytes32 ? kOriginalSize : LengthOf(mode);  // all of its fields
  const KeepAffinity keep;
  Pin(AllowedCpus().front());
  Mapping page;
  std::memset(page.begin(), 0xa5, page.size());
  std::memset(page.begin() + kBefore, 0, fields);
  Area* area = page.As<Area>(kBefore);
  const std::uint32_t length =
      mode == Mode::kBytes32 ? kOriginalSize : 1024;  // room for fields of later kernels

  ASSERT_CONTROL("register.valid-area", Rseq(area, length, 0, kSignature), Succeeds());
  for (const int cpu : AllowedCpus()) Pin(cpu);
  // Control: the kernel keeps the fields current.
  CONTROL("identity.cpu-id-current", *area, IsCurrent());
  Rival().Preempt();
  BlockOnce();
  Section section(TrapSections()[1]);
  Trap(section, area);
  ASSERT_CONTROL("unregister.matching-call", Rseq(area, length, kUnregister, kSignature), Succeeds());

  for (std::size_t at = 0; at < page.size(); ++at) {
    if (at == kBefore) at += fields;
    EXPECT_EQ(page.begin()[at], std::byte{0xa5})
        << "at byte " << static_cast<long>(at) - long{kBefore} << " of the area";
  }
}

}  // namespace
}  // namespace rct
