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

std::byte* Map(int ring, std::size_t size, off_t what) {
  void* const memory = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, ring, what);
  RequireCall(memory != MAP_FAILED, "mmap of a ring");
  return static_cast<std::byte*>(memory);
}

std::uint32_t Acquire(const std::uint32_t* word) {
  return std::atomic_ref(*const_cast<std::uint32_t*>(word)).load(std::memory_order_acquire);
}

}  // namespace

IoRing::IoRing(Submission submission) : submission_(submission) {
  Needs("io-uring");
  io_uring_params parameters{};
  if (submission == Submission::kByPoller) parameters.flags = IORING_SETUP_SQPOLL;
  ring_ = static_cast<int>(syscall(SYS_io_uring_setup, 4, &parameters));
  RequireCall(ring_ != -1, "io_uring_setup");
  rings_size_ = parameters.cq_off.cqes + parameters.cq_entries * sizeof(io_uring_cqe);
  entries_size_ = parameters.sq_entries * sizeof(io_uring_sqe);
  rings_ = Map(ring_, rings_size_, IORING_OFF_SQ_RING);  // both rings, since 5.4
  entries_ = Map(ring_, entries_size_, IORING_OFF_SQES);
  submission_tail_ = parameters.sq_off.tail;
  submission_mask_ = parameters.sq_off.ring_mask;
  submission_array_ = parameters.sq_off.array;
  submission_flags_ = parameters.sq_off.flags;
  completion_tail_ = parameters.cq_off.tail;
}

IoRing::~IoRing() {
  if (rings_ != nullptr) munmap(rings_, rings_size_);
  if (entries_ != nullptr) munmap(entries_, entries_size_);
  if (ring_ != -1) close(ring_);
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
  std::memcpy(entries_ + index * sizeof entry, &entry, sizeof entry);
  At<std::uint32_t>(submission_array_)[index] = index;
  std::atomic_ref(*tail).store(*tail + 1);
  ++begun_;
  const bool asleep = (Acquire(At<std::uint32_t>(submission_flags_)) & IORING_SQ_NEED_WAKEUP) != 0;
  if (submission_ == Submission::kByPoller && !asleep) return;
  const unsigned flags = submission_ == Submission::kByPoller ? IORING_ENTER_SQ_WAKEUP : 0;
  RequireCall(syscall(SYS_io_uring_enter, ring_, 1, 0, flags, nullptr, 0) == 1, "io_uring_enter");
}

bool IoRing::IsDone() const { return Acquire(At<std::uint32_t>(completion_tail_)) == begun_; }

int ThreadCount() {
  return static_cast<int>(std::distance(std::filesystem::directory_iterator("/proc/self/task"),
                                        std::filesystem::directory_iterator()));
}

}  // namespace rct
