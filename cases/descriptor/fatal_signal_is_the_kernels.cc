// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

// Traces a child to its end. The child traps with this rseq_cs, or with a good one if `address` is 0. `fatal`
// receives the child's SIGSEGV.
Ending TrapTraced(Mode mode, std::uintptr_t address, siginfo_t* fatal) {
  Child child([&] {
    Registration mine(mode);
    Section section(TrapSections()[2]);
    if (address != 0) section.ArmWith(address);
    RequireCall(ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) == 0, "PTRACE_TRACEME");
    EXPECT_THAT(Trap(section, mine.area()), Aborts());
  });
  WaitFor("the end of a traced child", [&] {
    siginfo_t state{};
    const int what = WEXITED | WSTOPPED | WNOHANG;
    waitid(P_PID, static_cast<id_t>(child.pid()), &state, what | WNOWAIT);
    if (state.si_pid == 0) return false;
    if (state.si_code != CLD_TRAPPED) return true;
    waitid(P_PID, static_cast<id_t>(child.pid()), &state, WSTOPPED);
    if (state.si_status == SIGSEGV) ptrace(PTRACE_GETSIGINFO, child.pid(), nullptr, fatal);
    ptrace(PTRACE_CONT, child.pid(), nullptr, static_cast<long>(state.si_status));
    return false;
  });
  return child.Wait();
}

TEST_MODES(Descriptor, FatalSignalIsTheKernels) {
  VERIFIES("descriptor.death-si-kernel");

  siginfo_t fatal{};
  EXPECT_THAT(TrapTraced(mode, UserLimit(), &fatal), DiesOf(SIGSEGV));
  EXPECT_EQ(fatal.si_signo, SIGSEGV);
  EXPECT_EQ(fatal.si_code, SI_KERNEL);
  EXPECT_EQ(fatal.si_errno, 0);
  EXPECT_EQ(fatal.si_addr, nullptr);

  // Control: with a good descriptor there is no such signal.
  fatal = {};
  CONTROL("abort.on-trap", TrapTraced(mode, 0, &fatal), Survives());
  CONTROL("abort.on-trap", fatal.si_signo, testing::Eq(0));
}

}  // namespace
}  // namespace rct
