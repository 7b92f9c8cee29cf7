// SPDX-License-Identifier: MIT
#include "rct/crew.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <ostream>
#include <set>
#include <utility>

#include "rct/child.h"
#include "rct/condition.h"
#include "rct/cpu.h"
#include "rct/thread.h"
#include "rct/verdict.h"
#include "until.h"

namespace rct {
namespace {

class DifferenceMatcher : public testing::MatcherInterface<const std::vector<std::uint32_t>&> {
 public:
  bool MatchAndExplain(const std::vector<std::uint32_t>& values,
                       testing::MatchResultListener* /*listener*/) const override {
    return std::set<std::uint32_t>(values.begin(), values.end()).size() == values.size();
  }
  void DescribeTo(std::ostream* out) const override { *out << "are all different"; }
};

}  // namespace

// One thread of a crew, and the work that it was given.
class Crew::Member {
 public:
  Member() : thread_([this] { Serve(); }) {}
  ~Member() {
    {
      const std::scoped_lock lock(mutex_);
      dismissed_ = true;
    }
    changed_.notify_all();
  }
  Member(const Member&) = delete;
  Member& operator=(const Member&) = delete;

  const Area& area() const { return *memory_.get(); }

  void Tell(std::function<void()> work) {
    {
      const std::scoped_lock lock(mutex_);
      work_ = std::move(work);
    }
    changed_.notify_all();
  }

  void Await() {
    std::unique_lock lock(mutex_);
    // The work has its own bound; this one is for a thread that is lost.
    if (!changed_.wait_for(lock, 2 * LongTime(), [this] { return !work_; }))
      throw Broken("a thread does not end its work");
    if (thrown_) std::rethrow_exception(std::exchange(thrown_, nullptr));
  }

 private:
  void Serve() {
    std::unique_ptr<Registration> registration;
    memory_->mm_cid = ~0u;  // marks the field as not yet written by the kernel
    Try([&] { registration = std::make_unique<Registration>(memory_); });
    for (std::unique_lock lock(mutex_);;) {
      changed_.wait(lock, [this] { return work_ || dismissed_; });
      if (dismissed_) return;
      lock.unlock();
      Try(work_);
      lock.lock();
      work_ = nullptr;
      changed_.notify_all();
    }
  }

  void Try(const std::function<void()>& work) {
    try {
      work();
    } catch (...) {
      thrown_ = std::current_exception();
    }
  }

  AreaMemory memory_{Mode::kExtended};
  std::mutex mutex_;
  std::condition_variable changed_;
  std::function<void()> work_;  // empty once it is done
  std::exception_ptr thrown_;
  bool dismissed_ = false;
  Thread thread_;  // last, because it uses all of them
};

Crew::Crew(int size) {
  for (int i = 0; i < size; ++i) members_.push_back(std::make_unique<Member>());
  Each([](int) {});  // throws what a registration threw
}

Crew::~Crew() = default;

const Area& Crew::area(int member) const { return members_.at(static_cast<std::size_t>(member))->area(); }

void Crew::Each(const std::function<void(int member)>& work) {
  for (int i = 0; i < size(); ++i) members_[static_cast<std::size_t>(i)]->Tell([&work, i] { work(i); });
  std::exception_ptr thrown;
  for (const auto& member : members_) {
    try {
      member->Await();
    } catch (...) {
      thrown = std::current_exception();
    }
  }
  if (thrown) std::rethrow_exception(thrown);
}

void Crew::Dismiss(int member) { members_.erase(members_.begin() + member); }

void OnFewCpus(const std::function<void(int cpus)>& body) {
  constexpr std::size_t kFew = 8;
  NeedsCpus(2);
  const KeepAffinity keep;
  std::vector<int> cpus = AllowedCpus();
  cpus.resize(std::min(cpus.size(), kFew));
  Pin(cpus);
  // A new child's memory was never used on another CPU, so its mm_cids follow the few CPUs only.
  EXPECT_THAT(InChild([&] { body(static_cast<int>(cpus.size())); }), Survives());
}

std::vector<std::uint32_t> CidsAfterSleep(Crew& crew) {
  std::vector<std::uint32_t> cids(static_cast<std::size_t>(crew.size()));
  crew.Each([&](int member) {
    BlockOnce();
    cids[static_cast<std::size_t>(member)] = crew.area(member).mm_cid;
  });
  return cids;
}

std::vector<std::uint32_t> CidsWhileAllRun(Crew& crew) {
  const auto size = static_cast<std::size_t>(crew.size());
  if (AllowedCpus().size() < size) throw Broken("a crew with more members than there are CPUs");
  crew.Each([](int member) { Pin(AllowedCpus()[static_cast<std::size_t>(member)]); });
  std::vector<std::uint32_t> cids(size);
  const auto all_at_once = [&](int /*attempt*/) {
    std::atomic<std::size_t> arrived{0}, undisturbed{0};
    crew.Each([&](int member) {
      const long before = ContextSwitches();
      const std::uint32_t cid = crew.area(member).mm_cid;
      ++arrived;
      // All of them run when the last one arrives.
      if (!EventuallySpinning([&] { return arrived == size; }))
        throw Broken("not all threads of a crew were run");
      cids[static_cast<std::size_t>(member)] = cid;
      if (ContextSwitches() == before) ++undisturbed;
    });
    return undisturbed == size;
  };
  UntilOneCounts(all_at_once, "the threads of a crew never ran all at once");
  return cids;
}

testing::Matcher<const std::vector<std::uint32_t>&> AreAllDifferent() {
  return testing::Matcher<const std::vector<std::uint32_t>&>(new DifferenceMatcher);
}

}  // namespace rct
