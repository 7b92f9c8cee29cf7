// SPDX-License-Identifier: MIT
// The x86_64 port. RCT_FRAME_* are word indices of SectionFrame (arch/sections.h).
#ifndef RCT_ARCH_X86_64_ASM_H_
#define RCT_ARCH_X86_64_ASM_H_

#define RCT_ABI "x86_64"
#define RCT_SIGNATURE 0x53053053  // by convention; with the three bytes before it an undefined instruction
#define RCT_NR_RSEQ 334           // arch/x86/entry/syscalls/syscall_64.tbl
#define RCT_TRAP_SIGNAL SIGILL    // what BODY_trap raises; the kernel reports the trap's own address
#define RCT_REGISTERS 21          // r8-r15, rax-rdx, rsi, rdi, rbp, flags, rsp, xmm0-3 (low halves)
#define RCT_REGISTER_FLAGS 15     // index of the flags in before[] and after[]
#define RCT_REGISTER_SP 16        // index of the stack pointer: after[] only, before[] is filled by the section
#define RCT_FLAGS_PATTERN 0x8d5   // carry, parity, adjust, zero, sign, overflow
#define RCT_FLAGS_MASK 0x8d5      // the flags that a program sets
#define RCT_CONTEXT_PC(context) (context)->uc_mcontext.gregs[REG_RIP]
#define RCT_CONTEXT_SP(context) (context)->uc_mcontext.gregs[REG_RSP]
#define RCT_TRACEE_PC(registers) (registers).rip  // of a user_regs_struct
#define RCT_KVM "x86_64/kvm.h"  // a program for a virtual machine; a port may be without
#define RCT_INT80 "x86_64/int80.h"  // the 32-bit table of system calls, for 64-bit code

#ifdef __ASSEMBLER__
#define F(index) ((index) * 8)

.macro WORD a, b, c
        .quad \a, \b, \c
.endm

// Entry: rbx = frame, r12 = operand, rax and rdx ready for ARM. Leaves the stack aligned for a call.
.macro ENTER
        push    %rbx
        push    %r12
        push    %rbp
        push    %r13
        push    %r14
        push    %r15
        push    %rdi
        mov     %rdi, %rbx
        mov     %rsp, F(RCT_FRAME_BEFORE+RCT_REGISTER_SP)(%rbx)
        mov     F(RCT_FRAME_OPERAND)(%rbx), %r12
        mov     F(RCT_FRAME_DESCRIPTOR)(%rbx), %rax
        mov     F(RCT_FRAME_CS_FIELD)(%rbx), %rdx
.endm

.macro ARM
        mov     %rax, (%rdx)
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

.macro BODY_spin
1:      cmpl    $0, (%r12)
        je      1b
.endm
.macro LEAVE_spin how
        RETURN  \how
.endm

.macro BODY_trap
        ud2
.endm
.macro LEAVE_trap how
        RETURN  \how
.endm

.macro BODY_load
        mov     (%r12), %r13d
.endm
.macro LEAVE_load how
        RETURN  \how
.endm

.macro BODY_store
        movl    $1, (%r12)
.endm
.macro LEAVE_store how
        RETURN  \how
.endm

.macro BODY_syscall
        mov     F(RCT_FRAME_NUMBER)(%rbx), %rax
        mov     F(RCT_FRAME_ARGUMENT+0)(%rbx), %rdi
        mov     F(RCT_FRAME_ARGUMENT+1)(%rbx), %rsi
        mov     F(RCT_FRAME_ARGUMENT+2)(%rbx), %rdx
        mov     F(RCT_FRAME_ARGUMENT+3)(%rbx), %r10
        mov     F(RCT_FRAME_ARGUMENT+4)(%rbx), %r8
        syscall
.endm
.macro LEAVE_syscall how
        mov     %rax, F(RCT_FRAME_RESULT)(%rbx)
        RETURN  \how
.endm

.macro BODY_call
        mov     %r12, %rdi
        call    *F(RCT_FRAME_CALLEE)(%rbx)
