// SPDX-License-Identifier: MIT
// Registers a thread's rseq area, in the original or the extended size.
#ifndef RCT_REGISTRATION_H_
#define RCT_REGISTRATION_H_

#include <cstdint>
#include <iosfwd>
#include <memory>

#include "rct/abi.h"
#include "rct/memory.h"

namespace rct {

enum class Mode {
  kBytes32,   // the original 32 bytes; "legacy" to the kernel since 7.0.10
  kExtended,  // more than 32 bytes, since 6.3; since 7.0.10 "optimized" to the kernel, if the architecture
              // supports it
};
std::ostream& operator<<(std::ostream& out, Mode mode);
std::ostream& operator<<(std::ostream& out, const Area& area);

// The length that a registration in this mode passes: 32, or the larger of 33 and AT_RSEQ_FEATURE_SIZE.
std::uint32_t LengthOf(Mode mode);

// Zeroed memory for one area, aligned for both modes, alone on its page between guard pages. Not registered.
class AreaMemory {
 public:
  explicit AreaMemory(Mode mode = Mode::kBytes32, Sharing sharing = Sharing::kPrivate);
  Area* get() const { return page_.As<Area>(); }
  Area* operator->() const { return get(); }
  std::uint32_t length() const { return length_; }
  Mapping& page() { return page_; }

 private:
  Mapping page_;
  std::uint32_t length_;
};

// Registers the calling thread, which must not be registered; the destructor unregisters it if it still is.
// Throws Broken if the kernel refuses, because a case that uses this does not test that registering works.
class Registration {
 public:
  explicit Registration(Mode mode = Mode::kBytes32, std::uint32_t signature = kSignature);
  explicit Registration(AreaMemory& memory, std::uint32_t signature = kSignature);
  ~Registration();
  Registration(const Registration&) = delete;
  Registration& operator=(const Registration&) = delete;

  Area* area() const { return memory_->get(); }
  Area* operator->() const { return area(); }
  std::uint32_t length() const { return memory_->length(); }
  std::uint32_t signature() const { return signature_; }
  AreaMemory& memory() const { return *memory_; }
  friend std::ostream& operator<<(std::ostream& out, const Registration& registration);

 private:
  void Register();

  std::unique_ptr<AreaMemory> own_;
  AreaMemory* memory_;
  std::uint32_t signature_;
};

}  // namespace rct

#endif  // RCT_REGISTRATION_H_
