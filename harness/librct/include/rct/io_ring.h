// SPDX-License-Identifier: MIT
// A minimal io_uring(7), without liburing: makes a worker thread of the kernel read a file.
#ifndef RCT_IO_RING_H_
#define RCT_IO_RING_H_

#include <cstddef>
#include <cstdint>

#include "rct/file.h"
#include "rct/region.h"

namespace rct {

// How an operation starts: the caller enters the kernel, or the ring's own kernel thread finds it (SQPOLL).
enum class Submission { kByCall, kByPoller };

class IoRing {
 public:
  explicit IoRing(Submission submission);  // skips without "io-uring"

  // Starts a read in a worker thread (IOSQE_ASYNC). The memory must outlive the read.
  void Read(int file, void* to, std::uint32_t size);
  // True if every read that was started is complete. Only reads memory.
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

// How many threads the caller's process has, including those that the kernel made (io_uring workers).
int ThreadCount();

}  // namespace rct

#endif  // RCT_IO_RING_H_
