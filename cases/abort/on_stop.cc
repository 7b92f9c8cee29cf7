// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, StopAndContinueAbortAtEverySlot) {
  VERIFIES("abort.on-stop");
  const Suspension stop{"stop",
                        [](pid_t child) {
                          kill(child, SIGSTOP);
                          waitid(P_PID, static_cast<id_t>(child), nullptr, WSTOPPED);
                        },
                        [](pid_t child) {
                          kill(child, SIGCONT);
                          return waitid(P_PID, static_cast<id_t>(child), nullptr, WCONTINUED) == 0;
                        }};
  for (const SectionCode& code : SpinSections()) {
    SCOPED_TRACE(testing::Message() << "slot " << &code - SpinSections().data());
    EXPECT_THAT(SpinSuspended(mode, code, stop), Aborts());

    // Control: in a child that is not stopped the same section runs to its end.
    CONTROL("abort.not-on-interrupt", SpinSuspended(mode, code, {"nothing"}), Completes());
  }
}

}  // namespace
}  // namespace rct
