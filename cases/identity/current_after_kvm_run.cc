// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Identity, IdsAreCurrentWhenKvmRunReturns) {
  VERIFIES("identity.kvm-run");
  Needs("kvm");
  NeedsCpus(2);
  const KeepAffinity keep;
  VirtualMachine machine;
  const pid_t victim = ThreadId();
  Pin(AllowedCpus()[0]);
  Registration mine(mode);
  for (const int cpu : {AllowedCpus()[1], AllowedCpus()[0]}) {
    // The thread is moved while the virtual machine runs. It resumes on another CPU, before KVM_RUN returns.
    bool running = false;
    Thread mover([&] {
      Pin(AllowedCpus());
      running = Eventually([&] { return machine.IsRunning(); });
      Pin(cpu, victim);
      machine.Release();
    });
    machine.Run();
    EXPECT_THAT(*mine.area(), IsCurrent());
    Require(WhereAmI().cpu == static_cast<unsigned>(cpu), "moving a thread that runs a virtual machine");
    mover.Join();
    Require(running, "waiting for the virtual machine to run");
  }
}

}  // namespace
}  // namespace rct
