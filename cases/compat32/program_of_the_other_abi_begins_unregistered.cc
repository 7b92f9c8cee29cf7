// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Compat32, ProgramOfTheOtherAbiBeginsUnregisteredWithTheSameVector) {
  VERIFIES("compat32.exec");
  NeedsOtherAbi();
  const auto arguments = [](const Registration& mine) {
    return std::vector<std::uint64_t>{reinterpret_cast<std::uintptr_t>(mine.area()), mine.length(),
                                      mine.signature(), getauxval(kAuxFeatureSize), getauxval(kAuxAlign)};
  };
  EXPECT_THAT(InChild([&] { ExecOtherAbi(arguments(Registration(mode))); }), Survives())
      << "see there for its exit status";

  const Registration mine(mode);
  std::vector<std::uint64_t> wrong = arguments(mine);
  ++wrong[3];
  Require(InChild([&] { ExecOtherAbi(wrong); }).status != 0, "a program that compares its auxiliary vector");
  // Control: without the exec, unregistering with the old arguments succeeds.
  CONTROL("unregister.matching-call", Rseq(mine.area(), mine.length(), kUnregister, mine.signature()),
          Succeeds());
}

}  // namespace
}  // namespace rct
