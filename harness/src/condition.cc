// SPDX-License-Identifier: MIT
#include "rct/condition.h"

#include <sched.h>

#include <cstdlib>

#include "rct/verdict.h"

namespace rct {

std::chrono::milliseconds LongTime() {
  static const double scale = [] {
    const char* text = getenv("RCT_TIME_SCALE");
    const double value = text != nullptr ? atof(text) : 1.0;
    return value >= 0.1 ? value : 1.0;
  }();
  return std::chrono::milliseconds(static_cast<long>(5000 * scale));
}

bool Eventually(const std::function<bool()>& condition) {
  const auto end = std::chrono::steady_clock::now() + LongTime();
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return condition();
    sched_yield();
  }
  return true;
}

void WaitFor(const std::string& what, const std::function<bool()>& condition) {
  if (!Eventually(condition))
    throw Broken(what + " did not happen within " + std::to_string(LongTime().count()) + " ms");
}

}  // namespace rct
