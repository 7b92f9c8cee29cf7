// SPDX-License-Identifier: MIT
#include "rct/soak.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <csignal>
#include <exception>
#include <memory>
#include <ostream>

#include "cpu_set.h"
#include "feature_probe.h"
#include "rct/condition.h"
#include "rct/handler.h"
#include "rct/syscall.h"
#include "rct/thread.h"
#include "rct/trap.h"
#include "rct/verdict.h"
#include "soak_time.h"
#include "stream.h"

namespace rct {
namespace {

std::chrono::milliseconds soak_time{2000};

class DisturbedMatcher : public testing::MatcherInterface<const Soaked&> {
 public:
  bool MatchAndExplain(const Soaked& soaked, testing::MatchResultListener* /*listener*/) const override {
    return soaked.aborts > 0 && soaked.kept == 0 && soaked.commits > 0;
  }
  void DescribeTo(std::ostream* out) const override {
    *out << "sections were aborted, none was kept by a signal, and sections committed";
  }
};

// A worker's thread. It registers itself and works until `stop`.
class WorkerThread {
 public:
  WorkerThread(Mode mode, Id id, int number, const std::function<void(Worker&)>& turn,
               const std::atomic<bool>& stop)
      : thread_([=, this, &turn, &stop] {
          tid_ = ThreadId();
          try {
            Worker worker(mode, id, number, count_);
            while (!stop) turn(worker);
          } catch (...) {
            tid_ = 0;
            throw;
          }
          tid_ = 0;
        }) {}

  pid_t tid() const { return tid_; }
  const Count& count() const { return count_; }
  void Join() { thread_.Join(); }

 private:
  Count count_;
  std::atomic<pid_t> tid_{0};
  Thread thread_;
};

// One event of each kind, for one thread or for all.
void Disturb(const WorkerThread& thread, int cpu, bool fence) {
  const pid_t tid = thread.tid();
  if (tid != 0) {  // the thread may have ended since, so the calls below may fail
    CpuSet({cpu}).Restrict(tid);
    syscall(SYS_tgkill, getpid(), tid, SIGUSR1);
  }
  if (fence) Membarrier(kMembarrierRseq);
}

}  // namespace

bool SetSoakTime(const char* seconds) {
  char* end = nullptr;
  const double value = strtod(seconds, &end);
  if (end == seconds || *end != '\0' || !(value > 0 && value < 1e6)) return false;
  soak_time = std::chrono::milliseconds(static_cast<long>(value * 1000));
  return true;
}

std::chrono::milliseconds SoakTime() { return soak_time; }

void Soaking(const std::function<void()>& work, const std::function<bool()>& enough) {
  const auto end = std::chrono::steady_clock::now() + SoakTime();
  for (auto now = end - SoakTime(); now < end || (now < end + LongTime() && !enough());
       now = std::chrono::steady_clock::now())
    work();
}

std::uintptr_t Sum(PerId<Word>& words) {
  return words.Sum([](Word& word) { return word.load(); });
}

Worker::Worker(Mode mode, Id id, int number, Count& count)
    : number_(number), count_(count), registration_(mode), commit_(CommitSection()), pop_(PopSection()) {
  for (Section* const section : {&commit_, &pop_}) {
    section->frame.cs_field = const_cast<std::uint64_t*>(&registration_->rseq_cs);
    section->frame.id_field = id == Id::kCpu ? &registration_->cpu_id : &registration_->mm_cid;
  }
}

bool Worker::Commit(const Change& change) {
  commit_.frame.expected = change.expected;
  commit_.frame.value = change.value;
  commit_.frame.second = change.also != nullptr ? change.also : &nothing_;
  commit_.frame.second_expected = change.also_expected;
  commit_.frame.source = change.source != nullptr ? change.source : scratch_[0];
  commit_.frame.destination = change.destination != nullptr ? change.destination : scratch_[1];
  return Enter(commit_, change.id, change.word);
}

Element* Worker::Pop(std::uint32_t id, Word* head) {
  return Enter(pop_, id, head) ? reinterpret_cast<Element*>(pop_.frame.result) : nullptr;
}

void Worker::Renew() {
  for (const int flags : {kUnregister, 0})
    RequireCall(Rseq(registration_.area(), registration_.length(), flags, kSignature).value == 0,
                "registering again");
}

// Not Section::Enter: its system calls take most of the time, but here threads should be inside.
bool Worker::Enter(Section& section, std::uint32_t id, Word* word) {
  section.frame.id = id;
  section.frame.operand = word;
  const long how = section.code.enter(&section.frame);
  std::atomic<long>& ends = how == 0 ? count_.commits : how == 1 ? count_.aborts : count_.declined;
  ends.store(ends.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  return how == 0;
}

std::ostream& operator<<(std::ostream& out, const Soaked& soaked) {
  return out << soaked.commits << " commits, " << soaked.aborts << " aborts, " << soaked.declined
             << " declined, " << soaked.kept << " kept";
}

testing::Matcher<const Soaked&> WasDisturbed() {
  return testing::Matcher<const Soaked&>(new DisturbedMatcher);
}

Soaked Soak(Mode mode, Id id, const std::function<void(Worker&)>& turn,
            const std::function<void()>& meanwhile) {
  constexpr int kWorkersPerCpu = 2;
  const KeepAffinity keep;
  std::atomic<long> kept{0};
  const Handler handler(SIGUSR1, [&kept](void* context) {
    const std::uintptr_t pc = ContextPc(context);
    if (CommitSection().Contains(pc) || PopSection().Contains(pc)) ++kept;
  });
  const bool fence = FindFeature("membarrier-rseq")->missing().empty();
  if (fence) RequireCall(Membarrier(kMembarrierRegisterRseq).value == 0, "registering for membarrier");
  const std::vector<int>& cpus = AllowedCpus();

  std::atomic<bool> stop{false};
  std::vector<std::unique_ptr<WorkerThread>> threads;
  const int workers = kWorkersPerCpu * static_cast<int>(cpus.size());
  threads.reserve(static_cast<std::size_t>(workers));
  for (int number = 0; number < workers; ++number)
    threads.push_back(std::make_unique<WorkerThread>(mode, id, number, turn, stop));

  const auto all = [&threads, &kept] {
    Soaked sum{};
    sum.kept = kept;
    for (const auto& thread : threads) {
      sum.commits += thread->count().commits;
      sum.aborts += thread->count().aborts;
      sum.declined += thread->count().declined;
    }
    return sum;
  };
  std::size_t round = 0;
  const auto disturb = [&] {
    // In the next round each thread gets the next CPU.
    Disturb(*threads[round % threads.size()], cpus[(round + round / threads.size()) % cpus.size()], fence);
    if (meanwhile) meanwhile();
    ++round;
    Doze();
  };
  Soaking(disturb, [&] { return kept > 0 || testing::Matches(WasDisturbed())(all()); });
  stop = true;

  std::exception_ptr thrown;
  for (const auto& thread : threads) {
    try {
      thread->Join();
    } catch (...) {
      thrown = std::current_exception();
    }
  }
  if (thrown) std::rethrow_exception(thrown);
  const Soaked soaked = all();
  stream::Measured("commits", soaked.commits);
  stream::Measured("aborts", soaked.aborts);
  return soaked;
}

}  // namespace rct
