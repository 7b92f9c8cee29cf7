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
  int count = 0;  // how often it was entered during the passage
  int signal = 0;
  std::uintptr_t pc = 0;  // program counter in the context that it interrupted
  std::uintptr_t sp = 0;  // stack pointer there
  Area area{};            // a copy of the whole area as it was on entry
};

struct TrapPassage : Passage {
  TrapSeen trap;
};

// Enters a trapping section (or a load/store section whose operand faults) until the trap is taken inside it.
// Handlers for SIGILL, SIGTRAP, SIGSEGV and SIGBUS are in place meanwhile. If the kernel did not abort, the
// handler steps over the instruction and the section runs to its end. A pass that the scheduler ended before
// the trap does not count; one that ended before the trap although nobody disturbed it is a failure.
// `in_handler` runs in the handler.
TrapPassage Trap(Section& section, Area* area, const std::function<void()>& in_handler = nullptr);

// The same with handlers that have these SA_… flags, and with the interrupted context for `in_handler`, which
// may change its program counter by SetContextPc.
TrapPassage TrapWith(Section& section, Area* area, int flags,
                     const std::function<void(void* context)>& in_handler);

// Uses up what earlier events have left pending for this thread, by an abort of a section signed as `like`
// is. Up to 6.18 the kernel notes a context switch, keeps the note while the thread is outside any section,
// and honours it whenever it next returns to user mode with something to do, be it only the periodic work of
// mm_cid's upkeep: a section that nothing happened to is then aborted (kernel/rseq.c, rseq_need_restart; seen
// on 6.18). So before a passage that nothing must abort; and no context switch may come between this and the
// passage's end.
void SettleEvents(Section& like, Area* area);

// Runs Trap in a child (the caller must not be registered itself, a child inherits that): registers in
// `mode`, builds the section over `code`, lets `spoil` change it, traps. What is expected of the passage is
// said by `check`, in the child. For sections that may kill.
struct Ending;
Ending TrapInChild(Mode mode, const SectionCode& code, const std::function<void(Section&)>& spoil,
                   const std::function<void(const TrapPassage&)>& check = nullptr);

// The program counter of a signal's context (the third argument of an SA_SIGINFO handler), and setting it.
std::uintptr_t ContextPc(const void* context);
void SetContextPc(void* context, std::uintptr_t pc);

}  // namespace rct

#endif  // RCT_TRAP_H_
