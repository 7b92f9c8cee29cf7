// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, ChangesOfTheProcesssMemoryByAnotherThreadDoNotAbort) {
  VERIFIES("abort.not-on-memory-management");
  Registration mine(mode);
  ExpectNoEvent(mine.area(), ProtectedPages());
}

}  // namespace
}  // namespace rct
