// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, FlagsAreIgnored) {
  VERIFIES("descriptor.flags-ignored");
  const SectionCode& code = TrapSections()[2];

  for (const std::uint32_t flags : {0u, 1u, 2u, 4u, 3u, 7u, 8u, 0x80000000u, ~0u}) {  // 0 is the control
    SCOPED_TRACE(testing::Message() << "flags 0x" << std::hex << flags);
    const auto spoil = [&](Section& section) { section.descriptor().flags = flags; };
    EXPECT_THAT(TrapInChild(mode, code, spoil, [](auto& passage) { EXPECT_THAT(passage, Aborts()); }),
                Survives());
  }
}

}  // namespace
}  // namespace rct
