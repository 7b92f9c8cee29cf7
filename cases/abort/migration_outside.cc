// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, MigrationOutsideOnlyDisarms) {
  VERIFIES("abort.outside-only-disarms");
  Registration mine(mode);
  ExpectOnlyDisarmsOutside(mine.area(), Migration());
}

}  // namespace
}  // namespace rct
