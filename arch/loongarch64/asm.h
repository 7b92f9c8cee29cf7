// SPDX-License-Identifier: MIT
// The loongarch64 port.
#define RCT_ABI "loongarch64"
#define RCT_SIGNATURE 0x002a0010  // by convention: break 0x10
#define RCT_NR_RSEQ 293           // include/uapi/asm-generic/unistd.h
#define RCT_TRAP_SIGNAL SIGILL    // what DO_TRAP raises; the kernel reports the trap's own address
#define RCT_REGISTERS 34          // those of REGISTERS below, $s0, flags, $sp; $tp and $r21 belong to the platform
#define RCT_REGISTER_FLAGS 32     // index of the flags in before[] and after[]
#define RCT_REGISTER_SP 33        // index of $sp: only in after[], because the section fills before[]
#define RCT_FLAGS_PATTERN 0x1f0000  // the floating-point exceptions; there are no other flags
#define RCT_FLAGS_MASK 0x1f0000
#define RCT_CONTEXT_PC(context) (context)->uc_mcontext.__pc
#define RCT_CONTEXT_SP(context) (context)->uc_mcontext.__gregs[3]
#define RCT_TRACEE_PC 33  // index of the program counter in NT_PRSTATUS

#ifdef __ASSEMBLER__
#define F(index) ((index) * 8)
#define FRAME $s0
#define OPERAND $s1
#define VALUE $a0
#define OTHER $t1

// Applies \op (st.d or ld.d) to the registers that a function preserves. They leave the frame at $sp+88.
.macro SAVED op
        .set    word, 0
        .irp    register, $ra, $fp, $s0, $s1, $s2, $s3, $s4, $s5, $s6, $s7, $s8
        \op     \register, $sp, F(word)
        .set    word, word+1
        .endr
.endm
.macro ENTER
        addi.d  $sp, $sp, -96
        SAVED   st.d
        st.d    $a0, $sp, 88
        move    FRAME, $a0
        KEEP    $sp, RCT_FRAME_BEFORE+RCT_REGISTER_SP
        FETCH   OPERAND, RCT_FRAME_OPERAND
        li.w    OTHER, 1
        FETCH   $t2, RCT_FRAME_DESCRIPTOR
        FETCH   $t3, RCT_FRAME_CS_FIELD
.endm
.macro ARM
        st.d    $t2, $t3, 0
.endm
.macro RETURN how
        li.w    $a0, \how
        SAVED   ld.d
        addi.d  $sp, $sp, 96
        ret
.endm

.macro PAD
        nop
.endm
.macro SIGNATURE
        .4byte  RCT_SIGNATURE
.endm
.macro DO_TRAP
        .4byte  0               // not a valid instruction
.endm

.macro FETCH to, index
        ld.d    \to, FRAME, F(\index)
.endm
.macro KEEP from, index
        st.d    \from, FRAME, F(\index)
.endm
.macro LOAD to, address, offset
        ld.d    \to, \address, \offset
.endm
.macro STORE from, address, offset
        st.d    \from, \address, \offset
.endm
.macro LOAD32 to, address
        ld.w    \to, \address, 0
.endm
.macro STORE32 from, address
        st.w    \from, \address, 0
.endm
.macro IF_ZERO value, target
        beqz    \value, \target
.endm
.macro IF_DIFFERENT value, other, target
        bne     \value, \other, \target
.endm

.macro DO_SYSCALL
        FETCH   $a7, RCT_FRAME_NUMBER
        FETCH   $a0, RCT_FRAME_ARGUMENT+0
        FETCH   $a1, RCT_FRAME_ARGUMENT+1
        FETCH   $a2, RCT_FRAME_ARGUMENT+2
        FETCH   $a3, RCT_FRAME_ARGUMENT+3
        FETCH   $a4, RCT_FRAME_ARGUMENT+4
        syscall 0
.endm
.macro SYSCALL_RESULT
.endm
.macro DO_CALL
        move    $a0, OPERAND
        FETCH   $t0, RCT_FRAME_CALLEE
        jirl    $ra, $t0, 0
.endm

// Loads (ld.d, fld.d) or stores (st.d, fst.d) every register except $s0, the flags and $sp, at the words from \at on.
.macro REGISTERS op, at
        .set    word, \at
        .irp    register, $ra, $fp, $t0, $t1, $t2, $t3, $t4, $t5, $t6, $t7, $t8, $s1, $s2, $s3, $s4, $s5, $s6, $s7, $s8, $a0, $a1, $a2, $a3, $a4, $a5, $a6, $a7
        \op     \register, FRAME, F(word)
        .set    word, word+1
        .endr
        .irp    register, $ft0, $ft1, $ft2, $ft3
        f\op    \register, FRAME, F(word)
        .set    word, word+1
        .endr
.endm
// Afterwards only $sp leads to the frame.
.macro LOAD_REGISTERS
        FETCH   $t0, RCT_FRAME_BEFORE+RCT_REGISTER_FLAGS
        movgr2fcsr $fcsr0, $t0
        REGISTERS ld.d, RCT_FRAME_BEFORE
        FETCH   $s0, RCT_FRAME_BEFORE+31
.endm
.macro STORE_REGISTERS
        addi.d  $sp, $sp, -16
        st.d    $s0, $sp, 0
        ld.d    FRAME, $sp, 16+88
        REGISTERS st.d, RCT_FRAME_AFTER
        ld.d    $t0, $sp, 0
        addi.d  $sp, $sp, 16
        KEEP    $t0, RCT_FRAME_AFTER+31
        KEEP    $sp, RCT_FRAME_AFTER+RCT_REGISTER_SP
        movfcsr2gr $t0, $fcsr0
        KEEP    $t0, RCT_FRAME_AFTER+RCT_REGISTER_FLAGS
.endm
#endif  // __ASSEMBLER__
