// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Identity, TamperingWithAnyIdKillsWhenTheIdsChange) {
  VERIFIES("identity.tampering-kills");
  Needs("extended-area");
  NeedsCpus(2);
  struct Field {
    const char* name;
    volatile std::uint32_t Area::* member;
  };

  for (const Field& field : {Field{"cpu_id_start", &Area::cpu_id_start}, Field{"cpu_id", &Area::cpu_id},
                             Field{"node_id", &Area::node_id}, Field{"mm_cid", &Area::mm_cid}}) {
    SCOPED_TRACE(field.name);
    const auto ending = [&](Mode mode, std::uint32_t change) {
      return InChild([&] {
        Pin(AllowedCpus().at(0));
        Registration mine(mode);
        mine.area()->*field.member = mine.area()->*field.member ^ change;
        Pin(AllowedCpus().at(1));
        EXPECT_THAT(*mine.area(), IsCurrent());
      });
    };
    EXPECT_THAT(ending(Mode::kExtended, 1), DiesOf(SIGSEGV));

    // Control: neither the field's own value in an extended area, nor another value in a legacy one, kills.
    CONTROL("identity.cpu-id-current", ending(Mode::kExtended, 0), Survives());
    CONTROL("identity.cpu-id-current", ending(Mode::kBytes32, 1), Survives());
  }
}

}  // namespace
}  // namespace rct
