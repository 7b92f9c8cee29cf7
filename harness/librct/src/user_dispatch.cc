// SPDX-License-Identifier: MIT
#include "rct/user_dispatch.h"

#include <sys/prctl.h>
#include <sys/syscall.h>

#include <csignal>
#include <utility>

#include "rct/schedule.h"
#include "rct/trap.h"
#include "rct/verdict.h"

namespace rct {
namespace {

constexpr int kSetUserDispatch = 59;  // PR_SET_SYSCALL_USER_DISPATCH, since 5.11
constexpr long kOff = 0, kOn = 1;     // PR_SYS_DISPATCH_OFF, PR_SYS_DISPATCH_ON
constexpr char kAllow = 0, kBlock = 1;

}  // namespace

UserDispatch::UserDispatch(std::function<void()> handler)
    : selector_(kAllow), body_(std::move(handler)), handler_(SIGSYS, [this](void* /*context*/) {
        Cancel();
        ++intercepted_;
        if (body_) body_();
      }) {
  Needs("syscall-user-dispatch");
  RequireCall(prctl(kSetUserDispatch, kOn, 0L, 0L, &selector_) == 0, "prctl(PR_SET_SYSCALL_USER_DISPATCH)");
}

UserDispatch::~UserDispatch() { prctl(kSetUserDispatch, kOff, 0L, 0L, 0L); }

void UserDispatch::InterceptNext() { selector_ = kBlock; }
void UserDispatch::Cancel() { selector_ = kAllow; }

Passage PassIntercepted(Section& section, Area* area) {
  UserDispatch dispatch;
  section.frame.cs_field = const_cast<std::uint64_t*>(&area->rseq_cs);
  section.frame.number = SYS_getppid;
  Passage passage{};
  // Not Section::Enter, which makes system calls before it enters the section.
  passage.rounds = Undisturbed([&] {
    SettleEvents(section, area);
    dispatch.InterceptNext();
    passage.aborted = section.code.enter(&section.frame) == 1;
    dispatch.Cancel();
    passage.rseq_cs_left = area->rseq_cs;
    area->rseq_cs = 0;
  });
  if (dispatch.intercepted() == 0) throw Broken("the section's system call was not intercepted");
  passage.provoked = true;
  return passage;
}

}  // namespace rct
