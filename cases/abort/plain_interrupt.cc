// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, InterruptThatIsNoEventDoesNotAbort) {
  VERIFIES("abort.not-on-interrupt");
  Registration mine(mode);
  ExpectNoEvent(mine.area(), PlainMembarrier());
}

}  // namespace
}  // namespace rct
