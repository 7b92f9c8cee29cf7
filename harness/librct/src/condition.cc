// SPDX-License-Identifier: MIT
#include "rct/condition.h"

#include <time.h>

#include <cstdlib>

#include "rct/verdict.h"

namespace rct {

std::chrono::milliseconds LongTime() {
  static const double scale = [] {
    const char* text = getenv("RSEQCT_TIME_SCALE");
    const double value = text != nullptr ? atof(text) : 1.0;
    return value >= 0.1 ? value : 1.0;
  }();
  return std::chrono::milliseconds(static_cast<long>(5000 * scale));
}

void Doze() {
  constexpr timespec kMoment{0, 50'000};
  nanosleep(&kMoment, nullptr);
}

bool Eventually(const std::function<bool()>& condition) {
  constexpr int kQuickLooks = 100;  // most conditions hold within microseconds
  const auto end = std::chrono::steady_clock::now() + LongTime();
  for (int looks = 1; !condition(); ++looks) {
    if (std::chrono::steady_clock::now() > end) return condition();
    if (looks > kQuickLooks) Doze();
  }
  return true;
}

bool EventuallySpinning(const std::function<bool()>& condition) {
  constexpr unsigned kLooks = 1u << 22;  // between two reads of the clock
  const auto end = std::chrono::steady_clock::now() + LongTime();
  for (unsigned look = 1; !condition(); ++look)
    if (look % kLooks == 0 && std::chrono::steady_clock::now() > end) return condition();
  return true;
}

void WaitFor(const std::string& what, const std::function<bool()>& condition, Where where) {
  if (!Eventually(condition))
    throw Broken(what + " did not happen within " + std::to_string(LongTime().count()) + " ms", where);
}

}  // namespace rct
