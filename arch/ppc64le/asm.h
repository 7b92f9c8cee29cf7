// SPDX-License-Identifier: MIT
// The ppc64le port, for the second ELF ABI: a function's address is that of its code, which needs it in r12.
#define RCT_ABI "ppc64le"
#define RCT_SIGNATURE 0x0fe5000b      // by convention: twui r5, 11
#define RCT_NR_RSEQ 387               // arch/powerpc/kernel/syscalls/syscall.tbl
#define RCT_TRAP_SIGNAL SIGILL        // what DO_TRAP raises; the kernel reports the trap's own address
#define RCT_REGISTERS 36              // those of REGISTERS below, lr, r30, flags, r1; r2 and r13 belong to the platform
#define RCT_REGISTER_FLAGS 34         // index of the flags in before[] and after[]
#define RCT_REGISTER_SP 35            // index of r1: only in after[], because the section fills before[]
#define RCT_FLAGS_PATTERN 0xf0000000  // condition register 0: less, greater, equal, summary overflow
#define RCT_FLAGS_MASK 0xf0000000
#define RCT_CONTEXT_PC(context) (context)->uc_mcontext.gp_regs[32]
#define RCT_CONTEXT_SP(context) (context)->uc_mcontext.gp_regs[1]
#define RCT_TRACEE_PC 32  // index of the program counter in NT_PRSTATUS

#ifdef __ASSEMBLER__
#define F(index) ((index) * 8)
#define FRAME %r30
#define OPERAND %r31
#define VALUE %r3
#define OTHER %r10

// Applies \op (std or ld) to the registers that a function preserves. They are above the space that a called function
// may use; the frame is at r1+96.
.macro SAVED op
        .irp    register, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
        \op     %r\register, F(\register-1)(%r1)
        .endr
.endm
.macro ENTER
        mflr    %r0
        std     %r0, 16(%r1)
        stdu    %r1, -256(%r1)
        SAVED   std
        std     %r2, 24(%r1)
        std     %r3, 96(%r1)
        mr      FRAME, %r3
        KEEP    %r1, RCT_FRAME_BEFORE+RCT_REGISTER_SP
        FETCH   OPERAND, RCT_FRAME_OPERAND
        li      OTHER, 1
        FETCH   %r11, RCT_FRAME_DESCRIPTOR
        FETCH   %r12, RCT_FRAME_CS_FIELD
.endm
.macro ARM
        std     %r11, 0(%r12)
.endm
.macro RETURN how
        li      %r3, \how
        ld      %r2, 24(%r1)
        SAVED   ld
        addi    %r1, %r1, 256
        ld      %r0, 16(%r1)
        mtlr    %r0
        blr
.endm

.macro PAD
        nop
.endm
.macro SIGNATURE
        .long   RCT_SIGNATURE
.endm
.macro DO_TRAP
        .long   0
.endm

.macro FETCH to, index
        ld      \to, F(\index)(FRAME)
.endm
.macro KEEP from, index
        std     \from, F(\index)(FRAME)
.endm
.macro LOAD to, address, offset
        ld      \to, \offset(\address)
.endm
.macro STORE from, address, offset
        std     \from, \offset(\address)
.endm
.macro LOAD32 to, address
        lwa     \to, 0(\address)
.endm
.macro STORE32 from, address
        stw     \from, 0(\address)
.endm
.macro IF_ZERO value, target
        cmpdi   \value, 0
        beq     \target
.endm
.macro IF_DIFFERENT value, other, target
        cmpd    \value, \other
        bne     \target
.endm

.macro DO_SYSCALL
        FETCH   %r0, RCT_FRAME_NUMBER
        FETCH   %r3, RCT_FRAME_ARGUMENT+0
        FETCH   %r4, RCT_FRAME_ARGUMENT+1
        FETCH   %r5, RCT_FRAME_ARGUMENT+2
        FETCH   %r6, RCT_FRAME_ARGUMENT+3
        FETCH   %r7, RCT_FRAME_ARGUMENT+4
        sc
.endm
.macro SYSCALL_RESULT           // summary overflow marks an error number
        bns     7f
        neg     VALUE, VALUE
7:
.endm
.macro DO_CALL
        mr      %r3, OPERAND
        FETCH   %r12, RCT_FRAME_CALLEE
        mtctr   %r12
        bctrl
.endm

// Loads (ld, lfd) or stores (std, stfd) every register except lr, r30, the flags and r1, at the words from \at on.
.macro REGISTERS integer, float, at
        .irp    register, 0, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 31
        \integer %r\register, F(\at+\register)(FRAME)
        .endr
        \float  %f0, F(\at+30)(FRAME)    // in the places of the registers left out
        .irp    register, 1, 2, 13
        \float  %f\register, F(\at+\register)(FRAME)
        .endr
.endm
// Afterwards only r1 leads to the frame.
.macro LOAD_REGISTERS
        FETCH   %r0, RCT_FRAME_BEFORE+RCT_REGISTER_FLAGS
        mtcrf   0x80, %r0
        FETCH   %r0, RCT_FRAME_BEFORE+32
        mtlr    %r0
        REGISTERS ld, lfd, RCT_FRAME_BEFORE
        FETCH   %r30, RCT_FRAME_BEFORE+33
.endm
.macro STORE_REGISTERS
        std     %r30, 88(%r1)
        ld      FRAME, 96(%r1)
        REGISTERS std, stfd, RCT_FRAME_AFTER
        mflr    %r0
        KEEP    %r0, RCT_FRAME_AFTER+32
        ld      %r0, 88(%r1)
        KEEP    %r0, RCT_FRAME_AFTER+33
        mfcr    %r0
        KEEP    %r0, RCT_FRAME_AFTER+RCT_REGISTER_FLAGS
        KEEP    %r1, RCT_FRAME_AFTER+RCT_REGISTER_SP
.endm
#endif  // __ASSEMBLER__
