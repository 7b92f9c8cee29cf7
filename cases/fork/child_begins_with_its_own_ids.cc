// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Fork, ChildThatBeginsOnItsParentsCpuHasItsIds) {
  VERIFIES("fork.child-ids");
  const KeepAffinity keep;
  Pin(AllowedCpus().back());  // the ids of the last CPU are rarely zero
  const Registration mine(mode);
  EXPECT_THAT(InChild([&] {
                const std::uint32_t start = mine->cpu_id_start, cpu = mine->cpu_id;
                const Place here = WhereAmI();
                EXPECT_EQ(start, here.cpu);
                EXPECT_EQ(cpu, here.cpu);
              }),
              Survives());
}

TEST_MODES(Fork, ChildThatBeginsOnAnotherCpuHasThatOnesIds) {
  VERIFIES("fork.child-ids");
  NeedsCpus(2);
  const KeepAffinity keep;
  const int other = AllowedCpus()[1];
  Pin(AllowedCpus()[0]);
  const Registration mine(mode);
  struct Seen {
    std::uint32_t start, cpu;
    Place here;
    long switches;
  };
  const Shared<Seen> child;
  // A child that is switched out before it looks shows nothing, because the kernel writes its ids when it
  // resumes.
  WaitFor("a child that is not switched out before it looks", [&] {
    EXPECT_THAT(InCloneOn(other,
                          [&] {
                            const std::uint32_t start = mine->cpu_id_start, cpu = mine->cpu_id;
                            *child = {start, cpu, WhereAmI(), ContextSwitches()};
                          }),
                Survives());
    return testing::Test::HasFailure() || child->switches == 0;
  });
  const auto [start, cpu, here, switches] = *child;
  Require(static_cast<int>(here.cpu) == other, "a child that begins on another CPU than its parent's");
  EXPECT_EQ(start, here.cpu);
  EXPECT_EQ(cpu, here.cpu);
}

}  // namespace
}  // namespace rct
