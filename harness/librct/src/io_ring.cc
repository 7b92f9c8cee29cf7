// SPDX-License-Identifier: MIT
#include "rct/io_ring.h"

#include <linux/io_uring.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cstring>
#include <filesystem>
#include <iterator>

#include "rct/verdict.h"

namespace rct {
namespace {

Region Map(const File& ring, std::size_t size, off_t what) {
  constexpr int kFlags = MAP_SHARED | MAP_POPULATE;
  Region memory(mmap(nullptr, size, PROT_READ | PROT_WRITE, kFlags, ring.get(), what), size);
  RequireCall(static_cast<bool>(memory), "mmap of a ring");
  return memory;
}

std::uint32_t Acquire(const std::uint32_t* word) {
  return std::atomic_ref(*const_cast<std::uint32_t*>(word)).load(std::memory_order_acquire);
}

}  // namespace

IoRing::IoRing(Submission submission) : submission_(submission) {
  Needs("io-uring");
  io_uring_params parameters{};
  if (submission == Submission::kByPoller) parameters.flags = IORING_SETUP_SQPOLL;
  ring_ = File(syscall(SYS_io_uring_setup, 4, &parameters));
  RequireCall(static_cast<bool>(ring_), "io_uring_setup");
  rings_ = Map(ring_, parameters.cq_off.cqes + parameters.cq_entries * sizeof(io_uring_cqe),
               IORING_OFF_SQ_RING);  // both rings, since 5.4
  entries_ = Map(ring_, parameters.sq_entries * sizeof(io_uring_sqe), IORING_OFF_SQES);
  submission_tail_ = parameters.sq_off.tail;
  submission_mask_ = parameters.sq_off.ring_mask;
  submission_array_ = parameters.sq_off.array;
  submission_flags_ = parameters.sq_off.flags;
  completion_tail_ = parameters.cq_off.tail;
}

void IoRing::Read(int file, void* to, std::uint32_t size) {
  auto* const tail = At<std::uint32_t>(submission_tail_);
  const std::uint32_t index = *tail & *At<std::uint32_t>(submission_mask_);
  io_uring_sqe entry{};
  entry.opcode = IORING_OP_READ;
  entry.flags = IOSQE_ASYNC;
  entry.fd = file;
  entry.addr = reinterpret_cast<std::uintptr_t>(to);
  entry.len = size;
  std::memcpy(entries_.begin() + index * sizeof entry, &entry, sizeof entry);
  At<std::uint32_t>(submission_array_)[index] = index;
  std::atomic_ref(*tail).store(*tail + 1);
  ++begun_;
  const bool asleep = (Acquire(At<std::uint32_t>(submission_flags_)) & IORING_SQ_NEED_WAKEUP) != 0;
  if (submission_ == Submission::kByPoller && !asleep) return;
  const unsigned flags = submission_ == Submission::kByPoller ? IORING_ENTER_SQ_WAKEUP : 0;
  RequireCall(syscall(SYS_io_uring_enter, ring_.get(), 1, 0, flags, nullptr, 0) == 1, "io_uring_enter");
}

bool IoRing::IsDone() const { return Acquire(At<std::uint32_t>(completion_tail_)) == begun_; }

int ThreadCount() {
  return static_cast<int>(std::distance(std::filesystem::directory_iterator("/proc/self/task"),
                                        std::filesystem::directory_iterator()));
}

}  // namespace rct
