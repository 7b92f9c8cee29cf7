// SPDX-License-Identifier: MIT
// The aarch64 port. RCT_FRAME_* are word indices of SectionFrame (arch/sections.h).
#ifndef RCT_ARCH_AARCH64_ASM_H_
#define RCT_ARCH_AARCH64_ASM_H_

#define RCT_ABI "aarch64"
#define RCT_SIGNATURE 0xd428bc00      // by convention: brk #0x45e0
#define RCT_NR_RSEQ 293               // include/uapi/asm-generic/unistd.h
#define RCT_TRAP_SIGNAL SIGILL        // what BODY_trap raises; the kernel reports the trap's own address
#define RCT_REGISTERS 36              // x0-x17, x21-x30, x19, x20, flags, sp, d0-d3; x18 is the platform's
#define RCT_REGISTER_FLAGS 30         // index of the flags in before[] and after[]
#define RCT_REGISTER_SP 31            // index of sp: after[] only, before[] is filled by the section
#define RCT_FLAGS_PATTERN 0xf0000000  // negative, zero, carry, overflow
#define RCT_FLAGS_MASK 0xf0000000     // the flags that a program sets
#define RCT_CONTEXT_PC(context) (context)->uc_mcontext.pc
#define RCT_CONTEXT_SP(context) (context)->uc_mcontext.sp
#define RCT_TRACEE_PC(registers) (registers).pc  // of a user_regs_struct

#ifdef __ASSEMBLER__
#define F(index) ((index) * 8)

.macro WORD a, b, c
        .xword  \a, \b, \c
.endm

// Entry: x19 = frame, which is at sp+96 too, x20 = operand, x9 and x10 ready for ARM, w11 for BODY_store.
.macro ENTER
        stp     x29, x30, [sp, #-112]!
        stp     x19, x20, [sp, #16]
        stp     x21, x22, [sp, #32]
        stp     x23, x24, [sp, #48]
        stp     x25, x26, [sp, #64]
        stp     x27, x28, [sp, #80]
        str     x0, [sp, #96]
        mov     x19, x0
        mov     x9, sp
        str     x9, [x19, #F(RCT_FRAME_BEFORE+RCT_REGISTER_SP)]
        ldr     x20, [x19, #F(RCT_FRAME_OPERAND)]
        mov     w11, #1
        ldr     x9, [x19, #F(RCT_FRAME_DESCRIPTOR)]
        ldr     x10, [x19, #F(RCT_FRAME_CS_FIELD)]
.endm

.macro ARM
        str     x9, [x10]
.endm

.macro RETURN how
        mov     x0, #\how
        ldp     x19, x20, [sp, #16]
        ldp     x21, x22, [sp, #32]
        ldp     x23, x24, [sp, #48]
        ldp     x25, x26, [sp, #64]
        ldp     x27, x28, [sp, #80]
        ldp     x29, x30, [sp], #112
        ret
.endm

// What a call returned is in x0; after the other sections nobody reads the result.
        .irp    kind, spin, trap, load, store, syscall, call
.macro LEAVE_\kind how
        str     x0, [x19, #F(RCT_FRAME_RESULT)]
        RETURN  \how
.endm
        .endr

.macro PAD
        nop
.endm

.macro SIGNATURE
        .inst   RCT_SIGNATURE
.endm

.macro BODY_spin
1:      ldr     w9, [x20]
        cbz     w9, 1b
.endm

.macro BODY_trap
        udf     #0
.endm

.macro BODY_load
        ldr     w9, [x20]
.endm

.macro BODY_store
        str     w11, [x20]
.endm

.macro BODY_syscall
        ldr     x8, [x19, #F(RCT_FRAME_NUMBER)]
        ldp     x0, x1, [x19, #F(RCT_FRAME_ARGUMENT+0)]
        ldp     x2, x3, [x19, #F(RCT_FRAME_ARGUMENT+2)]
        ldr     x4, [x19, #F(RCT_FRAME_ARGUMENT+4)]
        svc     #0
.endm

.macro BODY_call
        mov     x0, x20
        ldr     x9, [x19, #F(RCT_FRAME_CALLEE)]
        blr     x9
.endm

// Loads (ldp) or stores (stp), at x19 + \at, every register but x19, x20, the flags and sp.
.macro PAIRS op, at
        \op     x0, x1, [x19, #\at+0]
        \op     x2, x3, [x19, #\at+16]
        \op     x4, x5, [x19, #\at+32]
        \op     x6, x7, [x19, #\at+48]
        \op     x8, x9, [x19, #\at+64]
        \op     x10, x11, [x19, #\at+80]
        \op     x12, x13, [x19, #\at+96]
        \op     x14, x15, [x19, #\at+112]
        \op     x16, x17, [x19, #\at+128]
        \op     x21, x22, [x19, #\at+144]
        \op     x23, x24, [x19, #\at+160]
        \op     x25, x26, [x19, #\at+176]
        \op     x27, x28, [x19, #\at+192]
        \op     x29, x30, [x19, #\at+208]
        \op     d0, d1, [x19, #\at+256]
        \op     d2, d3, [x19, #\at+272]
.endm

// Only sp is left to find the frame by. Nothing here but msr changes the flags.
.macro BODY_registers
        ldr     x0, [x19, #F(RCT_FRAME_BEFORE+RCT_REGISTER_FLAGS)]
        msr     nzcv, x0
        PAIRS   ldp, F(RCT_FRAME_BEFORE)
        ldp     x19, x20, [x19, #F(RCT_FRAME_BEFORE+28)]
        udf     #0
.endm
.macro LEAVE_registers how
        str     x19, [sp, #-16]!
        ldr     x19, [sp, #16+96]
        add     x19, x19, #F(RCT_FRAME_AFTER)
        PAIRS   stp, 0
        mrs     x1, nzcv
        str     x1, [x19, #F(RCT_REGISTER_FLAGS)]
        ldr     x0, [sp], #16
        stp     x0, x20, [x19, #F(28)]
        mov     x0, sp
        str     x0, [x19, #F(RCT_REGISTER_SP)]
        RETURN  \how
.endm
#endif  // __ASSEMBLER__

#endif  // RCT_ARCH_AARCH64_ASM_H_
