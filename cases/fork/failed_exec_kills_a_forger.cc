// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Fork, ExecThatFailsLateKillsWhoForgedTheIdsOfAnExtendedArea) {
  VERIFIES("fork.failed-exec-kills-forger");
  Needs("extended-area");

  const auto exec = [](bool forged) {
    return InChild([forged] {
      Pin(AllowedCpus().front());
      Registration mine(Mode::kExtended);
      const int garbage = memfd_create("garbage", 0);
      RequireCall(write(garbage, "garbage", 7) == 7, "writing to a memfd");
      const std::string file = "/proc/self/fd/" + std::to_string(garbage);

      if (forged) mine->cpu_id_start = kCpuIdUninitialized;
      execl(file.c_str(), file.c_str(), nullptr);
    });
  };
  EXPECT_THAT(exec(true), DiesOf(SIGSEGV));
  // Control: a process that did not change its ids survives the same exec.
  CONTROL("fork.failed-exec-keeps", exec(false), Survives());
}

}  // namespace
}  // namespace rct
