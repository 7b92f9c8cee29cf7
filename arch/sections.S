// SPDX-License-Identifier: MIT
// Every critical section of the suite, once for all architectures. Names in capitals come from arch/<arch>/asm.h:
// registers (FRAME, OPERAND, VALUE, OTHER) and macros of one or a few instructions. ENTER puts the frame, its operand
// and a 1 into FRAME, OPERAND and OTHER; a system call and a function leave their result in VALUE.
#include "sections.h"
#if !defined(FRAME) || !defined(OPERAND) || !defined(VALUE) || !defined(OTHER)
#error "arch/<abi>/asm.h names no registers FRAME, OPERAND, VALUE, OTHER, of which a function must keep the first two"
#endif

// One instance: BODY between `pre` and `post` padding instructions. ARM is the single store that arms the section. It
// must be the instruction right before `start`: an event then comes either before the store, while nothing is armed, or
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
.L\kind\slot\()_signature:
        SIGNATURE
.L\kind\slot\()_abort:
        LEAVE_\kind 1
.L\kind\slot\()_end:
        .section .data.rel.ro,"aw"
        .irp    label, enter, start, body, body_end, post_commit, signature, abort, end
        .dc.a   .L\kind\slot\()_\label
        .endr
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

// Leaving happens outside the section, so its number of instructions does not matter.
        .irp    kind, spin, trap, load, store, call, commit, pop
.macro LEAVE_\kind how
        KEEP    VALUE, RCT_FRAME_RESULT
        RETURN  \how
.endm
        .endr

.macro BODY_spin
1:      LOAD32  VALUE, OPERAND
        IF_ZERO VALUE, 1b
.endm
        SLOTS spin

.macro BODY_trap
        DO_TRAP
.endm
        SLOTS trap

.macro BODY_load
        LOAD32  VALUE, OPERAND
.endm
        SLOTS load

.macro BODY_store
        STORE32 OTHER, OPERAND
.endm
        SLOTS store

.macro BODY_syscall
        DO_SYSCALL
.endm
.macro LEAVE_syscall how
        SYSCALL_RESULT
        KEEP    VALUE, RCT_FRAME_RESULT
        RETURN  \how
.endm
        SLOTS syscall

.macro BODY_call
        DO_CALL
.endm
        SLOTS call

// Two operations on data that belongs to a CPU, or to an mm_cid. They decline if the area no longer has the id by which
// the caller chose its data, or if the data no longer has the expected values.
.macro CHECK_ID kind
        FETCH   VALUE, RCT_FRAME_ID_FIELD
        LOAD32  VALUE, VALUE
        FETCH   OTHER, RCT_FRAME_ID
        IF_DIFFERENT VALUE, OTHER, .L\kind\()_declined
.endm
// Widens a section: an emulated CPU checks for interrupts only between blocks of code, which end at branches.
.macro WIDEN kind
        .rept   64
        IF_ZERO FRAME, .L\kind\()_declined        // never zero
        .endr
.endm
.macro DECLINED kind
        .text
.L\kind\()_declined:
        LEAVE_\kind 2
.endm

.macro BODY_commit
        CHECK_ID commit
        LOAD    VALUE, OPERAND, 0
        FETCH   OTHER, RCT_FRAME_EXPECTED
        IF_DIFFERENT VALUE, OTHER, .Lcommit_declined
        FETCH   VALUE, RCT_FRAME_SECOND
        LOAD    VALUE, VALUE, 0
        FETCH   OTHER, RCT_FRAME_SECOND_EXPECTED
        IF_DIFFERENT VALUE, OTHER, .Lcommit_declined
        .set    word, 0
        .rept   RCT_COPIED
        FETCH   VALUE, RCT_FRAME_SOURCE
        LOAD    VALUE, VALUE, F(word)
        FETCH   OTHER, RCT_FRAME_DESTINATION
        STORE   VALUE, OTHER, F(word)
        .set    word, word+1
        .endr
        WIDEN commit
        FETCH   OTHER, RCT_FRAME_VALUE
        STORE   OTHER, OPERAND, 0
.endm
        TABLE commit
        SECTION commit, 0, 0, 0
        DECLINED commit

.macro BODY_pop
        CHECK_ID pop
        LOAD    VALUE, OPERAND, 0
        IF_ZERO VALUE, .Lpop_declined
        LOAD    OTHER, VALUE, 0
        WIDEN pop
        STORE   OTHER, OPERAND, 0
.endm
        TABLE pop
        SECTION pop, 0, 0, 0
        DECLINED pop

// Loads a pattern into every register, then traps. On leaving, by either way, stores every register. Loading is inside
// the section, so slots have no meaning here.
.macro BODY_registers
        LOAD_REGISTERS
        DO_TRAP
.endm
.macro LEAVE_registers how
        STORE_REGISTERS
        RETURN  \how
.endm
        TABLE registers
        SECTION registers, 0, 0, 0

// The macros that a port must define. .purgem fails with the name of a missing one.
        .irp    macro, ENTER, ARM, RETURN, PAD, SIGNATURE, DO_TRAP, FETCH, KEEP, LOAD, STORE, LOAD32, STORE32, IF_ZERO, IF_DIFFERENT, DO_SYSCALL, SYSCALL_RESULT, DO_CALL, LOAD_REGISTERS, STORE_REGISTERS
        .purgem \macro
        .endr

        .section .note.GNU-stack,"",%progbits
