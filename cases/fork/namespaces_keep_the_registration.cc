// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Fork, NewNamespacesKeepTheRegistration) {
  VERIFIES("fork.namespaces-keep");
  NeedsRoot();

  EXPECT_THAT(InChild([mode] {
                Registration mine(mode);
                std::FILE* before = std::fopen("/proc/self/ns/mnt", "r");
                for (const int what : {CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC, CLONE_NEWPID}) {
                  SCOPED_TRACE(testing::Message() << "unshare(0x" << std::hex << what << ")");
                  RequireCall(unshare(what) == 0 || errno == EINVAL, "unshare");  // EINVAL: not configured
                  ASSERT_THAT(mine, IsInForce());
                }
                RequireCall(before != nullptr && setns(fileno(before), CLONE_NEWNS) == 0, "setns");
                ASSERT_THAT(mine, IsInForce()) << "after setns";
                // The first process of the new namespace inherits like any other child.
                const Shared<int> error;
                InClone(0, [&] { *error = Rseq(mine.area(), mine.length(), 0, kSignature).error; });
                EXPECT_EQ(*error, EBUSY) << "in process 1 of a new namespace";

                // Control: a call that does drop the registration is noticed.
                ASSERT_CONTROL("unregister.matching-call",
                               Rseq(mine.area(), mine.length(), kUnregister, kSignature), Succeeds());
                CONTROL("unregister.matching-call", mine, testing::Not(IsInForce()));
              }),
              Survives());
}

}  // namespace
}  // namespace rct
