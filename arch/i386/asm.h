// SPDX-License-Identifier: MIT
// The i386 port: a native 32-bit kernel's ABI, and the compat ABI of an x86_64 kernel.
#define RCT_ABI "i386"
#define RCT_SIGNATURE 0x53053053  // by convention; with the three bytes before it, an undefined instruction
#define RCT_NR_RSEQ 386           // arch/x86/entry/syscalls/syscall_32.tbl
#define RCT_TRAP_SIGNAL SIGILL    // what DO_TRAP raises; the kernel reports the trap's own address
#define RCT_REGISTERS 11          // eax-edx, esi, edi, ebp, flags, esp, xmm0-1 (low words)
#define RCT_REGISTER_FLAGS 7      // index of the flags in before[] and after[]
#define RCT_REGISTER_SP 8         // index of the stack pointer: only in after[], because the section fills before[]
#define RCT_FLAGS_PATTERN 0x8d5   // carry, parity, adjust, zero, sign, overflow
#define RCT_FLAGS_MASK 0x8d5      // the flags that a program sets
#define RCT_CONTEXT_PC(context) (context)->uc_mcontext.gregs[REG_EIP]
#define RCT_CONTEXT_SP(context) (context)->uc_mcontext.gregs[REG_ESP]
#define RCT_TRACEE_PC 12  // index of the program counter in NT_PRSTATUS
#define RCT_KVM "x86_64/kvm.h"  // a program for a virtual machine; optional

#ifdef __ASSEMBLER__
#define F(index) ((index) * 4)
#define FRAME %ebp
#define OPERAND %edi
#define VALUE %eax
#define OTHER %esi

// Leaves the stack aligned for a call with one argument, and the frame on top of it.
.macro ENTER
        push    %ebx
        push    %esi
        push    %edi
        push    %ebp
        mov     20(%esp), FRAME
        sub     $8, %esp
        push    FRAME
        mov     %esp, F(RCT_FRAME_BEFORE+RCT_REGISTER_SP)(FRAME)
        mov     F(RCT_FRAME_OPERAND)(FRAME), OPERAND
        mov     F(RCT_FRAME_DESCRIPTOR)(FRAME), %ecx
        mov     F(RCT_FRAME_CS_FIELD)(FRAME), %edx
        mov     $1, OTHER
.endm
// The upper half of rseq_cs is zero already, as in every area that librct provides, so one store arms.
.macro ARM
        mov     %ecx, (%edx)
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
.macro DO_TRAP
        ud2
.endm

.macro FETCH to, index
        mov     F(\index)(FRAME), \to
.endm
.macro KEEP from, index
        mov     \from, F(\index)(FRAME)
.endm
.macro LOAD to, address, offset
        mov     \offset(\address), \to
.endm
.macro STORE from, address, offset
        mov     \from, \offset(\address)
.endm
.macro LOAD32 to, address
        mov     (\address), \to
.endm
.macro STORE32 from, address
        mov     \from, (\address)
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
        FETCH   %eax, RCT_FRAME_NUMBER
        FETCH   %ebx, RCT_FRAME_ARGUMENT+0
        FETCH   %ecx, RCT_FRAME_ARGUMENT+1
        FETCH   %edx, RCT_FRAME_ARGUMENT+2
        FETCH   %esi, RCT_FRAME_ARGUMENT+3
        FETCH   %edi, RCT_FRAME_ARGUMENT+4
        int     $0x80
.endm
.macro SYSCALL_RESULT
.endm
.macro DO_CALL
        mov     OPERAND, (%esp)
        call    *F(RCT_FRAME_CALLEE)(FRAME)
.endm

// Applies \op (FETCH or KEEP) to every register except ebp, the flags and esp, at the frame's words from \at on.
.macro REGISTERS op, at
        .set    word, \at
        .irp    register, eax, ebx, ecx, edx, esi, edi
        \op     %\register, word
        .set    word, word+1
        .endr
.endm
// Afterwards only esp leads to the frame.
.macro LOAD_REGISTERS
        movd    F(RCT_FRAME_BEFORE+9)(FRAME), %xmm0
        movd    F(RCT_FRAME_BEFORE+10)(FRAME), %xmm1
        push    F(RCT_FRAME_BEFORE+RCT_REGISTER_FLAGS)(FRAME)
        popf
        REGISTERS FETCH, RCT_FRAME_BEFORE
        FETCH   %ebp, RCT_FRAME_BEFORE+6
.endm
.macro STORE_REGISTERS
        push    %ebp
        mov     4(%esp), FRAME
        REGISTERS KEEP, RCT_FRAME_AFTER
        movd    %xmm0, F(RCT_FRAME_AFTER+9)(FRAME)
        movd    %xmm1, F(RCT_FRAME_AFTER+10)(FRAME)
        pop     F(RCT_FRAME_AFTER+6)(FRAME)
        KEEP    %esp, RCT_FRAME_AFTER+RCT_REGISTER_SP
        pushf
        pop     F(RCT_FRAME_AFTER+RCT_REGISTER_FLAGS)(FRAME)
.endm
#endif  // __ASSEMBLER__
