// SPDX-License-Identifier: MIT
// T1: a synchronous event at one exact instruction. The section traps; the signal's delivery is the event.
#ifndef RCT_TRAP_H_
#define RCT_TRAP_H_

#include <cstdint>
#include <functional>

#include "rct/section.h"

namespace rct {

// What the signal handler saw when the section trapped.
struct TrapSeen {
  int count = 0;  // how often the handler was entered during the section run
  int signal = 0;
  std::uintptr_t pc = 0;  // program counter in the interrupted context
  std::uintptr_t sp = 0;  // stack pointer there
  Area area{};            // a copy of the whole area at the handler's entry
};

struct TrapPassage : Passage {
  TrapSeen trap;
};

// Runs a trapping section (or a load/store section whose operand faults) until the trap is taken inside it.
// Handles SIGILL, SIGTRAP, SIGSEGV and SIGBUS meanwhile. If the kernel did not abort, the handler steps over
// the instruction and the section runs to its end. A section run that the scheduler ended before the trap
// does not count; one that ended before the trap undisturbed is a failure. `in_handler` runs in the handler.
TrapPassage Trap(Section& section, Area* area, const std::function<void()>& in_handler = nullptr);

// The same with these SA_… flags for the handlers. `in_handler` gets the interrupted context and may change
// its program counter by SetContextPc.
TrapPassage TrapWith(Section& section, Area* area, int flags,
                     const std::function<void(void* context)>& in_handler);

// Uses up what earlier events left pending for this thread, by aborting a section with the signature of
// `like`. Up to 6.18 the kernel keeps the mark of a context switch while the thread is outside any section,
// and applies it at a later return to user mode with work to do, such as mm_cid's periodic work. That aborts
// a section in which no event happened (kernel/rseq.c, rseq_need_restart; seen on 6.18). Call it before a
// section run that must not abort; no context switch may come between the call and the end of the run.
void SettleEvents(Section& like, Area* area);

// Runs Trap in a child, for sections that may kill: registers in `mode`, builds the section over `code`, lets
// `spoil` change it, and traps. `check` states the expectations, in the child. The caller must not be
// registered, because a child inherits that.
struct Ending;
Ending TrapInChild(Mode mode, const SectionCode& code, const std::function<void(Section&)>& spoil,
                   const std::function<void(const TrapPassage&)>& check = nullptr);

// Reads and sets the program counter of a signal's context (the third argument of an SA_SIGINFO handler).
std::uintptr_t ContextPc(const void* context);
void SetContextPc(void* context, std::uintptr_t pc);

}  // namespace rct

#endif  // RCT_TRAP_H_
