// SPDX-License-Identifier: MIT
// Copies a section's code to memory that the case controls: at a chosen byte, with a chosen signature.
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
  // The original's byte at `second_page` becomes the first byte of the copy's second page. By default that is
  // the entry, so the second page holds the whole copy. `signature` is put before the copy's abort handler.
  explicit CodeCopy(const SectionCode& original);
  CodeCopy(const SectionCode& original, std::uintptr_t second_page, std::uint32_t signature = kSignature);

  const SectionCode& code() const { return code_; }
  Mapping& pages() { return pages_; }

  // Copies the instructions in [begin, end) to `at`. They must be position-independent.
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
