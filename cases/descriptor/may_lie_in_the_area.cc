// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Descriptor, DescriptorMayLieInTheRegisteredAreaBehindTheFields) {
  VERIFIES("descriptor.inside-the-area");
  Needs("extended-area");
  constexpr std::uint32_t kLength = 256;
  // Traps at every slot, with the descriptor at this offset from the start of the area.
  const auto ending = [&](std::uint32_t at) {
    return InChild([&] {
      AreaMemory memory(Mode::kExtended);
      ASSERT_CONTROL("auxv.smallest-length", Rseq(memory.get(), kLength, 0, kSignature), Succeeds());
      for (int slot = 0; slot < RCT_SLOTS; ++slot) {
        SCOPED_TRACE("slot " + std::to_string(slot));
        Section section(TrapSections()[slot]);
        const Descriptor before = section.descriptor();
        section.PlaceDescriptor(memory.page().begin() + at);
        EXPECT_THAT(Trap(section, memory.get()), Aborts());
        EXPECT_EQ(std::memcmp(&before, memory.page().begin() + at, sizeof before), 0) << "it was written to";
      }
      CONTROL("unregister.matching-call", Rseq(memory.get(), kLength, kUnregister, kSignature), Succeeds());
    });
  };

  for (const std::uint32_t at : {128u, 160u, kLength - 32u}) {
    SCOPED_TRACE("descriptor at " + std::to_string(at));
    EXPECT_THAT(ending(at), Survives());
  }
  // Control: a descriptor right behind the area works.
  CONTROL("abort.on-trap", ending(kLength), Survives());
}

}  // namespace
}  // namespace rct
