// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Debugfs, TheFileStatsIsNotThereWhereNotConfigured) {
  VERIFIES("debug.no-stats-file");
  const std::map<std::string, unsigned> files = RseqDebugfs();
  EXPECT_EQ(files.count("stats"), 0u);
  // Control: the file debug exists.
  CONTROL("debug.file", files.count("debug"), testing::Eq(1u));
}

}  // namespace
}  // namespace rct
