// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(TraceEvents, AnAbortIsToldWithItsAddresses) {
  VERIFIES("trace.ip-fixup");
  Registration mine(mode);
  Trace trace("rseq_ip_fixup");
  for (int slot = 0; slot < RCT_SLOTS; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    const SectionCode& code = TrapSections()[slot];
    Section section(code);
    Undisturbed([&] { CONTROL("abort.on-trap", Trap(section, mine.area()), Aborts()); }, 0,
                [&] { trace.Lines(); });
    std::ostringstream told;
    told << "regs_ip=0x" << std::hex << code.body << " start_ip=0x" << code.start << std::dec
         << " post_commit_offset=" << code.post_commit - code.start << " abort_ip=0x" << std::hex
         << code.abort;
    EXPECT_THAT(trace.Lines(), testing::ElementsAre(told.str()));

    // A trap that does not abort is not traced.
    section.SetRange(code.start, code.body);
    Undisturbed([&] { CONTROL("abort.outside-only-disarms", Trap(section, mine.area()), Completes()); }, 0,
                [&] { trace.Lines(); });
    EXPECT_THAT(trace.Lines(), testing::SizeIs(0));
  }
}

}  // namespace
}  // namespace rct
