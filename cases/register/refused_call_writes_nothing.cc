// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

std::string Bytes(const AreaMemory& memory) {
  return {reinterpret_cast<const char*>(memory.get()), sizeof(Area)};
}

TEST_MODES(Register, RefusedCallWritesNothing) {
  VERIFIES("register.refused-call-writes-nothing");
  const KeepAffinity keep;
  Pin(AllowedCpus().front());
  AreaMemory memory(mode);
  std::memset(memory.page().begin(), 0xa5, sizeof(Area));
  memory->rseq_cs = 0;
  const std::string before = Bytes(memory);

  CONTROL("register.unknown-flags", Rseq(memory.get(), memory.length(), 1 << 2, kSignature),
          FailsWith(EINVAL));
  CONTROL("register.short-length", Rseq(memory.get(), 31, 0, kSignature), FailsWith(EINVAL));
  CONTROL("register.misaligned-area", Rseq(memory.page().begin() + 16, memory.length(), 0, kSignature),
          FailsWith(EINVAL));
  EXPECT_EQ(Bytes(memory), before) << "while not registered";
  {
    Registration mine(mode);
    // The kernel uses the flags only when a section is aborted. Every accepted registration writes them since
    // 7.0.
    mine->flags = 0xa5a5a5a5;
    CONTROL("reregister.different-area", Rseq(memory.get(), memory.length(), 0, kSignature),
            FailsWith(EINVAL));
    EXPECT_EQ(Bytes(memory), before) << "while another area is registered";
    CONTROL("reregister.different-signature", Rseq(mine.area(), mine.length(), 0, ~kSignature),
            FailsWith(EPERM));
    CONTROL("reregister.same-arguments", Rseq(mine.area(), mine.length(), 0, kSignature), FailsWith(EBUSY));
    EXPECT_EQ(mine->flags, 0xa5a5a5a5);
    EXPECT_THAT(*mine.area(), IsCurrent());
  }
  // Control: an accepted call writes the area.
  Registration mine(memory);
  CONTROL("register.ids-are-current", Bytes(memory), testing::Ne(before));
}

}  // namespace
}  // namespace rct
