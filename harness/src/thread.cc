// SPDX-License-Identifier: MIT
#include "rct/thread.h"

namespace rct {

Bystander::Bystander() : thread_([this] { stop_.wait(false); }) {}

Bystander::~Bystander() {
  stop_ = true;
  stop_.notify_all();
  thread_.join();
}

}  // namespace rct
