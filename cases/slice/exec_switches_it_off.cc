// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Slice, AProgramBeginsWithTheExtensionOff) {
  VERIFIES("slice.exec");
  SliceThread mine;
  EXPECT_THAT(InChild([] { ExecProgram({}); }), Survives())
      << "the program exits with 1 if the extension is on, 2 if it is once it is registered";
  // Control: without the exec, the extension is on in such a child.
  CONTROL("slice.fork", InChild([] { EXPECT_THAT(SliceExtension(kSliceGet), Returns(1)); }), Survives());
}

}  // namespace
}  // namespace rct
