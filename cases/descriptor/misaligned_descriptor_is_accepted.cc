// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, MayLieAtAnyAddress) {
  VERIFIES("descriptor.any-alignment");
  Mapping page;
  const auto place = [&](Section& section, std::size_t offset) {
    std::memcpy(page.begin() + offset, &section.descriptor(), sizeof(Descriptor));
    section.ArmWith(reinterpret_cast<std::uintptr_t>(page.begin() + offset));
  };
  const auto aborted = [](const TrapPassage& passage) { EXPECT_THAT(passage, Aborts()); };
  const auto completed = [](const TrapPassage& passage) { EXPECT_THAT(passage, Completes()); };
  const SectionCode& code = TrapSections()[2];

  for (const std::size_t offset : {1, 2, 3, 4, 7}) {
    SCOPED_TRACE(testing::Message() << "descriptor at 32 * n + " << offset);
    EXPECT_THAT(
        TrapInChild(mode, code, [&](Section& section) { place(section, offset); }, aborted), Survives());
    // Control: the kernel reads this descriptor. With an empty range, the section is not aborted.
    const auto place_empty = [&](Section& section) {
      section.descriptor().post_commit_offset = 0;
      place(section, offset);
    };
    CONTROL("descriptor.empty-range", TrapInChild(mode, code, place_empty, completed), Survives());
  }
  // Control: a descriptor with the alignment that a compiler gives it works.
  CONTROL("abort.on-trap",
          TrapInChild(mode, code, [&](Section& section) { place(section, 0); }, aborted), Survives());
}

}  // namespace
}  // namespace rct
