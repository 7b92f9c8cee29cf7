// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Soak, AnotherThreadReadsNothingButIdsOfCpus) {
  VERIFIES("identity.racing-reader");
  AreaMemory memory(mode);
  memory->cpu_id = kCpuIdUninitialized;  // the value before any registration
  std::atomic<bool> stop{false};
  Thread owner([&] {
    for (std::size_t turn = 0; !stop; ++turn) {
      const Registration mine(memory);
      Pin(AllowedCpus()[turn % AllowedCpus().size()]);
      Pin(AllowedCpus()[(turn + 1) % AllowedCpus().size()]);
    }
  });
  const auto possible = static_cast<std::uint32_t>(PossibleCpus());
  long ids = 0, none = 0, strange = 0;
  const auto look = [&] {
    for (int looks = 0; looks < 1000; ++looks) {
      const std::uint32_t id = memory->cpu_id;
      ++(id < possible ? ids : id == kCpuIdUninitialized ? none : strange);
    }
    Doze();  // the owner may need this CPU
  };
  Soaking(look, [&] { return ids > 0 && none > 0; });
  stop = true;
  owner.Join();
  EXPECT_EQ(strange, 0);
  // Control: the reader saw the values that a registration and its end write.
  CONTROL("register.ids-are-current", ids, testing::Gt(0));
  CONTROL("unregister.cpu-id-reset", none, testing::Gt(0));
}

}  // namespace
}  // namespace rct
