// SPDX-License-Identifier: MIT
// Other threads of a case's process.
#ifndef RCT_THREAD_H_
#define RCT_THREAD_H_

#include <atomic>
#include <functional>
#include <thread>

namespace rct {

// Does the work in a new thread and waits for its end; throws what it threw, such as Broken.
void InThread(const std::function<void()>& work);

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

}  // namespace rct

#endif  // RCT_THREAD_H_
