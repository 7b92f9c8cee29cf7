// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, MayLieAtAnyAddress) {
  VERIFIES("descriptor.any-alignment");
  Registration mine(mode);
  Mapping page;

  for (const std::size_t offset : {1, 2, 3, 4, 7}) {
    SCOPED_TRACE(testing::Message() << "descriptor at 32 * n + " << offset);
    Section section(TrapSections()[2]);
    const auto place = [&] {
      std::memcpy(page.begin() + offset, &section.descriptor(), sizeof(Descriptor));
      section.ArmWith(reinterpret_cast<std::uintptr_t>(page.begin() + offset));
    };
    place();
    EXPECT_THAT(Trap(section, mine.area()), Aborts());

    // Control: what is read is this descriptor; emptied, it contains nothing.
    section.descriptor().post_commit_offset = 0;
    place();
    EXPECT_THAT(Trap(section, mine.area()), Completes());
  }
}

}  // namespace
}  // namespace rct
