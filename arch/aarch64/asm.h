// SPDX-License-Identifier: MIT
// The aarch64 port. RCT_FRAME_* are word indices of SectionFrame (arch/sections.h).
#define RCT_ABI "aarch64"
#define RCT_SIGNATURE 0xd428bc00      // by convention: brk #0x45e0
#define RCT_NR_RSEQ 293               // include/uapi/asm-generic/unistd.h
#define RCT_TRAP_SIGNAL SIGILL        // what DO_TRAP raises; the kernel reports the trap's own address
#define RCT_REGISTERS 36              // x0-x17, x21-x30, d0-d3, x19, x20, flags, sp; x18 belongs to the platform
#define RCT_REGISTER_FLAGS 34         // index of the flags in before[] and after[]
#define RCT_REGISTER_SP 35            // index of sp: only in after[], because the section fills before[]
#define RCT_FLAGS_PATTERN 0xf0000000  // negative, zero, carry, overflow
#define RCT_FLAGS_MASK 0xf0000000     // the flags that a program sets
#define RCT_CONTEXT_PC(context) (context)->uc_mcontext.pc
#define RCT_CONTEXT_SP(context) (context)->uc_mcontext.sp
#define RCT_TRACEE_PC 32  // index of the program counter in NT_PRSTATUS

#ifdef __ASSEMBLER__
#define F(index) ((index) * 8)
#define FRAME x19
#define OPERAND x20
#define VALUE x0
#define OTHER x11

// Leaves the frame at sp+96.
.macro ENTER
        stp     x29, x30, [sp, #-112]!
        stp     x19, x20, [sp, #16]
        stp     x21, x22, [sp, #32]
        stp     x23, x24, [sp, #48]
        stp     x25, x26, [sp, #64]
        stp     x27, x28, [sp, #80]
        str     x0, [sp, #96]
        mov     FRAME, x0
        mov     x9, sp
        KEEP    x9, RCT_FRAME_BEFORE+RCT_REGISTER_SP
        FETCH   OPERAND, RCT_FRAME_OPERAND
        mov     OTHER, #1
        FETCH   x9, RCT_FRAME_DESCRIPTOR
        FETCH   x10, RCT_FRAME_CS_FIELD
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

.macro PAD
        nop
.endm
.macro SIGNATURE
        .inst   RCT_SIGNATURE
.endm
.macro DO_TRAP
        udf     #0
.endm

.macro FETCH to, index
        ldr     \to, [FRAME, #F(\index)]
.endm
.macro KEEP from, index
        str     \from, [FRAME, #F(\index)]
.endm
.macro LOAD to, address, offset
        ldr     \to, [\address, #\offset]
.endm
.macro STORE from, address, offset
        str     \from, [\address, #\offset]
.endm
.macro LOAD32 to, address
        ldrsw   \to, [\address]
.endm
.macro STORE32 from, address    // always stores OTHER
        str     w11, [\address]
.endm
.macro IF_ZERO value, target
        cbz     \value, \target
.endm
.macro IF_DIFFERENT value, other, target
        cmp     \value, \other
        b.ne    \target
.endm

.macro DO_SYSCALL
        FETCH   x8, RCT_FRAME_NUMBER
        ldp     x0, x1, [FRAME, #F(RCT_FRAME_ARGUMENT+0)]
        ldp     x2, x3, [FRAME, #F(RCT_FRAME_ARGUMENT+2)]
        FETCH   x4, RCT_FRAME_ARGUMENT+4
        svc     #0
.endm
.macro SYSCALL_RESULT
.endm
.macro DO_CALL
        mov     x0, OPERAND
        FETCH   x9, RCT_FRAME_CALLEE
        blr     x9
.endm

// Loads (ldp) or stores (stp) every register except x19, x20, the flags and sp, at the words from x19 on.
.macro REGISTERS op
        .set    word, 0
        .irp    pair, "x0, x1", "x2, x3", "x4, x5", "x6, x7", "x8, x9", "x10, x11", "x12, x13", "x14, x15", "x16, x17"
        \op     \pair, [x19, #F(word)]
        .set    word, word+2
        .endr
        .irp    pair, "x21, x22", "x23, x24", "x25, x26", "x27, x28", "x29, x30", "d0, d1", "d2, d3"
        \op     \pair, [x19, #F(word)]
        .set    word, word+2
        .endr
.endm
// Afterwards only sp leads to the frame. Only msr changes the flags here.
.macro LOAD_REGISTERS
        FETCH   x0, RCT_FRAME_BEFORE+RCT_REGISTER_FLAGS
        msr     nzcv, x0
        add     x19, x19, #F(RCT_FRAME_BEFORE)
        REGISTERS ldp
        ldp     x19, x20, [x19, #F(32)]
.endm
.macro STORE_REGISTERS
        str     x19, [sp, #-16]!
        ldr     x19, [sp, #16+96]
        add     x19, x19, #F(RCT_FRAME_AFTER)
        REGISTERS stp
        mrs     x1, nzcv
        ldr     x0, [sp], #16
        stp     x0, x20, [x19, #F(32)]
        mov     x0, sp
        stp     x1, x0, [x19, #F(RCT_REGISTER_FLAGS)]
.endm
#endif  // __ASSEMBLER__
