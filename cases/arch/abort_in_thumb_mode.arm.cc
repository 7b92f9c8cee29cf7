// SPDX-License-Identifier: MIT
#include "rct/case.h"

// Both sections are Thumb code. The second one traps in an IT block, so that the abort handler begins with
// the remaining instructions of that block. All of them must execute.
asm(R"(
        .pushsection .text
        .thumb
        .macro  THUMB_SECTION name, compare, block
        .balign 4
.Lthumb_\name\()_enter:
        ldr     r1, [r0, #4]
        ldr     r2, [r0]
        \compare
        str     r1, [r2]
.Lthumb_\name\()_start:
        .inst.n \block
        nop
.Lthumb_\name\()_body:
        .inst.n 0xde00
.Lthumb_\name\()_body_end:
        nop
        nop
.Lthumb_\name\()_post_commit:
        movs    r0, #0
        bx      lr
        .balign 4
.Lthumb_\name\()_signature:
        .4byte  0xe7f5def3
.Lthumb_\name\()_abort:
        movs    r0, #1
        bx      lr
.Lthumb_\name\()_end:
        .pushsection .data.rel.ro,"aw"
        .balign 4
thumb_\name:
        .4byte  .Lthumb_\name\()_enter + 1
        .irp    label, start, body, body_end, post_commit, signature, abort, end
        .4byte  .Lthumb_\name\()_\label
        .endr
        .popsection
        .endm
        THUMB_SECTION plain, nop, 0xbf00
        THUMB_SECTION in_block, "cmp r0, r0", 0xbf01    @ itttt eq
        .popsection
        .arm
)");

namespace rct {
namespace {

extern "C" const SectionCode thumb_plain;
extern "C" const SectionCode thumb_in_block;

TEST_MODES(Arch, SectionInThumbCodeIsAbortedIntoThumbCode) {
  VERIFIES("arch.abort-in-thumb-mode");
  Registration mine(mode, RCT_SIGNATURE);
  for (const SectionCode* code : {&thumb_plain, &thumb_in_block}) {
    SCOPED_TRACE(code == &thumb_plain ? "plain" : "in an IT block");
    Section section(*code);
    EXPECT_THAT(Trap(section, mine.area()), Aborts());
    // Control: if its range ends before the trap, the section runs to its end.
    section.SetRange(code->start, code->body);
    CONTROL("abort.outside-only-disarms", Trap(section, mine.area()), Completes());
  }
}

}  // namespace
}  // namespace rct
