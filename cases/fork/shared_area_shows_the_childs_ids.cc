// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

// Whether the parent, on one CPU, ever sees the ids of its child, which keeps blocking on another one.
bool ParentSeesItsChild(Mode mode, Sharing sharing) {
  const KeepAffinity keep;
  Pin(AllowedCpus()[0]);
  AreaMemory memory(mode, sharing);
  const Registration mine(memory);
  const Shared<std::atomic<int>> blocked;
  const Shared<std::atomic<bool>> stop;
  Child child([&] {
    Pin(AllowedCpus()[1]);
    for (; !*stop; ++*blocked) BlockOnce();
  });
  bool seen = false;
  // The parent's own switches would write its own ids over the child's.
  const bool sure = EventuallySpinning([&] {
    seen = mine->cpu_id == static_cast<unsigned>(AllowedCpus()[1]);
    return seen || (sharing == Sharing::kPrivate && *blocked >= 20);
  });
  *stop = true;
  EXPECT_THAT(child.Wait(), Survives());
  return sure && seen;
}

TEST_MODES(Fork, SharedAreaShowsTheChildsIdsToItsParent) {
  VERIFIES("fork.shared-area-shows-child");
  NeedsCpus(2);

  EXPECT_THAT(InChild([&] { EXPECT_TRUE(ParentSeesItsChild(mode, Sharing::kShared)); }), Survives());
  // Control: a private area becomes the child's own copy.
  EXPECT_THAT(InChild([&] { EXPECT_FALSE(ParentSeesItsChild(mode, Sharing::kPrivate)); }), Survives());
}

}  // namespace
}  // namespace rct
