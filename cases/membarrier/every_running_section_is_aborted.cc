// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Membarrier, FenceAbortsEveryRunningSectionOfTheProcess) {
  VERIFIES("membarrier.aborts-every-running-section");
  NeedsCpus(3);
  ASSERT_THAT(Membarrier(kMembarrierRegisterRseq), Succeeds());
  Registration mine(mode);
  Section section(SpinSections()[2]);

  for (const bool fenced : {true, false}) {
    SCOPED_TRACE(fenced ? "fenced" : "not fenced");
    Passage second{};
    Event event{"fence while two threads spin"};
    event.provoke = [&] {
      std::atomic<std::uint32_t> word{0};
      std::atomic<bool> left{false};
      AreaMemory memory(mode);
      std::thread other([&] {
        Pin(AllowedCpus()[2]);
        const Registration own(memory);
        Section spin(SpinSections()[2]);
        spin.frame.operand = &word;
        second = spin.Enter(memory.get());
        left = true;
      });
      WaitFor("the second thread's spin", [&] { return left || memory->rseq_cs != 0; });
      EXPECT_EQ(Membarrier(fenced ? kMembarrierRseq : kMembarrierQuery).error, 0);
      word = 1;
      other.join();
      second.provoked = true;
      return second.switches == 0;  // else the scheduler ended its spin, and the pass does not count
    };
    const Passage first = SpinThrough(section, mine.area(), event);
    // Control: without the fence both complete.
    EXPECT_THAT(first, fenced ? Aborts() : Completes());
    EXPECT_THAT(second, fenced ? Aborts() : Completes());
  }
}

}  // namespace
}  // namespace rct
