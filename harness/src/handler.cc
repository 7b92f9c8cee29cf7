// SPDX-License-Identifier: MIT
#include "rct/handler.h"

#include <utility>

#include "rct/verdict.h"

namespace rct {
namespace {

std::function<void(void*)> bodies[_NSIG];

void OnSignal(int signal, siginfo_t* /*info*/, void* context) { bodies[signal](context); }

}  // namespace

Handler::Handler(int signal, std::function<void(void* context)> body, int flags) : signal_(signal) {
  bodies[signal] = std::move(body);
  struct sigaction action {};
  action.sa_sigaction = OnSignal;
  action.sa_flags = SA_SIGINFO | flags;
  sigemptyset(&action.sa_mask);
  RequireCall(sigaction(signal, &action, &previous_) == 0, "sigaction");
}

Handler::~Handler() {
  sigaction(signal_, &previous_, nullptr);
  bodies[signal_] = nullptr;
}

}  // namespace rct
