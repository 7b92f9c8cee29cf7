// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Unregister, CpuIdStartIsLeftAtZero) {
  VERIFIES("unregister.cpu-id-start-reset");
  NeedsCpus(2);
  KeepAffinity keep;
  Pin(AllowedCpus().back());
  Registration mine(mode);
  // Control: before the call, cpu_id_start is the number of the last CPU.
  ASSERT_CONTROL("register.ids-are-current", mine->cpu_id_start,
                 testing::Eq(static_cast<std::uint32_t>(AllowedCpus().back())));

  ASSERT_CONTROL("unregister.matching-call", Rseq(mine.area(), mine.length(), kUnregister, kSignature),
                 Succeeds());
  EXPECT_EQ(mine->cpu_id_start, 0u) << "a possible CPU, always";
}

}  // namespace
}  // namespace rct
