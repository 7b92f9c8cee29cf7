// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, DescriptorMustBeReadableAndNothingElse) {
  VERIFIES("descriptor.readable");
  Mapping page;
  const auto ending = [&](int protection) {
    return TrapInChild(
        mode, TrapSections()[2],
        [&](Section& section) {
          *page.As<Descriptor>() = section.descriptor();
          section.ArmWith(reinterpret_cast<std::uintptr_t>(page.begin()));
          page.Protect(protection);
        },
        [](const TrapPassage& passage) { EXPECT_THAT(passage, Aborts()); });
  };

  EXPECT_THAT(ending(PROT_NONE), DiesOf(SIGSEGV));

  EXPECT_THAT(ending(PROT_READ), Survives()) << "the thread need not be able to write there";
  // Control: a descriptor in a readable and writable page works.
  CONTROL("abort.on-trap", ending(PROT_READ | PROT_WRITE), Survives());
}

}  // namespace
}  // namespace rct
