// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

LIBC_REGISTERS;

TEST(Libc, ThreadThatTakesOverTheAreaOfOneThatExitedIsRegisteredAnew) {
  VERIFIES("libc.used-stack");
  Needs("libc-registration");
  const KeepAffinity keep;
  const Area* previous = nullptr;
  for (int round = 0; round < 8; ++round) {
    SCOPED_TRACE(testing::Message() << "thread " << round);
    Pin(AllowedCpus()[static_cast<std::size_t>(round) % AllowedCpus().size()]);  // a new thread inherits it
    InThread([&] {
      Area* const area = Libc().area;
      EXPECT_THAT(*area, IsCurrent());
      Section section(TrapSections()[1]);
      EXPECT_THAT(Trap(section, area), Aborts());
      // Control: it has its predecessor's stack, and libc keeps the area there.
      EXPECT_THAT(previous, testing::AnyOf(nullptr, area));
      previous = area;
    });
  }
}

}  // namespace
}  // namespace rct
