// SPDX-License-Identifier: MIT
#include "rct/overwritten.h"

#include <atomic>
#include <chrono>
#include <csignal>
#include <functional>
#include <ostream>

#include "rct/condition.h"
#include "rct/cpu.h"
#include "rct/handler.h"
#include "rct/matchers.h"
#include "rct/schedule.h"
#include "rct/syscall.h"
#include "rct/thread.h"
#include "rct/verdict.h"

namespace rct {
namespace {

using Look = std::function<std::uint32_t()>;

// `event` and `no_event` return what they read in the field afterwards; `prepare` runs before each.
Overwritten Across(volatile Area* area, long switches, const Look& event, const Look& no_event,
                   const std::function<void()>& prepare = nullptr) {
  Overwritten seen{};
  const auto overwrite = [&](std::uint32_t& found, const Look& look, long switched) {
    DespiteUpkeep([&] {
      const auto attempt = [&] {
        area->cpu_id_start = kCpuIdUninitialized;
        found = look();
      };
      Undisturbed(attempt, switched, prepare);
      return std::uint64_t{found == kCpuIdUninitialized};
    });
  };
  std::uint32_t undisturbed = 0;
  overwrite(undisturbed, no_event, 0);
  CONTROL("identity.call-leaves-ids", undisturbed, testing::Eq(kCpuIdUninitialized));
  overwrite(seen.later, event, switches);
  seen.cpu_id = area->cpu_id;
  area->cpu_id_start = seen.cpu_id;  // must be correct again before the thread is moved
  return seen;
}

// A thread on the second allowed CPU. It acts on its creator, which runs on the first one and makes no system
// call meanwhile.
class Assistant {
 public:
  Assistant() : thread_([this] { Run(); }) {}
  ~Assistant() { Tell(kStop); }
  Assistant(const Assistant&) = delete;
  Assistant& operator=(const Assistant&) = delete;

  // Returns once the assistant has its CPU and spins until Do.
  void GetReady() {
    Tell(kWake);
    Await(kReady);
  }
  // Spins in user mode until the assistant has carried out the action, which must not throw.
  void Do(const std::function<void()>& action) {
    action_ = &action;
    state_ = kGo;
    Await(kDone);
  }

 private:
  enum State { kIdle, kWake, kReady, kGo, kDone, kStop };

  void Tell(State state) {
    state_ = state;
    state_.notify_one();
  }
  void Await(State state) {
    const auto end = std::chrono::steady_clock::now() + LongTime();
    while (state_ != state) Require(std::chrono::steady_clock::now() < end, "waiting for the assistant");
  }

  bool Change(State from, State to) { return state_.compare_exchange_strong(from, to); }  // a no-op in kStop

  void Run() {
    Pin(AllowedCpus().at(1));
    while (state_ != kStop) {
      const State now = state_;
      if (now == kIdle || now == kDone) state_.wait(now);
      if (!Change(kWake, kReady)) continue;
      while (state_ == kReady) {
      }
      if (state_ != kGo) continue;
      (*action_)();
      Change(kGo, kDone);
    }
  }

  std::atomic<State> state_{kIdle};
  const std::function<void()>* action_ = nullptr;
  Thread thread_;
};

class StandsMatcher : public testing::MatcherInterface<const Overwritten&> {
 public:
  explicit StandsMatcher(bool renewed) : renewed_(renewed) {}
  bool MatchAndExplain(const Overwritten& seen, testing::MatchResultListener* /*listener*/) const override {
    return seen.later == (renewed_ ? seen.cpu_id : kCpuIdUninitialized);
  }
  void DescribeTo(std::ostream* out) const override {
    *out << "is " << (renewed_ ? "written anew by the event" : "left alone by the event");
  }

 private:
  bool renewed_;
};

}  // namespace

std::ostream& operator<<(std::ostream& out, const Overwritten& seen) {
  return out << "cpu_id_start overwritten with " << kCpuIdUninitialized << ": " << seen.later
             << " after the event; cpu_id is " << seen.cpu_id;
}

Overwritten OverwrittenThenAsleep(Area* area) {
  const KeepAffinity keep;
  Pin(AllowedCpus().front());
  const Look look = [area] { return area->cpu_id_start; };
  return Across(
      area, 1,
      [&] {
        BlockOnce();
        return look();
      },
      look);
}

Overwritten OverwrittenThenPreempted(Area* area) {
  const KeepAffinity keep;
  Pin(AllowedCpus().front());
  Rival rival;
  const Look look = [area] { return area->cpu_id_start; };
  return Across(
      area, 1,
      [&] {
        rival.Preempt();
        return look();
      },
      look);
}

Overwritten OverwrittenThenSignalled(Area* area) {
  const KeepAffinity keep;
  Pin(AllowedCpus().front());
  std::uint32_t in_handler = 0;
  const Handler handler(SIGUSR1, [&](void*) { in_handler = area->cpu_id_start; });
  return Across(
      area, 0,
      [&] {
        raise(SIGUSR1);
        return in_handler;
      },
      [area] { return area->cpu_id_start; });
}

Overwritten OverwrittenThenFenced(Area* area) {
  NeedsCpus(2);
  const KeepAffinity keep;
  Pin(AllowedCpus().front());
  CONTROL("membarrier.register-idempotent", Membarrier(kMembarrierRegisterRseq), Succeeds());
  Assistant other;
  const auto after = [&](const std::function<void()>& action) {
    return [&other, action, area] {
      other.Do(action);
      return area->cpu_id_start;
    };
  };
  SyscallResult fence{};
  const Overwritten seen = Across(area, 0, after([&] { fence = Membarrier(kMembarrierRseq); }), after([] {}),
                                  [&] { other.GetReady(); });
  CONTROL("abort.on-membarrier", fence, Succeeds());
  return seen;
}

testing::Matcher<const Overwritten&> IsRenewed() {
  return testing::Matcher<const Overwritten&>(new StandsMatcher(true));
}
testing::Matcher<const Overwritten&> IsLeft() {
  return testing::Matcher<const Overwritten&>(new StandsMatcher(false));
}

}  // namespace rct
