// SPDX-License-Identifier: MIT
// An open file, pipe, socket or anything else that has a descriptor.
#ifndef RCT_FILE_H_
#define RCT_FILE_H_

#include <unistd.h>

#include <cerrno>
#include <utility>

namespace rct {

// Closes the descriptor at the end of its life, and leaves errno as it is.
class File {
 public:
  File() = default;
  explicit File(long descriptor) : descriptor_(static_cast<int>(descriptor)) {}  // -1: none
  ~File() { Close(); }
  File(File&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  File& operator=(File&& other) noexcept {
    Close();
    descriptor_ = std::exchange(other.descriptor_, -1);
    return *this;
  }

  int get() const { return descriptor_; }
  explicit operator bool() const { return descriptor_ != -1; }
  void Close() {
    const int error = errno;
    if (descriptor_ != -1) close(descriptor_);
    descriptor_ = -1;
    errno = error;
  }

 private:
  int descriptor_ = -1;
};

}  // namespace rct

#endif  // RCT_FILE_H_
