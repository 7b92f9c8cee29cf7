// SPDX-License-Identifier: MIT
#include "rct/trap.h"

#include <fcntl.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <type_traits>

#include "rct/child.h"
#include "rct/cpu.h"
#include "rct/file.h"
#include "rct/memory.h"
#include "rct/verdict.h"
#include "until.h"

namespace rct {
namespace {

// The handler's data. Only one thread traps at a time, but its handler may trap again.
struct Watch {
  TrapSeen seen;
  const SectionCode* code;
  std::uintptr_t abort_ip;
  Area* area;
  const std::function<void(void*)>* in_handler;
};
Watch* watch = nullptr;

bool IsInBody(const SectionCode& code, std::uintptr_t pc) {
  return pc == code.body || (pc > code.body && pc < code.body_end);
}

void OnTrap(int signal, siginfo_t* /*info*/, void* context) {
  TrapSeen& seen = watch->seen;
  ++seen.count;
  seen.signal = signal;
  seen.pc = ContextPc(context);
  seen.sp = static_cast<std::uintptr_t>(RCT_CONTEXT_SP(static_cast<ucontext_t*>(context)));
  seen.area.cpu_id_start = watch->area->cpu_id_start;
  seen.area.cpu_id = watch->area->cpu_id;
  seen.area.rseq_cs = watch->area->rseq_cs;
  seen.area.flags = watch->area->flags;
  seen.area.node_id = watch->area->node_id;
  seen.area.mm_cid = watch->area->mm_cid;
  if (*watch->in_handler) (*watch->in_handler)(context);
  if (seen.pc == watch->abort_ip) return;
  if (IsInBody(*watch->code, seen.pc))
    SetContextPc(context, watch->code->body_end);  // not aborted: step over the trap
  else
    ::signal(signal, SIG_DFL);  // a trap elsewhere: let it repeat and kill
}

#ifdef RCT_TRAP_ADDRESS
// DO_TRAP reads this page of an empty file.
const bool trap_page = [] {
  const File file(memfd_create("trap", MFD_CLOEXEC));
  void* const where = reinterpret_cast<void*>(RCT_TRAP_ADDRESS);
  RequireCall(mmap(where, PageSize(), PROT_READ, MAP_SHARED | MAP_FIXED, file.get(), 0) == where,
              "mmap of the page that traps");
  return true;
}();
#endif

#ifdef RCT_TRAPS_LEAVE_EVENTS
// A call that gives the kernel work on its way back, but no event: it closes a file's last descriptor.
void CallForWork(const Section& like, Area* area) {
  static const int kept = eventfd(0, EFD_CLOEXEC);
  const File last(eventfd(0, EFD_CLOEXEC));
  RequireCall(kept != -1 && last, "eventfd");
  Section section(SyscallSections().front());
  section.descriptor().abort_ip = like.code.abort;
  section.frame.number = SYS_dup3;
  section.frame.argument[0] = kept;
  section.frame.argument[1] = last.get();
  section.frame.argument[2] = O_CLOEXEC;
  section.Enter(area);
}
#endif

bool Holds(std::span<const SectionCode> codes, const SectionCode& code) {
  return &code >= codes.data() && &code < codes.data() + codes.size();
}

// The handlers for a section run; the destructor restores the previous ones.
class Handlers {
 public:
  Handlers(const SectionCode& code, int flags) {
    struct sigaction action{};
    action.sa_sigaction = OnTrap;
    action.sa_flags = SA_SIGINFO | flags;
    sigemptyset(&action.sa_mask);
    const bool faults = Holds(LoadSections(), code) || Holds(StoreSections(), code);
    count_ = faults ? 4 : RCT_TRAP_SIGNAL == SIGBUS ? 3 : 2;
    for (int i = 0; i < count_; ++i)
      RequireCall(sigaction(kSignals[i], &action, &previous_[i]) == 0, "sigaction");
  }
  ~Handlers() {
    for (int i = 0; i < count_; ++i) sigaction(kSignals[i], &previous_[i], nullptr);
  }
  Handlers(const Handlers&) = delete;
  Handlers& operator=(const Handlers&) = delete;

 private:
  static constexpr int kSignals[] = {SIGILL, SIGTRAP, SIGBUS, SIGSEGV};
  struct sigaction previous_[4];
  int count_;
};

}  // namespace

std::uintptr_t ContextPc(const void* context) {
  return static_cast<std::uintptr_t>(RCT_CONTEXT_PC(static_cast<const ucontext_t*>(context)));
}

void SetContextPc(void* context, std::uintptr_t pc) {
  auto& where = RCT_CONTEXT_PC(static_cast<ucontext_t*>(context));
  where = static_cast<std::remove_reference_t<decltype(where)>>(pc);
}

TrapPassage Trap(Section& section, Area* area, const std::function<void()>& in_handler) {
  if (!in_handler) return TrapWith(section, area, 0, nullptr);
  return TrapWith(section, area, 0, [&](void* /*context*/) { in_handler(); });
}

TrapPassage TrapWith(Section& section, Area* area, int flags,
                     const std::function<void(void* context)>& in_handler) {
  const Handlers handlers(section.code, flags);
  TrapPassage passage{};
  const auto trapped = [&](int round) {
    Watch mine{
        {}, &section.code, static_cast<std::uintptr_t>(section.descriptor().abort_ip), area, &in_handler};
    Watch* const outer = watch;
    watch = &mine;
    passage = {section.Enter(area), mine.seen};
    watch = outer;
    passage.rounds = round;
    passage.provoked = passage.trap.count > 0;
    if (passage.provoked && passage.aborted && passage.trap.pc != mine.abort_ip &&
        IsInBody(section.code, passage.trap.pc)) {
      const ControlScope control("signal.context-is-abort");
      ADD_FAILURE() << "the section was aborted, but only after the handler had been entered from within it: "
                    << passage;
    }
    if (!passage.provoked && passage.switches == 0) {
      ADD_FAILURE() << "the section was left before its trap although nothing had happened to the thread: "
                    << passage;
      return true;
    }
    return passage.provoked;
  };
  UntilOneCounts(trapped, "the scheduler ended every pass before its trap");
  return passage;
}

void SettleEvents(Section& like, Area* area) {
  if (like.frame.descriptor != &like.descriptor() || like.descriptor().abort_ip != like.code.abort) return;
  Section section(TrapSections().front());
  section.descriptor().abort_ip = like.code.abort;  // all sections leave in the same way
  Trap(section, area);
#ifdef RCT_TRAPS_LEAVE_EVENTS
  CallForWork(like, area);
#endif
}

Ending TrapInChild(Mode mode, const SectionCode& code, const std::function<void(Section&)>& spoil,
                   const std::function<void(const TrapPassage&)>& check) {
  return InChild([&] {
    Registration mine(mode);
    Section section(code);
    spoil(section);
    const TrapPassage passage = Trap(section, mine.area());
    if (check) check(passage);
  });
}

}  // namespace rct
