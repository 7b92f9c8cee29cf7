// SPDX-License-Identifier: MIT
#include "rct/handler.h"

#include <cstring>
#include <string>
#include <utility>

#include "rct/verdict.h"

namespace rct {
namespace {

std::function<void(void*)> bodies[_NSIG];

void OnSignal(int signal, siginfo_t* /*info*/, void* context) { bodies[signal](context); }

}  // namespace

Handler::Handler(int signal, std::function<void(void* context)> body, int flags) : signal_(signal) {
  if (bodies[signal])
    throw Broken(std::string("a second handler at the same time for SIG") + sigabbrev_np(signal));
  bodies[signal] = std::move(body);
  struct sigaction action{};
  action.sa_sigaction = OnSignal;
  action.sa_flags = SA_SIGINFO | flags;
  sigemptyset(&action.sa_mask);
  if (sigaction(signal, &action, &previous_) == 0) return;
  bodies[signal] = nullptr;
  RequireCall(false, "sigaction");
}

Handler::~Handler() {
  sigaction(signal_, &previous_, nullptr);
  bodies[signal_] = nullptr;
}

}  // namespace rct
