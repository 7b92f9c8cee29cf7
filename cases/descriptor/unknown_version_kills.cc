// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, UnknownVersionKillsInsideAndOutside) {
  VERIFIES("descriptor.version-checked");
  const SectionCode& code = TrapSections()[2];
  const SectionCode& elsewhere = SpinSections()[0];

  for (const SectionCode* range : {&code, &elsewhere}) {
    SCOPED_TRACE(range == &code ? "inside" : "outside");
    std::uint32_t version = 0;
    const auto spoil = [&](Section& section) {
      section.SetRange(range->start, range->post_commit);
      section.descriptor().version = version;
    };
    for (const std::uint32_t unknown : {1u, 2u, ~0u}) {
      SCOPED_TRACE(unknown);
      version = unknown;
      EXPECT_THAT(TrapInChild(mode, code, spoil), DiesOf(SIGSEGV));
    }

    // Control: with version 0 the same descriptor does its work.
    version = 0;
    const auto check = [&](const TrapPassage& passage) {
      EXPECT_THAT(passage, range == &code ? Aborts() : Completes());
    };
    EXPECT_THAT(TrapInChild(mode, code, spoil, check), Survives());
  }
}

}  // namespace
}  // namespace rct
