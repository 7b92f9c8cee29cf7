// SPDX-License-Identifier: MIT
#include "rct/case.h"

// The trap is in the delay slot of a branch. For such a trap the kernel reports the address of the branch.
asm(R"(
        .pushsection .text
        .set    push
        .set    noreorder
        .balign 16
.Ldelayed_enter:
        ld      $13, 8($4)
        ld      $14, 0($4)
        sd      $13, 0($14)
.Ldelayed_start:
        nop
.Ldelayed_body:
        b       .Ldelayed_branched
        break
.Ldelayed_body_end:
        nop
.Ldelayed_post_commit:
        jr      $31
        addiu   $2, $0, 0
.Ldelayed_branched:
        jr      $31
        addiu   $2, $0, 2
.Ldelayed_signature:
        .4byte  0x0350000d
.Ldelayed_abort:
        jr      $31
        addiu   $2, $0, 1
.Ldelayed_end:
        .set    pop
        .popsection
        .pushsection .data.rel.ro,"aw"
        .balign 8
delayed:
        .irp    label, enter, start, body, body_end, post_commit, signature, abort, end
        .8byte  .Ldelayed_\label
        .endr
        .popsection
)");

namespace rct {
namespace {

extern "C" const SectionCode delayed;

TEST_MODES(Arch, TrapInADelaySlotLeadsToTheAbortHandler) {
  VERIFIES("arch.abort-in-delay-slot");
  Registration mine(mode, RCT_SIGNATURE);
  Section section(delayed);
  // At the branch's target the section would return 2, which means that it declined.
  EXPECT_THAT(Trap(section, mine.area()), Aborts());
  // Control: if its range ends before the branch, the section runs to its end.
  section.SetRange(delayed.start, delayed.body);
  CONTROL("abort.outside-only-disarms", Trap(section, mine.area()), Completes());
}

}  // namespace
}  // namespace rct
