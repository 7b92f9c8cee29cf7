// SPDX-License-Identifier: MIT
// Owns a file descriptor (file, pipe, socket …) and closes it.
#ifndef RCT_FILE_H_
#define RCT_FILE_H_

#include <unistd.h>

#include <cerrno>
#include <utility>

namespace rct {

// Closes the descriptor in the destructor, and keeps errno.
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
