// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Membarrier, FenceLeavesOtherProcessesAlone) {
  VERIFIES("membarrier.own-process-only");
  NeedsCpus(2);
  ASSERT_CONTROL("membarrier.register-idempotent", Membarrier(kMembarrierRegisterRseq), Succeeds());
  const Shared<std::atomic<int>> asked, answered;
  // The process has two threads, because the fence does nothing in a single-threaded process.
  Child other([&] {
    Pin(AllowedCpus()[1]);
    const Bystander second;
    while (*asked >= 0) {
      if (Eventually([&] { return *asked != *answered; }) && *asked > 0) {
        CONTROL("membarrier.fork-inherits", Membarrier(kMembarrierRseq), Succeeds());
        ++*answered;
      }
    }
  });
  Event foreign{"fence by another process"};
  foreign.provoke = [&] {
    const int now = ++*asked;
    return Eventually([&] { return *answered == now; });
  };
  Registration mine(mode);
  Section section(SpinSections()[2]);

  EXPECT_THAT(SpinThrough(section, mine.area(), foreign), Completes());
  // Control: the same fence from a thread of this process aborts the section.
  CONTROL("abort.on-membarrier", SpinThrough(section, mine.area(), MembarrierToAll()), Aborts());
  *asked = -1;
  CONTROL("membarrier.fork-inherits", other.Wait(), Survives());
}

}  // namespace
}  // namespace rct
