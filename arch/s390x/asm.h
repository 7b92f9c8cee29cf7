// SPDX-License-Identifier: MIT
// The s390x port. Its trap reads a page beyond the end of its file: after any other trap the program counter is at the
// next instruction. Reading an unmapped page would raise SIGSEGV, which cases expect from the kernel.
#define RCT_ABI "s390x"
#define RCT_SIGNATURE 0xb2ff0fff  // by convention: trap4 4095
#define RCT_NR_RSEQ 383           // arch/s390/kernel/syscalls/syscall.tbl
#define RCT_TRAP_ADDRESS 0x20000  // of that page; it fits into an instruction
#define RCT_TRAP_SIGNAL SIGBUS    // what DO_TRAP raises; the kernel reports the trap's own address
#define RCT_REGISTERS 21          // r0-r11, r13, r14, f0-f3, r12, condition code, r15
#define RCT_REGISTER_FLAGS 19     // index of the flags in before[] and after[]
#define RCT_REGISTER_SP 20        // index of the stack pointer: only in after[], because the section fills before[]
#define RCT_FLAGS_PATTERN 0x30000000  // condition code 3, in the format of ipm and spm
#define RCT_FLAGS_MASK 0x30000000
#define RCT_CONTEXT_PC(context) (context)->uc_mcontext.psw.addr
#define RCT_CONTEXT_SP(context) (context)->uc_mcontext.gregs[15]
#define RCT_TRACEE_PC 1  // index of the program counter in NT_PRSTATUS

#ifdef __ASSEMBLER__
#define F(index) ((index) * 8)
#define FRAME %r12
#define OPERAND %r11
#define VALUE %r2
#define OTHER %r10

// Leaves the frame at r15+160, above the space that a called function may use.
.macro ENTER
        stmg    %r6, %r15, 48(%r15)
        aghi    %r15, -168
        stg     %r2, 160(%r15)
        lgr     FRAME, %r2
        KEEP    %r15, RCT_FRAME_BEFORE+RCT_REGISTER_SP
        FETCH   OPERAND, RCT_FRAME_OPERAND
        lghi    OTHER, 1
        FETCH   %r3, RCT_FRAME_DESCRIPTOR
        FETCH   %r4, RCT_FRAME_CS_FIELD
.endm
.macro ARM
        stg     %r3, 0(%r4)
.endm
.macro RETURN how
        lghi    %r2, \how
        lmg     %r6, %r15, 168+48(%r15)
        br      %r14
.endm

.macro PAD
        nopr    %r7
.endm
.macro SIGNATURE
        .long   RCT_SIGNATURE
.endm
.macro DO_TRAP
        ly      VALUE, RCT_TRAP_ADDRESS
.endm

.macro FETCH to, index
        lg      \to, F(\index)(FRAME)
.endm
.macro KEEP from, index
        stg     \from, F(\index)(FRAME)
.endm
.macro LOAD to, address, offset
        lg      \to, \offset(\address)
.endm
.macro STORE from, address, offset
        stg     \from, \offset(\address)
.endm
.macro LOAD32 to, address
        lgf     \to, 0(\address)
.endm
.macro STORE32 from, address
        st      \from, 0(\address)
.endm
.macro IF_ZERO value, target
        cgije   \value, 0, \target
.endm
.macro IF_DIFFERENT value, other, target
        cgrjne  \value, \other, \target
.endm

.macro DO_SYSCALL
        FETCH   %r1, RCT_FRAME_NUMBER
        FETCH   %r2, RCT_FRAME_ARGUMENT+0
        FETCH   %r3, RCT_FRAME_ARGUMENT+1
        FETCH   %r4, RCT_FRAME_ARGUMENT+2
        FETCH   %r5, RCT_FRAME_ARGUMENT+3
        FETCH   %r6, RCT_FRAME_ARGUMENT+4
        svc     0
.endm
.macro SYSCALL_RESULT
.endm
.macro DO_CALL
        lgr     %r2, OPERAND
        FETCH   %r1, RCT_FRAME_CALLEE
        basr    %r14, %r1
.endm

// Loads (lmg, ld) or stores (stmg, std) every register except r12, the condition code and r15, at the frame's words
// from \at on.
.macro REGISTERS integers, float, at
        \integers %r0, %r11, F(\at)(FRAME)
        \integers %r13, %r14, F(\at+12)(FRAME)
        .set    word, \at+14
        .irp    register, %f0, %f1, %f2, %f3
        \float  \register, F(word)(FRAME)
        .set    word, word+1
        .endr
.endm
// Afterwards only r15 leads to the frame. Only spm changes the condition code here.
.macro LOAD_REGISTERS
        FETCH   %r1, RCT_FRAME_BEFORE+RCT_REGISTER_FLAGS
        spm     %r1
        REGISTERS lmg, ld, RCT_FRAME_BEFORE
        FETCH   %r12, RCT_FRAME_BEFORE+18
.endm
.macro STORE_REGISTERS
        stg     %r12, 152(%r15)
        lg      FRAME, 160(%r15)
        REGISTERS stmg, std, RCT_FRAME_AFTER
        lg      %r1, 152(%r15)
        KEEP    %r1, RCT_FRAME_AFTER+18
        KEEP    %r15, RCT_FRAME_AFTER+RCT_REGISTER_SP
        lghi    %r1, 0
        ipm     %r1
        KEEP    %r1, RCT_FRAME_AFTER+RCT_REGISTER_FLAGS
.endm
#endif  // __ASSEMBLER__
