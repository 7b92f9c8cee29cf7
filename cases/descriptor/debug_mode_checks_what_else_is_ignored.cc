// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, DebugModeChecksWhatIsIgnoredOtherwise) {
  VERIFIES("descriptor.debug-checks");
  const SectionCode& code = TrapSections()[2];
  const struct {
    const char* name;
    std::function<void(Section&)> spoil;
  } defects[] = {
      {"version 1", [](Section& section) { section.descriptor().version = 1; }},
      {"version 0xffffffff", [](Section& section) { section.descriptor().version = ~0u; }},
      {"flag 1", [](Section& section) { section.descriptor().flags = 1; }},
      {"flag 2", [](Section& section) { section.descriptor().flags = 2; }},
      {"flag 4", [](Section& section) { section.descriptor().flags = 4; }},
      {"flag 0x80000000", [](Section& section) { section.descriptor().flags = 0x80000000u; }},
      {"an end beyond user space",
       [&](Section& section) { section.SetRange(code.start, UserLimit() + PageSize()); }},
      {"an abort handler at its last byte",
       [&](Section& section) { section.SetRange(code.start, code.abort + 1); }},
  };
  for (const auto& defect : defects) {
    SCOPED_TRACE(defect.name);
    EXPECT_THAT(TrapInChild(mode, code, defect.spoil), DiesOf(SIGSEGV));
  }
  // Control: with a good descriptor the same trap aborts.
  const auto aborted = [](const TrapPassage& passage) { EXPECT_THAT(passage, Aborts()); };
  EXPECT_THAT(TrapInChild(
                  mode, code, [](Section&) {}, aborted),
              Survives());
}

}  // namespace
}  // namespace rct
