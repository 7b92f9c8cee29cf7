// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Fork, ChildThatMovesRewritesItsOwnIdsOnly) {
  VERIFIES("fork.parent-ids-untouched");
  NeedsCpus(2);
  const KeepAffinity keep;
  Pin(AllowedCpus()[0]);
  Registration mine(mode);

  const Shared<std::atomic<int>> blocked;
  Child child([&] {
    Pin(AllowedCpus()[1]);
    for (; *blocked < 20; ++*blocked) {
      EXPECT_THAT(*mine.area(), IsCurrent()) << "in the child";
      BlockOnce();
    }
  });
  bool touched = false;  // checked continuously, because the parent's own switches would hide it
  const bool sure = EventuallySpinning([&] {
    const bool enough = *blocked >= 20;
    touched = touched || mine->cpu_id != static_cast<unsigned>(AllowedCpus()[0]);
    return touched || enough;
  });
  EXPECT_THAT(child.Wait(), Survives());
  if (!sure) throw Broken("the child did not block 20 times");
  EXPECT_FALSE(touched) << "the ids in the parent's area";
  EXPECT_THAT(*mine.area(), IsCurrent()) << "in the parent, which did not move";
  // Control: a move of the parent rewrites the parent's ids.
  Pin(AllowedCpus()[1]);
  CONTROL("identity.cpu-id-current", *mine.area(), IsCurrent());
}

}  // namespace
}  // namespace rct
