// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Auxv, NodeIdAndMmCidFollowTheFlags) {
  VERIFIES("auxv.extended-fields");
  Needs("node-id");
  Needs("mm-cid");
  KeepAffinity keep;
  Pin(AllowedCpus().back());
  AreaMemory memory(mode);
  std::memset(memory.page().begin(), 0xa5, memory.page().size());
  memory->rseq_cs = 0;

  Registration mine(memory);
  const auto* const words = memory.page().As<const volatile std::uint32_t>();
  EXPECT_EQ(words[5], WhereAmI().node) << "node_id";
  EXPECT_LT(words[6], static_cast<std::uint32_t>(PossibleCpus())) << "mm_cid";
  // The kernel writes nothing behind the registered length.
  for (const std::byte* behind = memory.page().begin() + mine.length(); behind < memory.page().end();
       ++behind)
    ASSERT_EQ(*behind, std::byte{0xa5}) << "byte " << behind - memory.page().begin();
}

}  // namespace
}  // namespace rct
