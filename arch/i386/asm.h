// SPDX-License-Identifier: MIT
// The i386 port: a native 32-bit kernel's ABI, and the compat ABI of an x86_64 kernel.
#ifndef RCT_ARCH_I386_ASM_H_
#define RCT_ARCH_I386_ASM_H_

#define RCT_ABI "i386"
#define RCT_SIGNATURE 0x53053053  // by convention; with the three bytes before it an undefined instruction
#define RCT_NR_RSEQ 386           // arch/x86/entry/syscalls/syscall_32.tbl
#define RCT_TRAP_SIGNAL SIGILL    // what BODY_trap raises; the kernel reports the trap's own address
#define RCT_REGISTERS 11          // eax-edx, esi, edi, ebp, flags, esp, xmm0-1 (low words)
#define RCT_REGISTER_FLAGS 7      // index of the flags in before[] and after[]
#define RCT_REGISTER_SP 8         // index of the stack pointer: after[] only, before[] is filled by the section
#define RCT_FLAGS_PATTERN 0x8d5   // carry, parity, adjust, zero, sign, overflow
#define RCT_FLAGS_MASK 0x8d5      // the flags that a program sets
#define RCT_CONTEXT_PC(context) (context)->uc_mcontext.gregs[REG_EIP]
#define RCT_CONTEXT_SP(context) (context)->uc_mcontext.gregs[REG_ESP]
#define RCT_TRACEE_PC(registers) (registers).eip  // of a user_regs_struct
#define RCT_KVM "x86_64/kvm.h"  // a program for a virtual machine; a port may be without

#ifdef __ASSEMBLER__
#define F(index) ((index) * 4)

.macro WORD a, b, c
        .long \a, \b, \c
.endm

// Entry: ebp = frame, edi = operand, eax and edx ready for ARM. Leaves the stack aligned for a call with one argument.
.macro ENTER
        push    %ebx
        push    %esi
        push    %edi
        push    %ebp
        mov     20(%esp), %ebp
        sub     $8, %esp
        push    %ebp
        mov     %esp, F(RCT_FRAME_BEFORE+RCT_REGISTER_SP)(%ebp)
        mov     F(RCT_FRAME_OPERAND)(%ebp), %edi
        mov     F(RCT_FRAME_DESCRIPTOR)(%ebp), %eax
        mov     F(RCT_FRAME_CS_FIELD)(%ebp), %edx
.endm

// The upper half of rseq_cs is zero already (registration.cc sees to it), so that one store arms.
.macro ARM
        mov     %eax, (%edx)
.endm

.macro RETURN how
        mov     $\how, %eax
        add     $12, %esp
        pop     %ebp
        pop     %edi
        pop     %esi
        pop     %ebx
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
1:      cmpl    $0, (%edi)
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
        mov     (%edi), %esi
.endm
.macro LEAVE_load how
        RETURN  \how
.endm

.macro BODY_store
        movl    $1, (%edi)
.endm
.macro LEAVE_store how
        RETURN  \how
.endm

.macro BODY_syscall
        mov     F(RCT_FRAME_NUMBER)(%ebp), %eax
        mov     F(RCT_FRAME_ARGUMENT+0)(%ebp), %ebx
        mov     F(RCT_FRAME_ARGUMENT+1)(%ebp), %ecx
        mov     F(RCT_FRAME_ARGUMENT+2)(%ebp), %edx
        mov     F(RCT_FRAME_ARGUMENT+3)(%ebp), %esi
        mov     F(RCT_FRAME_ARGUMENT+4)(%ebp), %edi
        int     $0x80
.endm
.macro LEAVE_syscall how
        mov     %eax, F(RCT_FRAME_RESULT)(%ebp)
        RETURN  \how
.endm

.macro BODY_call
        mov     %edi, (%esp)
        call    *F(RCT_FRAME_CALLEE)(%ebp)
.endm
.macro LEAVE_call how
        mov     %eax, F(RCT_FRAME_RESULT)(%ebp)
        RETURN  \how
.endm

// Only esp is left to find the frame by: it lies on top of the stack.
.macro BODY_registers
        movd    F(RCT_FRAME_BEFORE+9)(%ebp), %xmm0
        movd    F(RCT_FRAME_BEFORE+10)(%ebp), %xmm1
        push    F(RCT_FRAME_BEFORE+RCT_REGISTER_FLAGS)(%ebp)
        popf
        mov     F(RCT_FRAME_BEFORE+0)(%ebp), %eax
        mov     F(RCT_FRAME_BEFORE+1)(%ebp), %ebx
        mov     F(RCT_FRAME_BEFORE+2)(%ebp), %ecx
        mov     F(RCT_FRAME_BEFORE+3)(%ebp), %edx
        mov     F(RCT_FRAME_BEFORE+4)(%ebp), %esi
        mov     F(RCT_FRAME_BEFORE+5)(%ebp), %edi
        mov     F(RCT_FRAME_BEFORE+6)(%ebp), %ebp
        ud2
.endm
.macro LEAVE_registers how
        push    %eax
        mov     4(%esp), %eax
        mov     %ebx, F(RCT_FRAME_AFTER+1)(%eax)
        mov     %ecx, F(RCT_FRAME_AFTER+2)(%eax)
        mov     %edx, F(RCT_FRAME_AFTER+3)(%eax)
        mov     %esi, F(RCT_FRAME_AFTER+4)(%eax)
        mov     %edi, F(RCT_FRAME_AFTER+5)(%eax)
        mov     %ebp, F(RCT_FRAME_AFTER+6)(%eax)
        movd    %xmm0, F(RCT_FRAME_AFTER+9)(%eax)
        movd    %xmm1, F(RCT_FRAME_AFTER+10)(%eax)
        pop     %ebx
        mov     %ebx, F(RCT_FRAME_AFTER+0)(%eax)
        mov     %esp, F(RCT_FRAME_AFTER+RCT_REGISTER_SP)(%eax)
        pushf
        pop     %ebx
        mov     %ebx, F(RCT_FRAME_AFTER+RCT_REGISTER_FLAGS)(%eax)
        RETURN  \how
.endm
#endif  // __ASSEMBLER__

#endif  // RCT_ARCH_I386_ASM_H_
