// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Fork, ChildThatSharesMemoryMayRegisterAnAreaOfItsOwn) {
  VERIFIES("fork.clone-vm-own-area");
  NeedsCpus(2);
  const KeepAffinity keep;
  Pin(AllowedCpus()[0]);
  Registration mine(mode);

  EXPECT_THAT(InClone(CLONE_VM | CLONE_VFORK,
                      [&] {
                        const AreaMemory memory(mode);
                        ASSERT_THAT(Rseq(memory.get(), memory.length(), 0, kSignature), Succeeds());
                        Pin(AllowedCpus()[1]);
                        EXPECT_THAT(*memory.get(), IsCurrent()) << "the child's own area";
                        // The parent is suspended, so any write to its area is wrong.
                        EXPECT_EQ(mine->cpu_id, static_cast<unsigned>(AllowedCpus()[0]))
                            << "the parent's area";
                        CONTROL("unregister.matching-call",
                                Rseq(memory.get(), memory.length(), kUnregister, kSignature), Succeeds());
                      }),
              Survives());

  ASSERT_THAT(mine, IsInForce()) << "in the parent";
  ASSERT_THAT(*mine.area(), IsCurrent()) << "in the parent";
  // Control: a move of the parent itself rewrites the ids in its area.
  Pin(AllowedCpus()[1]);
  CONTROL("identity.cpu-id-current", *mine.area(), IsCurrent());
}

}  // namespace
}  // namespace rct
