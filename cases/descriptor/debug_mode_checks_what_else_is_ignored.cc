// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, DebugModeChecksWhatIsIgnoredOtherwise) {
  VERIFIES("descriptor.debug-checks");
  const SectionCode& before = TrapSections()[0];
  const SectionCode& code = TrapSections()[1];
  Require(before.abort < code.start, "an abort handler before a section");
  // Such a range contains everything behind its start. The abort handler is before it, so that only the end
  // of the range is wrong.
  const auto reach = [&](Section& section, std::uintptr_t end) {
    section.SetRange(code.start, end);
    section.descriptor().abort_ip = before.abort;
  };
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
      {"an end at the limit of user space", [&](Section& section) { reach(section, UserLimit()); }},
      {"an end beyond user space", [&](Section& section) { reach(section, PastUserLimit()); }},
      {"an end that wraps around", [&](Section& section) { reach(section, before.start); }},
      {"an abort handler at its last byte",
       [&](Section& section) { section.SetRange(code.start, code.abort + 1); }},
  };
  for (const auto& defect : defects) {
    SCOPED_TRACE(defect.name);
    EXPECT_THAT(TrapInChild(mode, code, defect.spoil), DiesOf(SIGSEGV));
  }
  // Control: the same trap aborts with an unchanged descriptor, and with a range that ends right below the
  // limit.
  const auto aborted = [](const TrapPassage& passage) { EXPECT_THAT(passage, Aborts()); };
  CONTROL("abort.on-trap", TrapInChild(mode, code, [](Section&) {}, aborted), Survives());
  CONTROL("descriptor.abort-before-range",
          TrapInChild(
              mode, code, [&](Section& section) { reach(section, UserLimit() - 1); }, aborted),
          Survives());
}

}  // namespace
}  // namespace rct
