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
    std::atomic<int> running{0};
    Passage second{};
    std::thread other;
    Event event{"fence while two threads spin"};
    event.provoke = [&] {
      std::atomic<std::uint32_t> word{0};
      std::atomic<Area*> area{nullptr};
      other = std::thread([&] {
        const Registration own(mode);
        Section spin(SpinSections()[2]);
        spin.frame.operand = &word;
        Pin(AllowedCpus()[2]);
        area = own.area();
        second = spin.Enter(own.area());
      });
      WaitFor("the second thread's spin", [&] { return area != nullptr && area.load()->rseq_cs != 0; });
      second.provoked = !fenced || Membarrier(kMembarrierRseq).value == 0;
      word = 1;
      other.join();
      return second.provoked;
    };
    const Passage first = SpinThrough(section, mine.area(), event);
    // Control: without the fence both complete.
    EXPECT_THAT(first, fenced ? Aborts() : Completes());
    EXPECT_THAT(second, fenced ? Aborts() : Completes());
  }
}

}  // namespace
}  // namespace rct
