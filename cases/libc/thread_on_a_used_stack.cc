// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

LIBC_REGISTERS;

TEST(Libc, ThreadThatTakesOverTheAreaOfOneThatExitedIsRegisteredAnew) {
  VERIFIES("libc.used-stack");
  Needs("libc-registration");
  const KeepAffinity keep;
  const Mapping stack(256);  // libc keeps the area of a thread in its stack mapping
  Area* previous = nullptr;
  for (int round = 0; round < 8; ++round) {
    SCOPED_TRACE(testing::Message() << "thread " << round);
    Pin(AllowedCpus()[static_cast<std::size_t>(round) % AllowedCpus().size()]);  // a new thread inherits it
    if (previous != nullptr)
      previous->cpu_id = kCpuIdUninitialized;  // so that leftover ids cannot pass for the new thread's
    InThreadOn(stack, [&] {
      Area* const area = Libc().area;
      Require(previous == nullptr || previous == area, "an area where the thread before had one");
      EXPECT_THAT(*area, IsCurrent());
      previous = area;
    });
  }
}

}  // namespace
}  // namespace rct
