// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Identity, TamperingWithAnyIdKillsInDebugMode) {
  VERIFIES("identity.tampering-debug");
  struct Field {
    const char* name;
    volatile std::uint32_t Area::* member;
  };
  for (const Field& field : {Field{"cpu_id_start", &Area::cpu_id_start}, Field{"cpu_id", &Area::cpu_id},
                             Field{"node_id", &Area::node_id}, Field{"mm_cid", &Area::mm_cid}}) {
    SCOPED_TRACE(field.name);
    const auto ending = [&](std::uint32_t change) {
      return InChild([&] {
        Pin(AllowedCpus().front());
        Rival rival;
        Registration mine(mode);
        mine.area()->*field.member = mine.area()->*field.member ^ change;
        rival.Preempt();
      });
    };
    EXPECT_THAT(ending(1), DiesOf(SIGSEGV));
    // Control: a field that is overwritten with its own value kills nothing.
    CONTROL("descriptor.zero-pointer", ending(0), Survives());
  }
}

}  // namespace
}  // namespace rct
