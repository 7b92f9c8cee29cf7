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

  EXPECT_THAT(InChild([&] {
                Pin(AllowedCpus()[1]);
                EXPECT_THAT(*mine.area(), IsCurrent()) << "in the child";
                BlockOnce();
                EXPECT_THAT(*mine.area(), IsCurrent()) << "in the child";
              }),
              Survives());

  EXPECT_THAT(*mine.area(), IsCurrent()) << "in the parent, which did not move";
  // Control: what moves the parent rewrites the parent's ids.
  Pin(AllowedCpus()[1]);
  EXPECT_THAT(*mine.area(), IsCurrent());
}

}  // namespace
}  // namespace rct
