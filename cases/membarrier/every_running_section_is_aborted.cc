// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

// A second thread that is ready to spin in its own section. It is created before the section run of the first
// thread, because that run must stay free of context switches and the creation takes long.
class Spinner {
 public:
  explicit Spinner(Mode mode)
      : memory_(mode), thread_([this] {
          Pin(AllowedCpus()[1]);  // neither the first thread nor the helper of SpinThrough is on it
          const Registration own(memory_);
          Section spin(SpinSections()[2]);
          spin.frame.operand = &word_;
          armed_ = static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(spin.frame.descriptor));
          ready_ = true;
          WaitFor("the word to begin", [this] { return begin_.load(); });
          // SettleEvents installs handlers for the whole process. The first thread is in its section now, and
          // does not trap.
          const long before = ContextSwitches();
          SettleEvents(spin, memory_.get());
          passage_ = spin.Enter(memory_.get());
          passage_.switches = ContextSwitches() - before;
          left_ = true;
        }) {
    WaitFor("the second thread's registration", [this] { return ready_.load(); });
  }
  ~Spinner() {
    word_ = 1;
    begin_ = true;
  }
  Spinner(const Spinner&) = delete;
  Spinner& operator=(const Spinner&) = delete;

  void Begin() {
    begin_ = true;
    WaitFor("the second thread's spin",
            [this] { return left_ || static_cast<std::uint32_t>(memory_->rseq_cs) == armed_; });
  }
  const Passage& End() {
    word_ = 1;
    begin_ = true;
    thread_.Join();
    return passage_;
  }

 private:
  AreaMemory memory_;
  Passage passage_{};
  std::atomic<std::uint32_t> word_{0}, armed_{0};
  std::atomic<bool> ready_{false}, begin_{false}, left_{false};
  Thread thread_;
};

TEST_MODES(Membarrier, FenceAbortsEveryRunningSectionOfTheProcess) {
  VERIFIES("membarrier.aborts-every-running-section");
  NeedsCpus(3);
  ASSERT_CONTROL("membarrier.register-idempotent", Membarrier(kMembarrierRegisterRseq), Succeeds());
  Registration mine(mode);
  Section section(SpinSections()[2]);
  // On PREEMPT_RT, kernel threads have a real-time priority, and each tick wakes one. This thread gets a
  // higher priority, if it may have one.
  const KeepScheduling keep;
  const sched_param above{sched_get_priority_min(SCHED_FIFO) + 1};
  sched_setscheduler(0, SCHED_FIFO, &above);

  // Two threads each spin in a section while a third one makes this call.
  const auto spin = [&](int command) {
    std::unique_ptr<Spinner> other;
    Passage second{};
    Event event{"call while two threads spin"};
    event.prepare = [&] { other = std::make_unique<Spinner>(mode); };
    event.provoke = [&] {
      other->Begin();
      EXPECT_EQ(Membarrier(command).error, 0);
      second = other->End();
      second.provoked = true;
      return second.switches == 0;  // a switch also ends the spin, so such a run does not count
    };
    event.restore = [&] { other.reset(); };
    const Passage first = SpinThrough(section, mine.area(), event);
    return std::array{first, second};
  };
  for (const Passage& passage : spin(kMembarrierRseq)) EXPECT_THAT(passage, Aborts());
  // Control: a call that fences nothing aborts neither section.
  CONTROL("abort.not-on-interrupt", spin(kMembarrierQuery), testing::Each(Completes()));
}

}  // namespace
}  // namespace rct
