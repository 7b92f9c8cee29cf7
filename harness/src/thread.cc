// SPDX-License-Identifier: MIT
#include "rct/thread.h"

#include <sched.h>

#include <chrono>

#include "rct/condition.h"
#include "rct/cpu.h"
#include "rct/verdict.h"

namespace rct {

Bystander::Bystander() : thread_([this] { stop_.wait(false); }) {}

Bystander::~Bystander() {
  stop_ = true;
  stop_.notify_all();
  thread_.join();
}

Assistant::Assistant() {
  NeedsCpus(2);
  thread_ = std::thread([this, cpu = AllowedCpus().at(1)] {
    Pin(cpu);
    while (!stop_) {
      if (const auto* action = action_.load()) {
        (*action)();
        action_ = nullptr;
      }
      sched_yield();
    }
  });
}

Assistant::~Assistant() {
  stop_ = true;
  thread_.join();
}

void Assistant::Do(const std::function<void()>& action) {
  const auto end = std::chrono::steady_clock::now() + LongTime();
  action_ = &action;
  while (action_ != nullptr) Require(std::chrono::steady_clock::now() < end, "waiting for the assistant");
}

}  // namespace rct