.endm
.macro LEAVE_call how
        mov     %rax, F(RCT_FRAME_RESULT)(%rbx)
        RETURN  \how
.endm

// Only rsp is left to find the frame by: it lies on top of the stack.
.macro BODY_registers
        movq    F(RCT_FRAME_BEFORE+17)(%rbx), %xmm0
        movq    F(RCT_FRAME_BEFORE+18)(%rbx), %xmm1
        movq    F(RCT_FRAME_BEFORE+19)(%rbx), %xmm2
        movq    F(RCT_FRAME_BEFORE+20)(%rbx), %xmm3
        push    F(RCT_FRAME_BEFORE+RCT_REGISTER_FLAGS)(%rbx)
        popf
        mov     F(RCT_FRAME_BEFORE+0)(%rbx), %r8
        mov     F(RCT_FRAME_BEFORE+1)(%rbx), %r9
        mov     F(RCT_FRAME_BEFORE+2)(%rbx), %r10
        mov     F(RCT_FRAME_BEFORE+3)(%rbx), %r11
        mov     F(RCT_FRAME_BEFORE+4)(%rbx), %r12
        mov     F(RCT_FRAME_BEFORE+5)(%rbx), %r13
        mov     F(RCT_FRAME_BEFORE+6)(%rbx), %r14
        mov     F(RCT_FRAME_BEFORE+7)(%rbx), %r15
        mov     F(RCT_FRAME_BEFORE+8)(%rbx), %rax
        mov     F(RCT_FRAME_BEFORE+10)(%rbx), %rcx
        mov     F(RCT_FRAME_BEFORE+11)(%rbx), %rdx
        mov     F(RCT_FRAME_BEFORE+12)(%rbx), %rsi
        mov     F(RCT_FRAME_BEFORE+13)(%rbx), %rdi
        mov     F(RCT_FRAME_BEFORE+14)(%rbx), %rbp
        mov     F(RCT_FRAME_BEFORE+9)(%rbx), %rbx
        ud2
.endm
.macro LEAVE_registers how
        push    %rax
        mov     8(%rsp), %rax
        mov     %r8, F(RCT_FRAME_AFTER+0)(%rax)
        mov     %r9, F(RCT_FRAME_AFTER+1)(%rax)
        mov     %r10, F(RCT_FRAME_AFTER+2)(%rax)
        mov     %r11, F(RCT_FRAME_AFTER+3)(%rax)
        mov     %r12, F(RCT_FRAME_AFTER+4)(%rax)
        mov     %r13, F(RCT_FRAME_AFTER+5)(%rax)
        mov     %r14, F(RCT_FRAME_AFTER+6)(%rax)
        mov     %r15, F(RCT_FRAME_AFTER+7)(%rax)
        mov     %rbx, F(RCT_FRAME_AFTER+9)(%rax)
        mov     %rcx, F(RCT_FRAME_AFTER+10)(%rax)
        mov     %rdx, F(RCT_FRAME_AFTER+11)(%rax)
        mov     %rsi, F(RCT_FRAME_AFTER+12)(%rax)
        mov     %rdi, F(RCT_FRAME_AFTER+13)(%rax)
        mov     %rbp, F(RCT_FRAME_AFTER+14)(%rax)
        movq    %xmm0, F(RCT_FRAME_AFTER+17)(%rax)
        movq    %xmm1, F(RCT_FRAME_AFTER+18)(%rax)
        movq    %xmm2, F(RCT_FRAME_AFTER+19)(%rax)
        movq    %xmm3, F(RCT_FRAME_AFTER+20)(%rax)
        pop     %rbx
        mov     %rbx, F(RCT_FRAME_AFTER+8)(%rax)
        mov     %rsp, F(RCT_FRAME_AFTER+RCT_REGISTER_SP)(%rax)
        pushf
        pop     %rbx
        mov     %rbx, F(RCT_FRAME_AFTER+RCT_REGISTER_FLAGS)(%rax)
        RETURN  \how
.endm
#endif  // __ASSEMBLER__

#endif  // RCT_ARCH_X86_64_ASM_H_
