// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Debugfs, TheFileDebugIsThere) {
  VERIFIES("debug.file");
  const std::map<std::string, unsigned> files = RseqDebugfs();
  EXPECT_THAT(files, testing::Contains(testing::Pair("debug", 0644)));
  EXPECT_THAT(ReadDebugfs("debug"), testing::AnyOf("0\n", "1\n"));
}

}  // namespace
}  // namespace rct
