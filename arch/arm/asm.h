// SPDX-License-Identifier: MIT
// The arm port: ARM instructions, little-endian. On abort the kernel sets only the program counter, so the handler must
// use the section's instruction set.
#define RCT_ABI "arm"
#define RCT_SIGNATURE 0xe7f5def3      // by convention: udf #24035
#define RCT_NR_RSEQ 398               // arch/arm/tools/syscall.tbl
#define RCT_TRAP_SIGNAL SIGILL        // what DO_TRAP raises; the kernel reports the trap's own address
#define RCT_TRAPS_LEAVE_EVENTS        // up to 6.18: after the trap aborts, its signal leaves an event: bugs/arm.toml
#define RCT_REGISTERS 20              // r0-r7, r9-r12, lr, s0-s3, r8, flags, sp
#define RCT_REGISTER_FLAGS 18         // index of the flags in before[] and after[]
#define RCT_REGISTER_SP 19            // index of sp: only in after[], because the section fills before[]
#define RCT_FLAGS_PATTERN 0xf8000000  // negative, zero, carry, overflow, saturation
#define RCT_FLAGS_MASK 0xf8000000     // the flags that a program sets
#define RCT_CONTEXT_PC(context) (context)->uc_mcontext.arm_pc
#define RCT_CONTEXT_SP(context) (context)->uc_mcontext.arm_sp
#define RCT_TRACEE_PC 15  // index of the program counter in NT_PRSTATUS

#ifdef __ASSEMBLER__
#define F(index) ((index) * 4)
#define FRAME r8
#define OPERAND r9
#define VALUE r0
#define OTHER r10
        .arm

// Leaves the stack aligned for a call, and the frame on top of it.
.macro ENTER
        push    {r0, r4-r11, lr}
        mov     FRAME, r0
        KEEP    sp, RCT_FRAME_BEFORE+RCT_REGISTER_SP
        FETCH   OPERAND, RCT_FRAME_OPERAND
        mov     OTHER, #1
        FETCH   r1, RCT_FRAME_DESCRIPTOR
        FETCH   r2, RCT_FRAME_CS_FIELD
.endm
.macro ARM                      // the upper half stays zero
        str     r1, [r2]
.endm
.macro RETURN how
        mov     r0, #\how
        add     sp, sp, #4
        pop     {r4-r11, pc}
.endm

.macro PAD
        nop
.endm
.macro SIGNATURE
        .inst   RCT_SIGNATURE
.endm
.macro DO_TRAP
        udf     #0xde0          // its lower half traps in Thumb code as well, such as the vDSO of a 64-bit kernel
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
        ldr     \to, [\address]
.endm
.macro STORE32 from, address
        str     \from, [\address]
.endm
.macro IF_ZERO value, target
        cmp     \value, #0
        beq     \target
.endm
.macro IF_DIFFERENT value, other, target
        cmp     \value, \other
        bne     \target
.endm

.macro DO_SYSCALL
        FETCH   r7, RCT_FRAME_NUMBER
        FETCH   r0, RCT_FRAME_ARGUMENT+0
        FETCH   r1, RCT_FRAME_ARGUMENT+1
        FETCH   r2, RCT_FRAME_ARGUMENT+2
        FETCH   r3, RCT_FRAME_ARGUMENT+3
        FETCH   r4, RCT_FRAME_ARGUMENT+4
        svc     #0
.endm
.macro SYSCALL_RESULT
.endm
.macro DO_CALL
        mov     r0, OPERAND
        FETCH   r3, RCT_FRAME_CALLEE
        blx     r3
.endm

// Afterwards only sp leads to the frame. Only msr changes the flags here.
.macro LOAD_REGISTERS
        FETCH   r0, RCT_FRAME_BEFORE+RCT_REGISTER_FLAGS
        msr     apsr_nzcvq, r0
        add     FRAME, FRAME, #F(RCT_FRAME_BEFORE)
        ldm     FRAME!, {r0-r7, r9-r12, lr}
        vldm    FRAME!, {s0-s3}
        ldr     r8, [FRAME]
.endm
.macro STORE_REGISTERS
        str     r8, [sp, #-8]!
        ldr     FRAME, [sp, #8]
        add     FRAME, FRAME, #F(RCT_FRAME_AFTER)
        stm     FRAME!, {r0-r7, r9-r12, lr}
        vstm    FRAME!, {s0-s3}
        mrs     r1, apsr
        ldr     r0, [sp], #8
        mov     r2, sp
        stm     FRAME, {r0-r2}
.endm
#endif  // __ASSEMBLER__
