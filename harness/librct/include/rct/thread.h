// SPDX-License-Identifier: MIT
// Other threads of a case's process.
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

// A thread that does `work`. What the work throws, such as Broken, is kept until the thread is joined: in a
// bare std::thread it would end the process, which looks like a crash of the case. Throws Broken where no
// thread can be made.
class Thread {
 public:
  Thread() = default;  // no thread
  explicit Thread(const std::function<void()>& work, Where where = Where::Here());
  // The same with a token, by which the thread sees that it is about to be joined.
  explicit Thread(std::function<void(const std::stop_token&)> work, Where where = Where::Here());
  ~Thread();  // as Finish
  Thread(Thread&& other) noexcept = default;
  Thread& operator=(Thread&& other) noexcept;

  // Asks it to stop, waits for its end, and throws what its work threw. Does nothing the second time.
  void Join();
  // The same for destructors: reports what its work threw.
  void Finish() noexcept;

 private:
  std::unique_ptr<std::exception_ptr> thrown_;
  std::jthread thread_;
};

// Does the work in a new thread and waits for its end; throws what it threw, such as Broken.
void InThread(const std::function<void()>& work);

// The same on this stack.
class Mapping;
void InThreadOn(const Mapping& stack, const std::function<void()>& work);

// A thread that only sleeps: for what makes a difference between one thread and two.
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
