// SPDX-License-Identifier: MIT
#include "rct/overwritten.h"

#include <csignal>
#include <functional>
#include <ostream>

#include "rct/cpu.h"
#include "rct/handler.h"
#include "rct/schedule.h"

namespace rct {
namespace {

// `event` says what it reads in the field afterwards.
Overwritten Across(volatile Area* area, long switches, const std::function<std::uint32_t()>& event) {
  Overwritten seen{};
  Undisturbed([&] {
    area->cpu_id_start = kCpuIdUninitialized;
    seen.undisturbed = area->cpu_id_start;
  });
  Undisturbed(
      [&] {
        area->cpu_id_start = kCpuIdUninitialized;
        seen.later = event();
      },
      switches);
  seen.cpu_id = area->cpu_id;
  area->cpu_id_start = seen.cpu_id;  // it must be right again before the thread is moved
  return seen;
}

class StandsMatcher : public testing::MatcherInterface<const Overwritten&> {
 public:
  explicit StandsMatcher(bool renewed) : renewed_(renewed) {}
  bool MatchAndExplain(const Overwritten& seen, testing::MatchResultListener* /*listener*/) const override {
    return seen.undisturbed == kCpuIdUninitialized &&
           seen.later == (renewed_ ? seen.cpu_id : kCpuIdUninitialized);
  }
  void DescribeTo(std::ostream* out) const override {
    *out << "is " << (renewed_ ? "written anew by the event" : "left alone by the event")
         << ", and stays as it is without one";
  }

 private:
  bool renewed_;
};

}  // namespace

std::ostream& operator<<(std::ostream& out, const Overwritten& seen) {
  return out << "cpu_id_start overwritten with " << kCpuIdUninitialized << ": " << seen.later
             << " after the event, " << seen.undisturbed << " without it; cpu_id is " << seen.cpu_id;
}

Overwritten OverwrittenThenAsleep(Area* area) {
  const KeepAffinity keep;
  Pin(AllowedCpus().front());
  return Across(area, 1, [area] {
    BlockOnce();
    return area->cpu_id_start;
  });
}

Overwritten OverwrittenThenPreempted(Area* area) {
  const KeepAffinity keep;
  Pin(AllowedCpus().front());
  Rival rival;
  return Across(area, 1, [&] {
    rival.Preempt();
    return area->cpu_id_start;
  });
}

Overwritten OverwrittenThenSignalled(Area* area) {
  const KeepAffinity keep;
  Pin(AllowedCpus().front());
  std::uint32_t in_handler = 0;
  const Handler handler(SIGUSR1, [&](void*) { in_handler = area->cpu_id_start; });
  return Across(area, 0, [&] {
    raise(SIGUSR1);
    return in_handler;
  });
}

testing::Matcher<const Overwritten&> IsRenewed() {
  return testing::Matcher<const Overwritten&>(new StandsMatcher(true));
}
testing::Matcher<const Overwritten&> IsLeft() {
  return testing::Matcher<const Overwritten&>(new StandsMatcher(false));
}

}  // namespace rct
