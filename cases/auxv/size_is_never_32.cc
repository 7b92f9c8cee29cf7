// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Auxv, TheSizeIsNotThatOfTheOriginalArea) {
  VERIFIES("auxv.size-is-never-32");
  Needs("extended-area");
  EXPECT_NE(getauxval(kAuxFeatureSize), kOriginalSize) << "registering 32 bytes means the original area";
}

}  // namespace
}  // namespace rct
