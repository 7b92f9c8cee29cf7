// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(MmCid, ThreadsThatAreBoundToOneCpuLaterKeepTheirIds) {
  VERIFIES("mm_cid.narrowing-keeps");
  Needs("mm-cid");
  NeedsCpus(2);
  const KeepAffinity keep;
  Crew crew(static_cast<int>(AllowedCpus().size()) - 1);
  const std::vector<std::uint32_t> before = CidsAfterSleep(crew);
  EXPECT_THAT(before, testing::Each(testing::Ne(0u))) << "which is the caller's";

  Pin(AllowedCpus().front());
  crew.Each([](int /*member*/) { Pin(AllowedCpus().front()); });
  EXPECT_EQ(CidsAfterSleep(crew), before);

  // Control: a process that has never been on another CPU has no other id than 0.
  EXPECT_THAT(InChild([] {
                Crew bound(2);
                EXPECT_THAT(CidsAfterSleep(bound), testing::Each(0u));
              }),
              Survives());
}

}  // namespace
}  // namespace rct
