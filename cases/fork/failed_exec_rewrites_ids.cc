// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Fork, ExecThatFailsLateRewritesTheIds) {
  VERIFIES("fork.failed-exec-rewrites-ids");
  const KeepAffinity keep;
  Pin(AllowedCpus().back());  // the ids of the last CPU are rarely zero, unlike fresh memory
  Registration mine;
  // Control: the kernel wrote the ids before the exec.
  ASSERT_CONTROL("register.ids-are-current", *mine.area(), IsCurrent());
  const int garbage = memfd_create("garbage", 0);
  RequireCall(write(garbage, "garbage", 7) == 7, "writing to a memfd");
  const std::string file = "/proc/self/fd/" + std::to_string(garbage);
  std::uint32_t seen = 0;

  Undisturbed([&] {
    mine->cpu_id_start = kCpuIdUninitialized;
    execl(file.c_str(), file.c_str(), nullptr);
    seen = mine->cpu_id_start;
  });
  EXPECT_EQ(seen, WhereAmI().cpu) << "execve failed with " << ErrnoName(errno);

  // Control: an unrelated system call leaves the id that the program wrote.
  Undisturbed([&] {
    mine->cpu_id_start = kCpuIdUninitialized;
    getppid();
    seen = mine->cpu_id_start;
  });
  CONTROL("identity.call-leaves-ids", seen, testing::Eq(kCpuIdUninitialized));
  close(garbage);
}

}  // namespace
}  // namespace rct
