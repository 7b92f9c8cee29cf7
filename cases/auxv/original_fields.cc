// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Auxv, TheOriginalFieldsAreWhereTheyAlwaysWere) {
  VERIFIES("auxv.original-fields");
  KeepAffinity keep;
  Pin(AllowedCpus().back());
  AreaMemory memory;
  std::memset(memory.page().begin(), 0xa5, memory.page().size());
  memory->rseq_cs = 0;
  memory->flags = 0;

  Registration mine(memory);
  const auto* const words = memory.page().As<const volatile std::uint32_t>();
  EXPECT_EQ(words[0], WhereAmI().cpu) << "cpu_id_start";
  EXPECT_EQ(words[1], WhereAmI().cpu) << "cpu_id";
  // A section that is armed at byte 8 is aborted, and the abort clears byte 8, so rseq_cs is there.
  Section section(TrapSections()[2]);
  const TrapPassage passage = Trap(section, mine.area());
  CONTROL("abort.on-trap", passage, Aborts());
  EXPECT_EQ(passage.rseq_cs_left, 0u);
  // The kernel writes nothing behind the original 32 bytes.
  for (std::size_t word = kOriginalSize / 4; word < memory.page().size() / 4; ++word)
    ASSERT_EQ(words[word], 0xa5a5a5a5u) << "word " << word;
}

}  // namespace
}  // namespace rct
