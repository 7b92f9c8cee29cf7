// SPDX-License-Identifier: MIT
#include "rct/thread.h"

#include <exception>

namespace rct {

void InThread(const std::function<void()>& work) {
  std::exception_ptr thrown;
  std::thread([&] {
    try {
      work();
    } catch (...) {
      thrown = std::current_exception();
    }
  }).join();
  if (thrown) std::rethrow_exception(thrown);
}

Bystander::Bystander() : thread_([this] { stop_.wait(false); }) {}

Bystander::~Bystander() {
  stop_ = true;
  stop_.notify_all();
  thread_.join();
}

}  // namespace rct
