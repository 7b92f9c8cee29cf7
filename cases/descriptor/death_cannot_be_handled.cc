// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

struct Seen {
  int entered;
  bool already_default;  // whether the disposition was SIG_DFL when the handler ran
};
Seen* seen = nullptr;
Area* area = nullptr;

void OnSegv(int /*signal*/) {
  struct sigaction now{};
  sigaction(SIGSEGV, nullptr, &now);
  *seen = {seen->entered + 1, now.sa_handler == SIG_DFL};
  area->rseq_cs = 0;  // must not save the thread
}

TEST_MODES(Descriptor, DeathCannotBeHandled) {
  VERIFIES("descriptor.death-not-handled");
  Shared<Seen> shared;
  const auto ending = [&](std::uintptr_t address) {
    *shared = {0, false};
    return InChild([&] {
      seen = &*shared;
      std::signal(SIGSEGV, OnSegv);
      Registration mine(mode);
      area = mine.area();
      Section section(TrapSections()[2]);
      if (address != 0) section.ArmWith(address);
      EXPECT_THAT(Trap(section, area), Aborts());
      raise(SIGSEGV);
    });
  };

  EXPECT_THAT(ending(UserLimit()), DiesOf(SIGSEGV));
  EXPECT_LE(shared->entered, 1)
      << "not at all, where the next look at rseq_cs comes before its first instruction";
  EXPECT_EQ(shared->already_default, shared->entered == 1);

  // Control: with a good descriptor the same handler returns from an ordinary SIGSEGV, and stays installed.
  CONTROL("abort.on-trap", ending(0), Survives());
  CONTROL("abort.on-trap", shared->entered, testing::Eq(1));
  CONTROL("abort.on-trap", shared->already_default, testing::Eq(false));
}

}  // namespace
}  // namespace rct
