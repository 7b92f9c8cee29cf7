// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Fork, UnsharingKeepsTheRegistration) {
  VERIFIES("fork.unshare-keeps");

  EXPECT_THAT(InChild([mode] {
                Registration mine(mode);
                for (const int what : {CLONE_FS, CLONE_FILES, CLONE_SYSVSEM}) {
                  SCOPED_TRACE(testing::Message() << "unshare(0x" << std::hex << what << ")");
                  Require(unshare(what) == 0, "unshare");
                  EXPECT_THAT(mine, IsInForce());
                }
                Section section(TrapSections()[1]);
                EXPECT_THAT(Trap(section, mine.area()), Aborts());

                // Control: what drops the registration is seen.
                ASSERT_THAT(Rseq(mine.area(), mine.length(), kUnregister, kSignature), Succeeds());
                EXPECT_THAT(mine, testing::Not(IsInForce()));
              }),
              Survives());
}

}  // namespace
}  // namespace rct
