// SPDX-License-Identifier: MIT
// Other threads of a case's process.
#ifndef RCT_THREAD_H_
#define RCT_THREAD_H_

#include <atomic>
#include <functional>
#include <thread>

namespace rct {

// A thread that only sleeps: for what makes a difference between one thread and two.
class Bystander {
 public:
  Bystander();
  ~Bystander();
  Bystander(const Bystander&) = delete;
  Bystander& operator=(const Bystander&) = delete;

 private:
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

// A thread on the second allowed CPU, which acts on a caller that runs on the first one. Needs two CPUs
// (skips). The caller is pinned, before and for as long as it lives.
class Assistant {
 public:
  Assistant();
  ~Assistant();
  Assistant(const Assistant&) = delete;
  Assistant& operator=(const Assistant&) = delete;

  // Spins in user mode, without any system call, until the assistant has carried out `action`, which must not
  // throw.
  void Do(const std::function<void()>& action);

 private:
  std::atomic<const std::function<void()>*> action_{nullptr};
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

}  // namespace rct

#endif  // RCT_THREAD_H_
