// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

constexpr int kSetTaggedAddresses = 55;  // PR_SET_TAGGED_ADDR_CTRL, since 5.4

TEST_MODES(Arch, TaggedAddressOfADescriptorKills) {
  VERIFIES("arch.tagged-descriptor-kills");
  Needs("tagged-addresses");
  const auto ending = [&](std::uintptr_t tag, bool enable) {
    return InChild([&] {
      if (enable)
        RequireCall(prctl(kSetTaggedAddresses, 1L, 0L, 0L, 0L) == 0, "prctl(PR_SET_TAGGED_ADDR_CTRL)");
      Registration mine(mode);
      Section section(TrapSections()[2]);
      section.ArmWith(reinterpret_cast<std::uintptr_t>(&section.descriptor()) | tag << 56);
      EXPECT_THAT(Trap(section, mine.area()), Aborts());
    });
  };
  for (const std::uintptr_t tag : {1u, 0x2au, 0x7fu}) {
    SCOPED_TRACE(tag);
    EXPECT_THAT(ending(tag, false), DiesOf(SIGSEGV));
    EXPECT_THAT(ending(tag, true), DiesOf(SIGSEGV)) << "though the thread enabled tagged addresses";
  }
  // Control: the same descriptor is accepted without a tag.
  CONTROL("abort.on-trap", ending(0, false), Survives());
  CONTROL("abort.on-trap", ending(0, true), Survives());
}

}  // namespace
}  // namespace rct
