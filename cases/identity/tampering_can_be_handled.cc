// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

Area* area = nullptr;
std::uint32_t right = 0;
int entered = 0;
siginfo_t seen{};

void OnSegv(int /*signal*/, siginfo_t* info, void* /*context*/) {
  ++entered;
  seen = *info;
  area->cpu_id_start = right;
}

TEST(Identity, TamperingCanBeHandledAndUndone) {
  VERIFIES("identity.tampering-handled");
  Needs("extended-area");
  NeedsCpus(2);
  const auto ending = [](std::uint32_t change) {
    return InChild([&] {
      struct sigaction action{};
      action.sa_sigaction = OnSegv;
      action.sa_flags = SA_SIGINFO;
      RequireCall(sigaction(SIGSEGV, &action, nullptr) == 0, "sigaction");
      Pin(AllowedCpus().at(0));
      Registration mine(Mode::kExtended);
      area = mine.area();
      right = mine->cpu_id_start;
      mine->cpu_id_start = right ^ change;
      Pin(AllowedCpus().at(1));
      EXPECT_EQ(entered, change != 0 ? 1 : 0);
      EXPECT_EQ(seen.si_code, change != 0 ? SI_KERNEL : 0);

      for (const int cpu : {AllowedCpus().at(0), AllowedCpus().at(1)}) {
        Pin(cpu);
        EXPECT_THAT(*area, IsCurrent()) << "once put right, the area is kept as ever";
      }
      EXPECT_EQ(entered, change != 0 ? 1 : 0);
    });
  };

  EXPECT_THAT(ending(1), Survives());

  // Control: an id that is overwritten with its own value causes no signal.
  CONTROL("identity.cpu-id-current", ending(0), Survives());
}

}  // namespace
}  // namespace rct
