// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Ptrace, ABufferThatCannotBeWrittenIsAFault) {
  VERIFIES("ptrace.bad-buffer");
  Needs("ptrace-rseq-configuration");
  Tracee tracee([] {
    Registration mine;
    Tracee::Pause();
  });
  tracee.AwaitPause();
  Mapping writable;
  Mapping read_only;
  read_only.Protect(PROT_READ);

  for (void* buffer : {static_cast<void*>(nullptr), static_cast<void*>(writable.end()),
                       static_cast<void*>(writable.end() - 8), static_cast<void*>(read_only.begin())})
    EXPECT_THAT(GetRseqConfiguration(tracee.pid(), sizeof(RseqConfiguration), buffer), FailsWith(EFAULT));

  // Control: the same request succeeds with a good buffer, and with a short one if it asks only for what
  // fits.
  CONTROL("ptrace.configuration",
          GetRseqConfiguration(tracee.pid(), sizeof(RseqConfiguration), writable.begin()),
          Returns(sizeof(RseqConfiguration)));
  CONTROL("ptrace.buffer-size", GetRseqConfiguration(tracee.pid(), 8, writable.end() - 8),
          Returns(sizeof(RseqConfiguration)));
  EXPECT_THAT(tracee.Release(), Survives());
}

}  // namespace
}  // namespace rct
