// SPDX-License-Identifier: MIT
// The mips64el port, n64. The assembler fills delay slots: every branch here has only a nop in its own.
#define RCT_ABI "mips64el"
#define RCT_SIGNATURE 0x0350000d  // by convention: break 0x350
#define RCT_NR_RSEQ 5327          // arch/mips/kernel/syscalls/syscall_n64.tbl
#define RCT_TRAP_SIGNAL SIGTRAP   // what DO_TRAP raises; the kernel reports the trap's own address
#define RCT_REGISTERS 34          // those of REGISTERS below, $16, flags, sp
#define RCT_REGISTER_FLAGS 32     // index of the flags in before[] and after[]
#define RCT_REGISTER_SP 33        // index of sp: only in after[], because the section fills before[]
#define RCT_FLAGS_PATTERN 0x7c    // the floating-point flags; there are no other flags
#define RCT_FLAGS_MASK 0x7c
#define RCT_CONTEXT_PC(context) (context)->uc_mcontext.pc
#define RCT_CONTEXT_SP(context) (context)->uc_mcontext.gregs[29]
#define RCT_TRACEE_PC 34  // index of the program counter in NT_PRSTATUS

#ifdef __ASSEMBLER__
#define F(index) ((index) * 8)
#define FRAME $16
#define OPERAND $17
#define VALUE $2
#define OTHER $12
        .set    noat

// Applies \op (sd or ld) to the registers that a function preserves. They leave the frame at sp+96.
.macro SAVED op
        .set    word, 0
        .irp    register, $16, $17, $18, $19, $20, $21, $22, $23, $28, $30, $31
        \op     \register, F(word)($29)
        .set    word, word+1
        .endr
.endm
.macro ENTER
        daddiu  $29, $29, -112
        SAVED   sd
        sd      $4, 96($29)
        move    FRAME, $4
        KEEP    $29, RCT_FRAME_BEFORE+RCT_REGISTER_SP
        FETCH   OPERAND, RCT_FRAME_OPERAND
        addiu   OTHER, $0, 1
        FETCH   $13, RCT_FRAME_DESCRIPTOR
        FETCH   $14, RCT_FRAME_CS_FIELD
.endm
.macro ARM
        sd      $13, 0($14)
.endm
.macro RETURN how
        addiu   $2, $0, \how
        SAVED   ld
        daddiu  $29, $29, 112
        jr      $31
.endm

.macro PAD
        nop
.endm
.macro SIGNATURE
        .4byte  RCT_SIGNATURE
.endm
.macro DO_TRAP
        break
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
        lw      \to, 0(\address)
.endm
.macro STORE32 from, address
        sw      \from, 0(\address)
.endm
.macro IF_ZERO value, target
        beq     \value, $0, \target
.endm
.macro IF_DIFFERENT value, other, target
        bne     \value, \other, \target
.endm

.macro DO_SYSCALL
        FETCH   $2, RCT_FRAME_NUMBER
        FETCH   $4, RCT_FRAME_ARGUMENT+0
        FETCH   $5, RCT_FRAME_ARGUMENT+1
        FETCH   $6, RCT_FRAME_ARGUMENT+2
        FETCH   $7, RCT_FRAME_ARGUMENT+3
        FETCH   $8, RCT_FRAME_ARGUMENT+4
        syscall
.endm
.macro SYSCALL_RESULT           // $7 is not zero if it is an error number
        beq     $7, $0, 7f
        dsubu   VALUE, $0, VALUE
7:
.endm
.macro DO_CALL
        move    $4, OPERAND
        FETCH   $25, RCT_FRAME_CALLEE
        jalr    $25
.endm

// Loads (ld, ldc1) or stores (sd, sdc1) every register except $16, the flags, sp, and the kernel's $26 and $27.
.macro REGISTERS integer, float, at
        .set    word, \at
        .irp    register, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $17, $18, $19, $20, $21, $22, $23, $24, $25, $28, $30, $31
        \integer \register, F(word)(FRAME)
        .set    word, word+1
        .endr
        .irp    register, $f0, $f1, $f2, $f3
        \float  \register, F(word)(FRAME)
        .set    word, word+1
        .endr
.endm
// Afterwards only sp leads to the frame.
.macro LOAD_REGISTERS
        FETCH   $8, RCT_FRAME_BEFORE+RCT_REGISTER_FLAGS
        ctc1    $8, $31
        REGISTERS ld, ldc1, RCT_FRAME_BEFORE
        FETCH   $16, RCT_FRAME_BEFORE+31
.endm
.macro STORE_REGISTERS
        daddiu  $29, $29, -16
        sd      $16, 0($29)
        ld      FRAME, 16+96($29)
        REGISTERS sd, sdc1, RCT_FRAME_AFTER
        ld      $8, 0($29)
        daddiu  $29, $29, 16
        KEEP    $8, RCT_FRAME_AFTER+31
        KEEP    $29, RCT_FRAME_AFTER+RCT_REGISTER_SP
        cfc1    $8, $31
        KEEP    $8, RCT_FRAME_AFTER+RCT_REGISTER_FLAGS
.endm
#endif  // __ASSEMBLER__
