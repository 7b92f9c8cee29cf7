// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

// Each of these makes the kernel write to the area of a registered thread.
void Disturb() {
  BlockOnce();
  signal(SIGUSR1, [](int) {});
  raise(SIGUSR1);
  for (const int cpu : {AllowedCpus()[1], AllowedCpus()[0], AllowedCpus()[1]}) Pin(cpu);
}

TEST_MODES(Unregister, TheAreaIsNeverWrittenAgain) {
  VERIFIES("unregister.never-written-again");
  NeedsCpus(2);
  KeepAffinity keep;
  Pin(AllowedCpus()[0]);
  Registration mine(mode);

  // Control: the kernel writes to the area of the registered thread.
  Disturb();
  ASSERT_CONTROL("identity.cpu-id-current", mine->cpu_id,
                 testing::Eq(static_cast<std::uint32_t>(AllowedCpus()[1])));

  Pin(AllowedCpus()[0]);
  ASSERT_CONTROL("unregister.matching-call", Rseq(mine.area(), mine.length(), kUnregister, kSignature),
                 Succeeds());
  Mapping& page = mine.memory().page();
  std::memset(page.begin(), 0xa5, page.size());
  mine->rseq_cs = 0;  // with any other value, a kernel that still reads it would kill
  const std::vector<std::byte> canary(page.begin(), page.end());
  Disturb();
  EXPECT_EQ(std::memcmp(page.begin(), canary.data(), page.size()), 0) << *mine.area();
}

}  // namespace
}  // namespace rct
