// SPDX-License-Identifier: MIT
#include "rct/thread.h"

#include <pthread.h>

#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

#include "rct/memory.h"
#include "rct/verdict.h"
#include "uncaught.h"

namespace rct {

Thread::Thread(const std::function<void()>& work, Where where)
    : Thread([work](const std::stop_token& /*stop*/) { work(); }, where) {}

Thread::Thread(std::function<void(const std::stop_token&)> work, Where where)
    : thrown_(std::make_unique<std::exception_ptr>()) {
  try {
    thread_ = std::jthread([work = std::move(work), thrown = thrown_.get()](const std::stop_token& stop) {
      try {
        work(stop);
      } catch (...) {
        *thrown = std::current_exception();
      }
    });
  } catch (const std::system_error& error) {
    throw Broken(std::string("making a thread: ") + error.what(), where);
  }
}

Thread::~Thread() { Finish(); }

Thread& Thread::operator=(Thread&& other) noexcept {
  Finish();
  thread_ = std::move(other.thread_);
  thrown_ = std::move(other.thrown_);
  return *this;
}

void Thread::Join() {
  if (!thread_.joinable()) return;
  thread_.request_stop();
  thread_.join();
  if (*thrown_) std::rethrow_exception(std::exchange(*thrown_, nullptr));
}

void Thread::Finish() noexcept {
  try {
    Join();
  } catch (...) {
    ReportException();
  }
}

void InThread(const std::function<void()>& work) { Thread(work).Join(); }

void InThreadOn(const Mapping& stack, const std::function<void()>& work) {
  struct Task {
    const std::function<void()>& work;
    std::exception_ptr thrown;
  } task{work, nullptr};
  const auto run = [](void* argument) -> void* {
    auto* const mine = static_cast<Task*>(argument);
    try {
      mine->work();
    } catch (...) {
      mine->thrown = std::current_exception();
    }
    return nullptr;
  };
  const auto require = [](int result, const char* call) { RequireCall((errno = result) == 0, call); };
  pthread_attr_t attributes;
  pthread_t thread;
  require(pthread_attr_init(&attributes), "pthread_attr_init");
  require(pthread_attr_setstack(&attributes, stack.begin(), stack.size()), "pthread_attr_setstack");
  require(pthread_create(&thread, &attributes, run, &task), "pthread_create");
  pthread_attr_destroy(&attributes);
  pthread_join(thread, nullptr);
  if (task.thrown) std::rethrow_exception(task.thrown);
}

Bystander::Bystander() : thread_([this] { stop_.wait(false); }) {}

Bystander::~Bystander() {
  stop_ = true;
  stop_.notify_all();
}

}  // namespace rct
