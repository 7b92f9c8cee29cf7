// SPDX-License-Identifier: MIT
// io_uring(7) by its system calls, as far as it takes to have a worker thread of the kernel's do something.
#ifndef RCT_IO_RING_H_
#define RCT_IO_RING_H_

#include <cstddef>
#include <cstdint>

#include "rct/file.h"
#include "rct/region.h"

namespace rct {

// Whether the caller enters the kernel for an operation, or a thread of the ring's own finds it (SQPOLL).
enum class Submission { kByCall, kByPoller };

class IoRing {
 public:
  explicit IoRing(Submission submission);  // skips without "io-uring"

  // Reads from a file into memory that stays, in a worker thread (IOSQE_ASYNC).
  void Read(int file, void* to, std::uint32_t size);
  // Whether what was begun is done. It looks into memory only.
  bool IsDone() const;

 private:
  template <typename T>
  T* At(std::uint32_t offset) const {
    return reinterpret_cast<T*>(rings_.begin() + offset);
  }

  Submission submission_;
  File ring_;
  Region rings_, entries_;
  std::uint32_t submission_tail_ = 0, submission_mask_ = 0, submission_array_ = 0, submission_flags_ = 0;
  std::uint32_t completion_tail_ = 0, begun_ = 0;
};

// How many threads the caller's process has, those of the kernel's making (io_uring workers) among them.
int ThreadCount();

}  // namespace rct

#endif  // RCT_IO_RING_H_
