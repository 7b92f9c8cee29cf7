// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, AbortAddressWithoutRoomForASignatureKills) {
  VERIFIES("descriptor.abort-has-room-for-signature");
  // If the kernel took such an address, the trap's handler would run before the thread dies there.
  Shared<int> handled;
  const auto ending = [&](const std::function<void(Section&)>& spoil) {
    return InChild([&] {
      Registration mine(mode);
      Section section(TrapSections()[2]);
      spoil(section);
      EXPECT_THAT(Trap(section, mine.area(), [&] { ++*handled; }), Aborts());
    });
  };

  for (const std::uintptr_t address : {0, 1, 2, 3}) {
    SCOPED_TRACE(testing::Message() << "abort_ip " << address);
    EXPECT_THAT(ending([&](Section& section) { section.descriptor().abort_ip = address; }), DiesOf(SIGSEGV));
  }
  EXPECT_EQ(*handled, 0);

  // Control: with its own abort handler the section is aborted.
  *handled = 0;
  CONTROL("abort.on-trap", ending([](Section&) {}), Survives());
  CONTROL("abort.on-trap", *handled, testing::Eq(1));
}

}  // namespace
}  // namespace rct
