// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, NeedsNoMoreAlignmentThanItsFields) {
  VERIFIES("descriptor.field-alignment");
  Registration mine(mode);
  Mapping page;

  for (const std::size_t offset : {0, 8, 16, 24}) {  // 0 is the control: what a compiler would give it
    SCOPED_TRACE(testing::Message() << "descriptor at 32 * n + " << offset);
    Section section(TrapSections()[2]);
    section.PlaceDescriptor(page.begin() + offset);
    EXPECT_THAT(Trap(section, mine.area()), Aborts());

    // Control: what is read is this descriptor; emptied, it contains nothing.
    section.descriptor().post_commit_offset = 0;
    EXPECT_THAT(Trap(section, mine.area()), Completes());
  }
}

}  // namespace
}  // namespace rct
