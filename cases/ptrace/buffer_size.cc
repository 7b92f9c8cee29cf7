// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Ptrace, ABufferGetsAsMuchAsItHoldsAndNoMore) {
  VERIFIES("ptrace.buffer-size");
  Needs("ptrace-rseq-configuration");
  Tracee tracee([] {
    Registration mine;
    Tracee::Pause();
  });
  tracee.AwaitPause();
  RseqConfiguration whole{};
  ASSERT_CONTROL("ptrace.configuration", GetRseqConfiguration(tracee.pid(), sizeof whole, &whole),
                 Returns(sizeof whole));

  for (const std::size_t size : {0, 1, 4, 8, 12, 20, 23, 24, 25, 32, 4096}) {
    SCOPED_TRACE(size);
    std::vector<unsigned char> buffer(4096 + 64, 0xa5);
    EXPECT_THAT(GetRseqConfiguration(tracee.pid(), size, buffer.data()), Returns(sizeof whole))
        << "whatever fits";
    const std::size_t told = std::min(size, sizeof whole);
    EXPECT_EQ(std::memcmp(buffer.data(), &whole, told), 0) << "the beginning of what it is told in full";
    for (std::size_t byte = told; byte < buffer.size(); ++byte)
      ASSERT_EQ(buffer[byte], 0xa5) << "byte " << byte;
  }
  EXPECT_THAT(tracee.Release(), Survives());
}

}  // namespace
}  // namespace rct
