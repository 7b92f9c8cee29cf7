// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Register, TwoThreadsMayRegisterOneArea) {
  VERIFIES("register.shared-area");
  NeedsCpus(2);
  const KeepAffinity keep;
  const int here = AllowedCpus()[0], there = AllowedCpus()[1];
  Pin(here);
  Registration mine;
  const auto shows = [&](int cpu) { return mine->cpu_id == static_cast<std::uint32_t>(cpu); };
  // Control: with only one registration, the moves of the other thread leave the area alone.
  InThread([&] { Pin(there); });
  CONTROL("fork.thread-unregistered", shows(here), testing::Eq(true));

  InThread([&] {
    EXPECT_THAT(Rseq(mine.area(), mine.length(), 0, mine.signature()), Succeeds());
    // The first thread also writes its own CPU, until it waits for this one.
    EXPECT_TRUE(Eventually([&] {
      Pin(here);
      Pin(there);
      return shows(there);
    })) << "the second thread's CPU is not written";
  });

  Pin(there);
  Pin(here);
  EXPECT_TRUE(shows(here)) << "the first thread's CPU is not written";
}

}  // namespace
}  // namespace rct
