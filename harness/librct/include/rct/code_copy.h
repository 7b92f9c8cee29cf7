// SPDX-License-Identifier: MIT
// Sections in memory of one's own, placed to the byte, signed at will.
#ifndef RCT_CODE_COPY_H_
#define RCT_CODE_COPY_H_

#include <cstddef>
#include <cstdint>

#include "rct/abi.h"
#include "rct/memory.h"

namespace rct {

// A copy of a section's code, from its entry to the end of its abort handler, in two pages that can be read
// and executed.
class CodeCopy {
 public:
  // What is at `second_page` in the original is at the beginning of the second page in the copy; all of it
  // is behind that where nothing else is said. `signature` is what precedes the copy's abort handler.
  explicit CodeCopy(const SectionCode& original);
  CodeCopy(const SectionCode& original, std::uintptr_t second_page, std::uint32_t signature = kSignature);

  const SectionCode& code() const { return code_; }
  Mapping& pages() { return pages_; }

  // Puts the instructions in [begin, end), which must not depend on where they are, at `at`.
  void Overwrite(std::uintptr_t at, std::uintptr_t begin, std::uintptr_t end);
  // Puts a trap behind the body, in place of padding, and makes it the body of code().
  void AppendTrap();

 private:
  void Write(std::uintptr_t at, const void* from, std::size_t size);

  Mapping pages_;
  SectionCode code_;
};

}  // namespace rct

#endif  // RCT_CODE_COPY_H_
