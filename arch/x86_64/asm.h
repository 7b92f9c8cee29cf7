// SPDX-License-Identifier: MIT
// The x86_64 port. RCT_FRAME_* are word indices of SectionFrame (arch/sections.h).
#define RCT_ABI "x86_64"
#define RCT_SIGNATURE 0x53053053  // by convention; with the three bytes before it, an undefined instruction
#define RCT_NR_RSEQ 334           // arch/x86/entry/syscalls/syscall_64.tbl
#define RCT_TRAP_SIGNAL SIGILL    // what DO_TRAP raises; the kernel reports the trap's own address
#define RCT_REGISTERS 21          // those of REGISTERS below, rbx, flags, rsp
#define RCT_REGISTER_FLAGS 19     // index of the flags in before[] and after[]
#define RCT_REGISTER_SP 20        // index of the stack pointer: only in after[], because the section fills before[]
#define RCT_FLAGS_PATTERN 0x8d5   // carry, parity, adjust, zero, sign, overflow
#define RCT_FLAGS_MASK 0x8d5      // the flags that a program sets
#define RCT_CONTEXT_PC(context) (context)->uc_mcontext.gregs[REG_RIP]
#define RCT_CONTEXT_SP(context) (context)->uc_mcontext.gregs[REG_RSP]
#define RCT_TRACEE_PC 16  // index of the program counter in NT_PRSTATUS
#define RCT_KVM "x86_64/kvm.h"  // a program for a virtual machine; optional
#define RCT_INT80 "x86_64/int80.h"  // the 32-bit system-call table, for 64-bit code; optional

#ifdef __ASSEMBLER__
#define F(index) ((index) * 8)
#define FRAME %rbx
#define OPERAND %r12
#define VALUE %rax
#define OTHER %r13

// Leaves the stack aligned for a call, and the frame on top of it.
.macro ENTER
        push    %rbx
        push    %r12
        push    %rbp
        push    %r13
        push    %r14
        push    %r15
        push    %rdi
        mov     %rdi, FRAME
        movq    %rsp, F(RCT_FRAME_BEFORE+RCT_REGISTER_SP)(FRAME)
        movq    F(RCT_FRAME_OPERAND)(FRAME), OPERAND
        movq    F(RCT_FRAME_DESCRIPTOR)(FRAME), %rcx
        movq    F(RCT_FRAME_CS_FIELD)(FRAME), %rdx
        mov     $1, OTHER
.endm
.macro ARM
        mov     %rcx, (%rdx)
.endm
.macro RETURN how
        mov     $\how, %eax
        add     $8, %rsp
        pop     %r15
        pop     %r14
        pop     %r13
        pop     %rbp
        pop     %r12
        pop     %rbx
        ret
.endm

.macro PAD
        nop
.endm
.macro SIGNATURE
        .byte   0x0f, 0xb9, 0x3d
        .long   RCT_SIGNATURE
.endm
.macro DO_TRAP
        ud2
.endm

.macro FETCH to, index
        movq    F(\index)(FRAME), \to
.endm
.macro KEEP from, index
        movq    \from, F(\index)(FRAME)
.endm
.macro LOAD to, address, offset
        mov     \offset(\address), \to
.endm
.macro STORE from, address, offset
        mov     \from, \offset(\address)
.endm
.macro LOAD32 to, address
        movslq  (\address), \to
.endm
.macro STORE32 from, address
        movl    \from\()d, (\address)
.endm
.macro IF_ZERO value, target
        test    \value, \value
        jz      \target
.endm
.macro IF_DIFFERENT value, other, target
        cmp     \value, \other
        jne     \target
.endm

.macro DO_SYSCALL
        FETCH   %rax, RCT_FRAME_NUMBER
        FETCH   %rdi, RCT_FRAME_ARGUMENT+0
        FETCH   %rsi, RCT_FRAME_ARGUMENT+1
        FETCH   %rdx, RCT_FRAME_ARGUMENT+2
        FETCH   %r10, RCT_FRAME_ARGUMENT+3
        FETCH   %r8, RCT_FRAME_ARGUMENT+4
        syscall
.endm
.macro SYSCALL_RESULT
.endm
.macro DO_CALL
        mov     OPERAND, %rdi
        call    *F(RCT_FRAME_CALLEE)(FRAME)
.endm

// Applies \op (FETCH or KEEP) to every register except rbx, the flags and rsp, at the frame's words from \at on.
.macro REGISTERS op, at
        .set    word, \at
        .irp    register, r8, r9, r10, r11, r12, r13, r14, r15, rax, rcx, rdx, rsi, rdi, rbp, xmm0, xmm1, xmm2, xmm3
        \op     %\register, word
        .set    word, word+1
        .endr
.endm
// Afterwards only rsp leads to the frame.
.macro LOAD_REGISTERS
        push    F(RCT_FRAME_BEFORE+RCT_REGISTER_FLAGS)(FRAME)
        popf
        REGISTERS FETCH, RCT_FRAME_BEFORE
        FETCH   %rbx, RCT_FRAME_BEFORE+18
.endm
.macro STORE_REGISTERS
        push    %rbx
        mov     8(%rsp), FRAME
        REGISTERS KEEP, RCT_FRAME_AFTER
        pop     F(RCT_FRAME_AFTER+18)(FRAME)
        KEEP    %rsp, RCT_FRAME_AFTER+RCT_REGISTER_SP
        pushf
        pop     F(RCT_FRAME_AFTER+RCT_REGISTER_FLAGS)(FRAME)
.endm
#endif  // __ASSEMBLER__
