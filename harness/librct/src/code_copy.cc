// SPDX-License-Identifier: MIT
#include "rct/code_copy.h"

#include <sys/mman.h>

#include <cstring>

#include "rct/section.h"
#include "rct/verdict.h"

namespace rct {
namespace {

std::uintptr_t EntryOf(const SectionCode& code) { return reinterpret_cast<std::uintptr_t>(code.enter); }

}  // namespace

CodeCopy::CodeCopy(const SectionCode& original) : CodeCopy(original, EntryOf(original)) {}

CodeCopy::CodeCopy(const SectionCode& original, std::uintptr_t second_page, std::uint32_t signature)
    : pages_(2), code_(original) {
  const std::uintptr_t by = reinterpret_cast<std::uintptr_t>(pages_.begin()) + PageSize() - second_page;
  code_.enter = reinterpret_cast<long (*)(SectionFrame*)>(EntryOf(original) + by);
  for (std::uintptr_t* const address : {&code_.start, &code_.body, &code_.body_end, &code_.post_commit,
                                        &code_.signature, &code_.abort, &code_.end})
    *address += by;
  Write(EntryOf(code_), reinterpret_cast<const void*>(original.enter), code_.end - EntryOf(code_));
  Write(code_.abort - sizeof signature, &signature, sizeof signature);
}

void CodeCopy::Overwrite(std::uintptr_t at, std::uintptr_t begin, std::uintptr_t end) {
  Write(at, reinterpret_cast<const void*>(begin), end - begin);
}

void CodeCopy::AppendTrap() {
  const SectionCode& trap = TrapSections()[0];
  Overwrite(code_.body_end, trap.body, trap.body_end);
  code_.body = code_.body_end;
  code_.body_end += trap.body_end - trap.body;
  if (code_.body_end > code_.post_commit) throw Broken("this section has no room for a trap behind its body");
}

void CodeCopy::Write(std::uintptr_t at, const void* from, std::size_t size) {
  const std::uintptr_t begin = reinterpret_cast<std::uintptr_t>(pages_.begin());
  if (at < begin || at + size > begin + pages_.size()) throw Broken("two pages do not hold this section");
  auto* const to = reinterpret_cast<char*>(at);
  pages_.Protect(PROT_READ | PROT_WRITE);
  std::memcpy(to, from, size);
  pages_.Protect(PROT_READ | PROT_EXEC);
  __builtin___clear_cache(to, to + size);
}

}  // namespace rct
