// SPDX-License-Identifier: MIT
// Threads that a case starts in its own process.
#ifndef RCT_THREAD_H_
#define RCT_THREAD_H_

#include <atomic>
#include <exception>
#include <functional>
#include <memory>
#include <stop_token>
#include <thread>

#include "rct/where.h"

namespace rct {

// A thread that does `work`. An exception from `work`, such as Broken, is kept until the thread is joined; in
// a bare std::thread it would end the process, like a crash of the case. Throws Broken if no thread can be
// made.
class Thread {
 public:
  Thread() = default;  // no thread
  explicit Thread(const std::function<void()>& work, Where where = Where::Here());
  // The same with a token that tells the work to stop because Join was called.
  explicit Thread(std::function<void(const std::stop_token&)> work, Where where = Where::Here());
  ~Thread();  // as Finish
  Thread(Thread&& other) noexcept = default;
  Thread& operator=(Thread&& other) noexcept;

  // Asks the thread to stop, waits for its end, and rethrows what its work threw. A second call does nothing.
  void Join();
  // The same for destructors: reports what its work threw.
  void Finish() noexcept;

 private:
  std::unique_ptr<std::exception_ptr> thrown_;
  std::jthread thread_;
};

// Runs the work in a new thread and waits for it; rethrows what it threw, such as Broken.
void InThread(const std::function<void()>& work);

// The same on this stack.
class Mapping;
void InThreadOn(const Mapping& stack, const std::function<void()>& work);

// A thread that only sleeps: for behavior that depends on whether a process has one thread or two.
class Bystander {
 public:
  Bystander();
  ~Bystander();
  Bystander(const Bystander&) = delete;
  Bystander& operator=(const Bystander&) = delete;

 private:
  std::atomic<bool> stop_{false};
  Thread thread_;
};

}  // namespace rct

#endif  // RCT_THREAD_H_
