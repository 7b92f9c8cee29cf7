// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, ZeroIsASignatureLikeAnyOther) {
  VERIFIES("descriptor.signature-zero");
  const SectionCode& original = TrapSections()[2];
  const auto ending = [&](std::uint32_t registered, std::uint32_t written) {
    return InChild([&] {
      Registration mine(mode, registered);
      const CodeCopy copy(original, original.abort, written);
      Section section(copy.code());
      EXPECT_THAT(Trap(section, mine.area()), Aborts());
    });
  };
  EXPECT_THAT(ending(0, 0), Survives());
  // Control: zero does not match another signature, in either place.
  CONTROL("descriptor.signature-checked", ending(0, kSignature), DiesOf(SIGSEGV));
  CONTROL("descriptor.signature-checked", ending(kSignature, 0), DiesOf(SIGSEGV));
  // Control: the usual signature in both places is accepted.
  CONTROL("abort.generated-code", ending(kSignature, kSignature), Survives());
}

}  // namespace
}  // namespace rct
