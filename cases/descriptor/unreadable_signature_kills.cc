// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, UnreadableSignatureKills) {
  VERIFIES("descriptor.signature-unreadable");
  const SectionCode& code = TrapSections()[2];
  // The abort handler is this many bytes behind the start of a page, and `harm` makes the page before it
  // unusable. Nothing executes this handler, because its address may not be that of an instruction.
  const auto ending = [&](std::uintptr_t behind, const std::function<void(Mapping&)>& harm) {
    return InChildUnpreempted([&](const std::function<void()>& begin) {
      CodeCopy handler(code, code.abort - behind);
      Registration mine(mode);
      Section section(code);
      section.descriptor().abort_ip = handler.code().abort;
      harm(handler.pages());
      begin();
      const auto go_on = [&](void* context) { SetContextPc(context, code.abort); };
      EXPECT_THAT(TrapWith(section, mine.area(), 0, go_on), Aborts());
    });
  };
  for (const std::uintptr_t behind : {0u, 1u, 2u, 3u}) {
    SCOPED_TRACE(std::to_string(4 - behind) + " bytes of the signature cannot be read");
    EXPECT_THAT(ending(behind, [](Mapping& pages) { pages.Unmap(1); }), DiesOf(SIGSEGV));
    EXPECT_THAT(ending(behind, [](Mapping& pages) { pages.Protect(PROT_NONE, 1); }), DiesOf(SIGSEGV));
    // Control: if all of the signature is readable, it is accepted.
    CONTROL("abort.handler-in-another-mapping",
            ending(behind, [](Mapping& pages) { pages.Protect(PROT_READ, 1); }), Survives());
  }
  // Control: the page before does not matter if the whole signature is behind it.
  CONTROL("abort.handler-in-another-mapping",
          ending(sizeof kSignature, [](Mapping& pages) { pages.Unmap(1); }), Survives());
}

}  // namespace
}  // namespace rct
