// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Descriptor, DescriptorMayLieInTheRegisteredAreaBehindTheFields) {
  VERIFIES("descriptor.inside-the-area");
  Needs("extended-area");
  constexpr std::uint32_t kLength = 256;
  AreaMemory memory(Mode::kExtended);
  ASSERT_THAT(Rseq(memory.get(), kLength, 0, kSignature), Succeeds());
  for (int slot = 0; slot < RCT_SLOTS; ++slot) {
    for (const std::uint32_t at : {128u, 160u, kLength - 32u, kLength}) {  // control: the last is behind it
      SCOPED_TRACE("slot " + std::to_string(slot) + ", descriptor at " + std::to_string(at));
      Section section(TrapSections()[slot]);
      const Descriptor before = section.descriptor();
      section.PlaceDescriptor(memory.page().begin() + at);
      EXPECT_THAT(Trap(section, memory.get()), Aborts());
      EXPECT_EQ(std::memcmp(&before, memory.page().begin() + at, sizeof before), 0) << "it was written to";
    }
  }
  EXPECT_THAT(Rseq(memory.get(), kLength, kUnregister, kSignature), Succeeds());
}

}  // namespace
}  // namespace rct
