// SPDX-License-Identifier: MIT
// The riscv64 port. Without compressed instructions, so that the signature is aligned like an instruction.
#define RCT_ABI "riscv64"
#define RCT_SIGNATURE 0xf1401073  // by convention: csrw mhartid, x0
#define RCT_NR_RSEQ 293           // include/uapi/asm-generic/unistd.h
#define RCT_TRAP_SIGNAL SIGILL    // what DO_TRAP raises; the kernel reports the trap's own address
#define RCT_REGISTERS 34          // those of REGISTERS below, s1, flags, sp; gp and tp belong to the platform
#define RCT_REGISTER_FLAGS 32     // index of the flags in before[] and after[]
#define RCT_REGISTER_SP 33        // index of sp: only in after[], because the section fills before[]
#define RCT_FLAGS_PATTERN 0x1f    // the floating-point exceptions; there are no other flags
#define RCT_FLAGS_MASK 0x1f
#define RCT_CONTEXT_PC(context) (context)->uc_mcontext.__gregs[REG_PC]
#define RCT_CONTEXT_SP(context) (context)->uc_mcontext.__gregs[REG_SP]
#define RCT_TRACEE_PC 0  // index of the program counter in NT_PRSTATUS

#ifdef __ASSEMBLER__
#define F(index) ((index) * 8)
#define FRAME s1
#define OPERAND s2
#define VALUE a0
#define OTHER t1
        .option norvc

// Applies \op (sd or ld) to the registers that a function preserves. They leave the frame at sp+104.
.macro SAVED op
        .set    word, 0
        .irp    register, ra, s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11
        \op     \register, F(word)(sp)
        .set    word, word+1
        .endr
.endm
.macro ENTER
        addi    sp, sp, -112
        SAVED   sd
        sd      a0, 104(sp)
        mv      FRAME, a0
        KEEP    sp, RCT_FRAME_BEFORE+RCT_REGISTER_SP
        FETCH   OPERAND, RCT_FRAME_OPERAND
        li      OTHER, 1
        FETCH   t2, RCT_FRAME_DESCRIPTOR
        FETCH   t3, RCT_FRAME_CS_FIELD
.endm
.macro ARM
        sd      t2, (t3)
.endm
.macro RETURN how
        li      a0, \how
        SAVED   ld
        addi    sp, sp, 112
        ret
.endm

.macro PAD
        nop
.endm
.macro SIGNATURE
        .4byte  RCT_SIGNATURE
.endm
.macro DO_TRAP
        unimp
.endm

.macro FETCH to, index
        ld      \to, F(\index)(FRAME)
.endm
.macro KEEP from, index
        sd      \from, F(\index)(FRAME)
.endm
.macro LOAD to, address, offset
        ld      \to, \offset(\address)
.endm
.macro STORE from, address, offset
        sd      \from, \offset(\address)
.endm
.macro LOAD32 to, address
        lw      \to, (\address)
.endm
.macro STORE32 from, address
        sw      \from, (\address)
.endm
.macro IF_ZERO value, target
        beqz    \value, \target
.endm
.macro IF_DIFFERENT value, other, target
        bne     \value, \other, \target
.endm

.macro DO_SYSCALL
        FETCH   a7, RCT_FRAME_NUMBER
        FETCH   a0, RCT_FRAME_ARGUMENT+0
        FETCH   a1, RCT_FRAME_ARGUMENT+1
        FETCH   a2, RCT_FRAME_ARGUMENT+2
        FETCH   a3, RCT_FRAME_ARGUMENT+3
        FETCH   a4, RCT_FRAME_ARGUMENT+4
        ecall
.endm
.macro SYSCALL_RESULT
.endm
.macro DO_CALL
        mv      a0, OPERAND
        FETCH   t0, RCT_FRAME_CALLEE
        jalr    t0
.endm

// Loads (ld, fld) or stores (sd, fsd) every register except s1, the flags and sp, at the frame's words from \at on.
.macro REGISTERS op, at
        .set    word, \at
        .irp    register, ra, t0, t1, t2, t3, t4, t5, t6, s0, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11, a0, a1, a2, a3, a4, a5, a6, a7
        \op     \register, F(word)(FRAME)
        .set    word, word+1
        .endr
        .irp    register, ft0, ft1, ft2, ft3
        f\op    \register, F(word)(FRAME)
        .set    word, word+1
        .endr
.endm
// Afterwards only sp leads to the frame.
.macro LOAD_REGISTERS
        FETCH   t0, RCT_FRAME_BEFORE+RCT_REGISTER_FLAGS
        fsflags t0
        REGISTERS ld, RCT_FRAME_BEFORE
        FETCH   s1, RCT_FRAME_BEFORE+31
.endm
.macro STORE_REGISTERS
        addi    sp, sp, -16
        sd      s1, (sp)
        ld      FRAME, 16+104(sp)
        REGISTERS sd, RCT_FRAME_AFTER
        ld      t0, (sp)
        addi    sp, sp, 16
        KEEP    t0, RCT_FRAME_AFTER+31
        KEEP    sp, RCT_FRAME_AFTER+RCT_REGISTER_SP
        frflags t0
        KEEP    t0, RCT_FRAME_AFTER+RCT_REGISTER_FLAGS
.endm
#endif  // __ASSEMBLER__
