// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, UnmappedDescriptorKills) {
  VERIFIES("descriptor.readable");
  const SectionCode& code = TrapSections()[2];
  Mapping page;
  const auto move = [&](Section& section) {
    *page.As<Descriptor>() = section.descriptor();
    section.ArmWith(reinterpret_cast<std::uintptr_t>(page.begin()));
  };

  EXPECT_THAT(TrapInChild(mode, code,
                          [&](Section& section) {
                            move(section);
                            page.Unmap();
                          }),
              DiesOf(SIGSEGV));

  // Control: if its page stays mapped, the same descriptor works.
  const auto aborted = [](const TrapPassage& passage) { EXPECT_THAT(passage, Aborts()); };
  CONTROL("abort.on-trap", TrapInChild(mode, code, move, aborted), Survives());
}

}  // namespace
}  // namespace rct
