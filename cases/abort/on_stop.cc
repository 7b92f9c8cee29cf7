// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, StopAndContinueAbortAtEverySlot) {
  VERIFIES("abort.on-stop");
  const Suspension stop{"stop",
                        [](pid_t child) {
                          kill(child, SIGSTOP);
                          waitpid(child, nullptr, WUNTRACED);
                        },
                        [](pid_t child) {
                          kill(child, SIGCONT);
                          return waitpid(child, nullptr, WCONTINUED) == child;
                        }};
  for (const SectionCode& code : SpinSections()) {
    SCOPED_TRACE(testing::Message() << "slot " << &code - SpinSections().data());
    EXPECT_THAT(SpinSuspended(mode, code, stop), Aborts());
  }
}

}  // namespace
}  // namespace rct
