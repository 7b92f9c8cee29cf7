// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Identity, TamperingKillsThoughItsSignalIsBlockedOrIgnored) {
  VERIFIES("identity.tampering-not-ignored");
  Needs("extended-area");
  NeedsCpus(2);
  enum class Way { kBlocked, kIgnored };
  const auto ending = [](Way way, std::uint32_t change) {
    return InChild([&] {
      sigset_t set;
      sigemptyset(&set);
      if (way == Way::kBlocked) sigaddset(&set, SIGSEGV);
      RequireCall(sigprocmask(SIG_BLOCK, &set, nullptr) == 0, "sigprocmask");
      if (way == Way::kIgnored) std::signal(SIGSEGV, SIG_IGN);
      Pin(AllowedCpus().at(0));
      Registration mine(Mode::kExtended);
      mine->cpu_id_start = mine->cpu_id_start ^ change;
      Pin(AllowedCpus().at(1));
      EXPECT_THAT(*mine.area(), IsCurrent());
    });
  };

  EXPECT_THAT(ending(Way::kBlocked, 1), DiesOf(SIGSEGV));
  EXPECT_THAT(ending(Way::kIgnored, 1), DiesOf(SIGSEGV));

  // Control: a field that is overwritten with its own value kills nothing.
  CONTROL("identity.cpu-id-current", ending(Way::kBlocked, 0), Survives());
  CONTROL("identity.cpu-id-current", ending(Way::kIgnored, 0), Survives());
}

}  // namespace
}  // namespace rct
