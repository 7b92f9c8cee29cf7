// SPDX-License-Identifier: MIT
// The critical sections of arch/sections.S, as the assembler and C++ both see them.
#ifndef RCT_ARCH_SECTIONS_H_
#define RCT_ARCH_SECTIONS_H_

// How many instances of each section there are: in instance k the event's instruction is preceded by k
// padding instructions and followed by RCT_SLOTS-1-k, so that it is the section's first, each in between, and
// its last one.
#define RCT_SLOTS 5

// Offsets into SectionFrame, in machine words.
#define RCT_FRAME_CS_FIELD 0
#define RCT_FRAME_DESCRIPTOR 1
#define RCT_FRAME_OPERAND 2
#define RCT_FRAME_RESULT 3
#define RCT_FRAME_NUMBER 4
#define RCT_FRAME_ARGUMENT 5
#define RCT_FRAME_CALLEE 10
#define RCT_FRAME_ID_FIELD 11
#define RCT_FRAME_ID 12
#define RCT_FRAME_EXPECTED 13
#define RCT_FRAME_SECOND 14
#define RCT_FRAME_SECOND_EXPECTED 15
#define RCT_FRAME_SOURCE 16
#define RCT_FRAME_DESTINATION 17
#define RCT_FRAME_VALUE 18
#define RCT_FRAME_BEFORE 19
#define RCT_FRAME_AFTER (RCT_FRAME_BEFORE + RCT_REGISTERS)

// How many words the committing section copies.
#define RCT_COPIED 8

// The port, arch/<abi>. It comes after the indices because the assembler macros in it use them.
#include "asm.h"

// What it must define, besides the macros that sections.S names.
#ifndef RCT_ABI
#error "arch/<abi>/asm.h defines no RCT_ABI: the port's name, a string"
#endif
#ifndef RCT_SIGNATURE
#error "arch/<abi>/asm.h defines no RCT_SIGNATURE: the signature that run-times of this architecture use"
#endif
#ifndef RCT_NR_RSEQ
#error "arch/<abi>/asm.h defines no RCT_NR_RSEQ: the number of rseq(2)"
#endif
#ifndef RCT_TRAP_SIGNAL
#error "arch/<abi>/asm.h defines no RCT_TRAP_SIGNAL: the signal that DO_TRAP raises"
#endif
#ifndef RCT_REGISTERS
#error \
    "arch/<abi>/asm.h defines no RCT_REGISTERS: how many registers the section of registers loads and stores"
#endif
#ifndef RCT_REGISTER_FLAGS
#error "arch/<abi>/asm.h defines no RCT_REGISTER_FLAGS: which of these are the flags"
#endif
#ifndef RCT_REGISTER_SP
#error "arch/<abi>/asm.h defines no RCT_REGISTER_SP: which is the stack pointer"
#endif
#ifndef RCT_FLAGS_PATTERN
#error "arch/<abi>/asm.h defines no RCT_FLAGS_PATTERN: flags that a program can set, all set"
#endif
#ifndef RCT_FLAGS_MASK
#error "arch/<abi>/asm.h defines no RCT_FLAGS_MASK: the bits that these are"
#endif
#ifndef RCT_CONTEXT_PC
#error "arch/<abi>/asm.h defines no RCT_CONTEXT_PC: the program counter in a ucontext_t"
#endif
#ifndef RCT_CONTEXT_SP
#error "arch/<abi>/asm.h defines no RCT_CONTEXT_SP: the stack pointer in a ucontext_t"
#endif
#ifndef RCT_TRACEE_PC
#error "arch/<abi>/asm.h defines no RCT_TRACEE_PC: the index of the program counter in NT_PRSTATUS"
#endif

#ifndef __ASSEMBLER__
#include <cstddef>
#include <cstdint>

