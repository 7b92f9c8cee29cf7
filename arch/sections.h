// SPDX-License-Identifier: MIT
// The critical sections of arch/sections.S, for both the assembler and C++.
#ifndef RCT_ARCH_SECTIONS_H_
#define RCT_ARCH_SECTIONS_H_

// How many instances of each section there are. In instance k, k padding instructions precede the event's
// instruction and RCT_SLOTS-1-k follow it, so that it is the section's first instruction, each one in
// between, and its last.
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

// The port, arch/<abi>. It comes after the indices because its assembler macros use them.
#include "asm.h"

// What the port must define, besides the macros that sections.S names.
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

// A section's input and output: SectionCode::enter takes a frame.
struct SectionFrame {
  void* cs_field;          // address of the area's rseq_cs, where the section arms itself
  const void* descriptor;  // the value that it stores there
  void* operand;  // spin: the word; load, store: the address; call: the callee's argument; commit: the word
                  // to change; pop: the head of a list, whose elements begin with the address of the next
  long result;    // system call, call: the return value; pop: the element that was the first
  long number;    // system call: its number
  long argument[5];                        // system call: its arguments
  long (*callee)(void* operand);           // call: the function called inside the section
  const volatile std::uint32_t* id_field;  // commit, pop: the area's field with the id (cpu_id, mm_cid),
  std::uintptr_t id;                       // and its required value; else the section declines
  std::uintptr_t expected;                 // commit: the operand's required value;
  const void* second;                      // another word and its required value; else it declines
  std::uintptr_t second_expected;
  const std::uintptr_t* source;  // RCT_COPIED words to copy before the commit
  std::uintptr_t* destination;
  std::uintptr_t value;                  // the value that the commit stores in the operand
  std::uintptr_t before[RCT_REGISTERS];  // registers: loaded inside the section
  std::uintptr_t after[RCT_REGISTERS];   // registers: found after leaving it, by either way
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

// One instance of a section in memory. The addresses are exact: `start` directly follows the store that arms
// the section, so a thread whose area's rseq_cs is the descriptor is at `start` or beyond.
struct SectionCode {
  long (*enter)(SectionFrame*);  // 0: ran to its end; 1: left through its abort handler; 2: declined
  std::uintptr_t start;          // first instruction of the section
  std::uintptr_t body;           // the instruction(s) during which the event happens
  std::uintptr_t body_end;       // the instruction after them
  std::uintptr_t post_commit;    // first instruction after the section
  std::uintptr_t signature;      // the instruction before the abort handler, with the signature
  std::uintptr_t abort;          // abort handler; RCT_SIGNATURE is in the four bytes before it
  std::uintptr_t end;  // end of the code; the code from `enter` to here may be copied to any address

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
