// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Identity, NewThreadsFirstIdsAreThoseOfItsOwnCpu) {
  VERIFIES("identity.first-ids");
  NeedsCpus(2);
  const KeepAffinity keep;
  const int makers = AllowedCpus()[0];
  Pin(makers);
  const Registration maker(mode);  // the maker's ids are wrong for a thread on another CPU
  for (const int own : {makers, AllowedCpus()[1]}) {
    SCOPED_TRACE(testing::Message() << "on CPU " << own << ", made on CPU " << makers);
    InThread([&] {
      if (own != makers) Pin(own);
      AreaMemory memory(mode);
      memory->cpu_id = kCpuIdUninitialized;  // not the id of any CPU
      memory->cpu_id_start = kCpuIdUninitialized;
      const Registration mine(memory);
      const std::uint32_t start = mine->cpu_id_start, cpu = mine->cpu_id;
      const Place here = WhereAmI();
      EXPECT_EQ(start, here.cpu);
      EXPECT_EQ(cpu, here.cpu);
    });
  }
}

}  // namespace
}  // namespace rct