namespace rct {

// What a section is given and what it gives back. A section is entered through SectionCode::enter with a
// frame.
struct SectionFrame {
  void* cs_field;          // address of the area's rseq_cs, where the section arms itself
  const void* descriptor;  // what it stores there
  void* operand;  // spin: the word; load, store: the address; call: the callee's argument; commit: the word
                  // to change; pop: the head of a list, whose elements begin with the address of the next
  long result;    // system call, call: what it returned; pop: the element that was the first
  long number;    // system call: its number
  long argument[5];                        // system call: its arguments
  long (*callee)(void* operand);           // call: the function called inside the section
  const volatile std::uint32_t* id_field;  // commit, pop: where the area has the id (cpu_id, mm_cid), and
  std::uintptr_t id;                       // which it must be; else the section declines
  std::uintptr_t expected;                 // commit: what the operand must be,
  const void* second;                      // and another word, and what that must be; else it declines
  std::uintptr_t second_expected;
  const std::uintptr_t* source;  // RCT_COPIED words that are copied before the commit
  std::uintptr_t* destination;
  std::uintptr_t value;                  // what the commit stores into the operand
  std::uintptr_t before[RCT_REGISTERS];  // registers: what is loaded inside the section
  std::uintptr_t after[RCT_REGISTERS];   // registers: what was found on leaving it, by whichever way
};

#define RCT_OFFSET(field, index)                                         \
  static_assert(offsetof(SectionFrame, field) == (index) * sizeof(long), \
                "SectionFrame differs from sections.S")
RCT_OFFSET(cs_field, RCT_FRAME_CS_FIELD);
RCT_OFFSET(descriptor, RCT_FRAME_DESCRIPTOR);
RCT_OFFSET(operand, RCT_FRAME_OPERAND);
RCT_OFFSET(result, RCT_FRAME_RESULT);
RCT_OFFSET(number, RCT_FRAME_NUMBER);
RCT_OFFSET(argument, RCT_FRAME_ARGUMENT);
RCT_OFFSET(callee, RCT_FRAME_CALLEE);
RCT_OFFSET(id_field, RCT_FRAME_ID_FIELD);
RCT_OFFSET(id, RCT_FRAME_ID);
RCT_OFFSET(expected, RCT_FRAME_EXPECTED);
RCT_OFFSET(second, RCT_FRAME_SECOND);
RCT_OFFSET(second_expected, RCT_FRAME_SECOND_EXPECTED);
RCT_OFFSET(source, RCT_FRAME_SOURCE);
RCT_OFFSET(destination, RCT_FRAME_DESTINATION);
RCT_OFFSET(value, RCT_FRAME_VALUE);
RCT_OFFSET(before, RCT_FRAME_BEFORE);
RCT_OFFSET(after, RCT_FRAME_AFTER);
#undef RCT_OFFSET

// One instance of a section in memory. Addresses are exact: `start` directly follows the store that arms the
// section, so whoever finds the area's rseq_cs set to the descriptor knows that the thread is at `start` or
// beyond.
struct SectionCode {
  long (*enter)(SectionFrame*);  // 0: ran to its end; 1: left through its abort handler; 2: declined
  std::uintptr_t start;          // first instruction of the section
  std::uintptr_t body;           // the instruction(s) in which the event is provoked
  std::uintptr_t body_end;       // the next one
  std::uintptr_t post_commit;    // first instruction after the section
  std::uintptr_t signature;      // what stands before the abort handler, and is an instruction of its own
  std::uintptr_t abort;          // abort handler; RCT_SIGNATURE is in the four bytes before it
  std::uintptr_t end;            // of the code; what leads from `enter` here may be copied to anywhere

  bool Contains(std::uintptr_t pc) const { return pc >= start && pc < post_commit; }
};

extern "C" {
extern const SectionCode rct_sections_spin[RCT_SLOTS];
extern const SectionCode rct_sections_trap[RCT_SLOTS];
extern const SectionCode rct_sections_load[RCT_SLOTS];
extern const SectionCode rct_sections_store[RCT_SLOTS];
extern const SectionCode rct_sections_syscall[RCT_SLOTS];
extern const SectionCode rct_sections_call[RCT_SLOTS];
extern const SectionCode rct_sections_commit[1];
extern const SectionCode rct_sections_pop[1];
extern const SectionCode rct_sections_registers[1];
}

}  // namespace rct
#endif  // __ASSEMBLER__

#endif  // RCT_ARCH_SECTIONS_H_
