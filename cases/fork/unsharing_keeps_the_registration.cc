// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Fork, UnsharingKeepsTheRegistration) {
  VERIFIES("fork.unshare-keeps");

  EXPECT_THAT(InChild([mode] {
                Registration mine(mode);
                Section section(TrapSections()[1]);
                ASSERT_CONTROL("abort.on-trap", Trap(section, mine.area()), Aborts());
                for (const int what : {CLONE_FS, CLONE_FILES, CLONE_SYSVSEM}) {
                  SCOPED_TRACE(testing::Message() << "unshare(0x" << std::hex << what << ")");
                  RequireCall(unshare(what) == 0, "unshare");
                  ASSERT_THAT(mine, IsInForce());
                }
                ASSERT_THAT(Trap(section, mine.area()), Aborts());

                // Control: a call that does drop the registration is noticed.
                ASSERT_CONTROL("unregister.matching-call",
                               Rseq(mine.area(), mine.length(), kUnregister, kSignature), Succeeds());
                CONTROL("unregister.matching-call", mine, testing::Not(IsInForce()));
              }),
              Survives());
}

}  // namespace
}  // namespace rct
