// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Auxv, NothingIsSaidOfRseqBeforeItsAreaGrew) {
  VERIFIES("auxv.absent");
  for (const unsigned long type : {kAuxFeatureSize, kAuxAlign}) {
    SCOPED_TRACE(type);
    errno = 0;
    EXPECT_EQ(getauxval(type), 0u);
    EXPECT_EQ(errno, ENOENT) << "absent, not zero";
  }

  Require(getauxval(AT_PAGESZ) == PageSize(), "finding an entry that every kernel has");
}

}  // namespace
}  // namespace rct
