// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Register, AreaInAPrivateMappingGetsItsOwnCopy) {
  VERIFIES("register.copy-on-write-area");
  const KeepAffinity keep;
  Pin(AllowedCpus().front());
  const int file = memfd_create("area", MFD_CLOEXEC);
  const std::uint32_t unset[8] = {~0u, ~0u};
  RequireCall(pwrite(file, unset, sizeof unset, 0) == sizeof unset, "filling a file");
  const auto map = [&](int sharing) {
    void* const page = mmap(nullptr, PageSize(), PROT_READ | PROT_WRITE, sharing, file, 0);
    RequireCall(page != MAP_FAILED, "mmap of a file");
    return static_cast<Area*>(page);
  };
  Area* mine = map(MAP_PRIVATE);
  Area* others = map(MAP_SHARED);
  Require(mine->cpu_id == kCpuIdUninitialized, "reading the page that the two still share");

  ASSERT_THAT(Rseq(mine, LengthOf(mode), 0, kSignature), Succeeds());
  EXPECT_THAT(*mine, IsCurrent());
  EXPECT_EQ(others->cpu_id, kCpuIdUninitialized) << "the file was written, not the copy";
  ASSERT_CONTROL("unregister.matching-call", Rseq(mine, LengthOf(mode), kUnregister, kSignature), Succeeds());

  // Control: a registration in the shared mapping writes the file.
  CONTROL("register.valid-area", Rseq(others, LengthOf(mode), 0, kSignature), Succeeds());
  CONTROL("register.ids-are-current", *others, IsCurrent());
  CONTROL("unregister.matching-call", Rseq(others, LengthOf(mode), kUnregister, kSignature), Succeeds());
  munmap(mine, PageSize());
  munmap(others, PageSize());
  close(file);
}

}  // namespace
}  // namespace rct
