// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, EveryBitOfTheSignatureCounts) {
  VERIFIES("descriptor.signature-exact");
  const auto ending = [&](std::uint32_t registered, std::ptrdiff_t shift) {
    return InChild([&] {
      Registration mine(mode, registered);
      Section section(TrapSections()[2]);
      section.descriptor().abort_ip += static_cast<std::uint64_t>(shift);
      EXPECT_THAT(Trap(section, mine.area()), Aborts());
    });
  };

  for (const std::uint32_t wrong : {kSignature ^ 1, kSignature ^ 0x80000000u, kSignature ^ 0xff00u,
                                    __builtin_bswap32(kSignature), kSignature & 0xffff}) {
    SCOPED_TRACE(testing::Message() << "registered 0x" << std::hex << wrong);
    EXPECT_THAT(ending(wrong, 0), DiesOf(SIGSEGV));
  }
  EXPECT_THAT(ending(kSignature, -1), DiesOf(SIGSEGV)) << "the abort address one byte early";
  EXPECT_THAT(ending(kSignature, 1), DiesOf(SIGSEGV)) << "the abort address one byte late";

  // Control: the exact signature is accepted.
  CONTROL("abort.on-trap", ending(kSignature, 0), Survives());
}

}  // namespace
}  // namespace rct
