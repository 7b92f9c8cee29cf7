// SPDX-License-Identifier: MIT
#include "rct/child.h"

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <optional>
#include <ostream>

#include "child_report.h"
#include "rct/condition.h"
#include "rct/cpu.h"
#include "rct/file.h"
#include "rct/uninterrupted.h"
#include "rct/verdict.h"
#include "stream.h"
#include "uncaught.h"
#include "until.h"

namespace rct {
namespace {

class EndingMatcher : public testing::MatcherInterface<const Ending&> {
 public:
  explicit EndingMatcher(int signal) : signal_(signal) {}
  bool MatchAndExplain(const Ending& ending, testing::MatchResultListener* /*listener*/) const override {
    if (ending.timed_out) return false;
    if (signal_ != 0) return WIFSIGNALED(ending.status) && WTERMSIG(ending.status) == signal_;
    return WIFEXITED(ending.status) && WEXITSTATUS(ending.status) == 0;
  }
  void DescribeTo(std::ostream* out) const override {
    if (signal_ != 0)
      *out << "dies of SIG" << sigabbrev_np(signal_);
    else
      *out << "survives";
  }

 private:
  int signal_;  // 0: survives
};

// Waits for the end of a child that was killed.
void Reap(pid_t pid) {
  Uninterrupted([pid] { return waitpid(pid, nullptr, 0); });
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const Ending& ending) {
  if (ending.timed_out)
    return out << "a child that did not end and was killed after " << LongTime().count() << " ms";
  if (WIFSIGNALED(ending.status)) {
    const char* name = sigabbrev_np(WTERMSIG(ending.status));
    return out << "a child that was killed by SIG" << (name != nullptr ? name : "?");
  }
  return out << "a child that exited with " << WEXITSTATUS(ending.status);
}

Child::Child(const std::function<void()>& body) : report_(new Shared<ChildReport>), pid_(-1) {
  const pid_t parent = getpid();
  pid_ = fork();
  RequireCall(pid_ != -1, "fork");
  if (pid_ != 0) return;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(1);  // the parent has died already
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  stream::ReportTo(&**report_);
  try {
    body();
  } catch (...) {
    ReportException();
  }
  _exit(0);  // the report carries failures; status 0 says that the body ended
}

Child::~Child() {
  if (pid_ != -1) {
    kill(pid_, SIGKILL);
    Reap(pid_);
  }
  delete report_;
}

Ending Child::Wait() {
  const Ending ending = Await();
  Adopt(**report_);
  return ending;
}

Ending Child::Await() {
  Ending ending{0, false};
  // A pidfd, readable once the child ends, lets the parent sleep until then (since 5.3). A signal may
  // interrupt that sleep.
  const File end(static_cast<int>(syscall(SYS_pidfd_open, pid_, 0)));
  const auto deadline = std::chrono::steady_clock::now() + LongTime();
  const auto ended = [&] {
    if (end) {
      const auto left =
          std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
      pollfd poller{end.get(), POLLIN, 0};
      poll(&poller, 1, std::max(0, static_cast<int>(left.count())));
    }
    return waitpid(pid_, &ending.status, WNOHANG) == pid_ && !WIFSTOPPED(ending.status);
  };
  if (!Eventually(ended)) {
    ending.timed_out = true;
    kill(pid_, SIGKILL);
    Reap(pid_);
  }
  pid_ = -1;
  return ending;
}

void Adopt(const ChildReport& report) {
  const int count = std::min(report.count.load(), ChildReport::kMost);
  std::optional<ControlScope> scope;  // of the last failure; failures beyond kMost are counted under it, too
  for (int i = 0; i < count; ++i) {
    const ChildReport::Failure& failure = report.failures[i];
    if (failure.broken)
      throw Broken(std::string("in the child: ") + failure.text, {failure.file, failure.line});
    if (failure.skip) Skip(failure.text, {failure.file, failure.line});
    scope.reset();
    if (failure.control != nullptr) scope.emplace(failure.control);
    ADD_FAILURE_AT(failure.file, failure.line) << "in the child: " << failure.text;
  }
  if (report.count > count) ADD_FAILURE() << report.count - count << " more failures in the child";
}

Ending InChild(const std::function<void()>& body) { return Child(body).Wait(); }

Ending InChildUnpreempted(const std::function<void(const std::function<void()>& begin)>& body,
                          Preempted preempted) {
  const auto of_children = [] { return Preemptions(RUSAGE_CHILDREN); };
  Shared<std::atomic<long>> begun;
  Ending ending{};
  const auto unpreempted = [&](int /*attempt*/) {
    *begun = -1;
    const long before = of_children();
    Child child([&] { body([&] { *begun = Preemptions(RUSAGE_SELF); }); });
    ending = child.Await();
    const bool well = ending.status == 0 && (*child.report_)->count == 0;
    const bool counts = preempted == Preempted::kCountsIfAllIsWell && well;
    if (*begun != -1 && of_children() - before > *begun && !counts) return false;
    Adopt(**child.report_);
    return true;
  };
  UntilOneCounts(unpreempted, "every child was preempted where it must not be");
  return ending;
}

testing::Matcher<const Ending&> DiesOf(int signal) {
  return testing::Matcher<const Ending&>(new EndingMatcher(signal));
}
testing::Matcher<const Ending&> Survives() { return testing::Matcher<const Ending&>(new EndingMatcher(0)); }

}  // namespace rct
