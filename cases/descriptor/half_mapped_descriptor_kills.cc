// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, DescriptorThatReachesIntoAnUnmappedPageKills) {
  VERIFIES("descriptor.readable");
  const SectionCode& code = TrapSections()[2];
  Mapping page;  // an inaccessible page follows it
  const auto move = [&](Section& section, std::size_t readable) {
    std::memcpy(page.end() - readable, &section.descriptor(), readable);
    section.ArmWith(reinterpret_cast<std::uintptr_t>(page.end() - readable));
  };

  for (const std::size_t readable : {8, 16, 24}) {
    SCOPED_TRACE(testing::Message() << readable << " of its bytes are mapped");
    EXPECT_THAT(TrapInChild(mode, code, [&](Section& section) { move(section, readable); }), DiesOf(SIGSEGV));
  }

  // Control: a descriptor that ends at the end of the page works.
  const auto aborted = [](const TrapPassage& passage) { EXPECT_THAT(passage, Aborts()); };
  CONTROL("abort.on-trap",
          TrapInChild(
              mode, code, [&](Section& section) { move(section, sizeof(Descriptor)); }, aborted),
          Survives());
}

}  // namespace
}  // namespace rct
