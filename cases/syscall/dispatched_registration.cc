// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

constexpr int kSetDispatch = 59;  // PR_SET_SYSCALL_USER_DISPATCH, since 5.11
constexpr char kAllow = 0, kBlock = 1;

TEST_MODES(Syscall, RegistrationThatIsDispatchedToUserSpaceCanBeMadeThere) {
  VERIFIES("syscall.user-dispatch");
  Needs("user-dispatch");
  static volatile char selector = kAllow;       // the kernel reads it to the very end of the child
  for (const char choice : {kBlock, kAllow}) {  // control: where it is allowed nobody is asked
    EXPECT_THAT(InChild([&] {
                  AreaMemory memory(mode);
                  int asked = 0;
                  const auto enroll = [&] { return Rseq(memory.get(), memory.length(), 0, kSignature); };
                  const Handler handler(SIGSYS, [&](void*) {
                    selector = kAllow;
                    ++asked;
                    EXPECT_THAT(enroll(), Succeeds());
                  });
                  Require(prctl(kSetDispatch, 1, 0, 0, &selector) == 0, "prctl");
                  selector = choice;
                  syscall(RCT_NR_RSEQ, memory.get(), memory.length(), 0, kSignature);
                  EXPECT_EQ(asked, choice == kBlock ? 1 : 0);
                  EXPECT_THAT(enroll(), FailsWith(EBUSY));
                  Section section(TrapSections()[2]);
                  EXPECT_THAT(Trap(section, memory.get()), Aborts());
                  EXPECT_THAT(Rseq(memory.get(), memory.length(), kUnregister, kSignature), Succeeds());
                }),
                Survives());
  }
}

}  // namespace
}  // namespace rct
