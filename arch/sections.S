// SPDX-License-Identifier: MIT
// Every critical section of the suite, once for all architectures. arch/<arch>/asm.h gives the macros in capitals.
#include "sections.h"

// One instance: BODY between `pre` and `post` padding instructions. ARM is the single store that arms the section and
// must be the instruction right before `start`: an event can then come only before the store (nothing is armed yet) or
// with the instruction pointer inside.
.macro SECTION kind, slot, pre, post
        .text
        .balign 16
.L\kind\slot\()_enter:
        ENTER
        ARM
.L\kind\slot\()_start:
        .rept \pre
        PAD
        .endr
.L\kind\slot\()_body:
        BODY_\kind
.L\kind\slot\()_body_end:
        .rept \post
        PAD
        .endr
.L\kind\slot\()_post_commit:
        LEAVE_\kind 0
        SIGNATURE
.L\kind\slot\()_abort:
        LEAVE_\kind 1
        .section .data.rel.ro,"aw"
        WORD .L\kind\slot\()_enter, .L\kind\slot\()_start, .L\kind\slot\()_body
        WORD .L\kind\slot\()_body_end, .L\kind\slot\()_post_commit, .L\kind\slot\()_abort
.endm

.macro TABLE kind
        .section .data.rel.ro,"aw"
        .balign 8
        .globl rct_sections_\kind
        .hidden rct_sections_\kind
rct_sections_\kind:
.endm

// The instances of a kind: its body in slot 0, the first instruction, to slot RCT_SLOTS-1, the committing one.
.macro SLOTS kind
        TABLE \kind
        SECTION \kind, 0, 0, 4
        SECTION \kind, 1, 1, 3
        SECTION \kind, 2, 2, 2
        SECTION \kind, 3, 3, 1
        SECTION \kind, 4, 4, 0
.endm

        SLOTS spin
        SLOTS trap
        SLOTS load
        SLOTS store
        SLOTS syscall
        SLOTS call

// Loads a pattern into every register, then traps; on leaving, by either way, stores every register. LOAD_REGISTERS
// is inside the section, so slots have no meaning here.
        TABLE registers
        SECTION registers, 0, 0, 0

        .section .note.GNU-stack,"",%progbits
