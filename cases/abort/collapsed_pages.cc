// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, CollapseOfPagesByAnotherThreadDoesNotAbort) {
  VERIFIES("abort.not-on-collapse");
  Needs("madvise-collapse");
  Registration mine(mode);
  ExpectNoEvent(mine.area(), CollapsedPages());
}

}  // namespace
}  // namespace rct
