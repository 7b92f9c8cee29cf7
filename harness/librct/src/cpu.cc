// SPDX-License-Identifier: MIT
#include "rct/cpu.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "cpu_set.h"
#include "rct/verdict.h"

namespace rct {
namespace {

std::vector<int> Affinity() {
  std::vector<int> cpus = CpuSet::Of(0).cpus();
  RequireCall(!cpus.empty(), "sched_getaffinity");
  return cpus;
}

// The numbers of a list such as "0-3,8".
std::vector<int> ReadCpuList(const std::string& name) {
  const std::string path = "/sys/devices/system/cpu/" + name;
  std::ifstream file(path);
  std::vector<int> cpus;
  for (int first = 0, last = 0; file >> first; file.ignore()) {  // skips the comma
    last = first;
    if (file.peek() == '-') file.ignore() >> last;
    for (int cpu = first; cpu <= last; ++cpu) cpus.push_back(cpu);
  }
  if (cpus.empty()) throw Broken("no CPU in " + path);
  return cpus;
}

rusage Usage(int who) {
  rusage usage{};
  RequireCall(getrusage(who, &usage) == 0, "getrusage");
  return usage;
}

}  // namespace

const std::vector<int>& AllowedCpus() {
  static const std::vector<int> cpus = Affinity();
  return cpus;
}

int PossibleCpus() { return ReadCpuList("possible").back() + 1; }
std::vector<int> OnlineCpus() { return ReadCpuList("online"); }

CpuOffline::CpuOffline(int cpu)
    : online_((Needs("cpu-hotplug"), "/sys/devices/system/cpu/cpu" + std::to_string(cpu) + "/online")) {
  online_.Set("0");
}

Place WhereAmI() {
  Place place{};
  RequireCall(syscall(SYS_getcpu, &place.cpu, &place.node, nullptr) == 0, "getcpu");
  return place;
}

void Pin(int cpu, pid_t thread) { Pin(std::vector<int>{cpu}, thread); }

void Pin(const std::vector<int>& cpus, pid_t thread) {
  RequireCall(CpuSet(cpus).Restrict(thread), "sched_setaffinity");
}

KeepAffinity::KeepAffinity() {
  AllowedCpus();  // reads them before anything narrows the mask
  cpus_ = Affinity();
}

KeepAffinity::~KeepAffinity() { CpuSet(cpus_).Restrict(0); }

long ContextSwitches() {
  const rusage usage = Usage(RUSAGE_THREAD);
  return usage.ru_nvcsw + usage.ru_nivcsw;
}

long ContextSwitchesOf(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/status");
  long sum = 0;
  for (std::string line; std::getline(file, line);)  // also matches "nonvoluntary…"
    if (line.find("voluntary_ctxt_switches:") != std::string::npos)
      sum += std::stol(line.substr(line.find(':') + 1));
  return sum;
}

long Preemptions(int who) { return Usage(who).ru_nivcsw; }

void BlockOnce() {
  const long before = Usage(RUSAGE_THREAD).ru_nvcsw;
  for (int tries = 0; Usage(RUSAGE_THREAD).ru_nvcsw == before; ++tries) {
    if (tries == 1000) throw Broken("a thread that blocks was never switched out");
    const timespec longer{0,
                          1L << std::min(tries, 20)};  // a slow machine's timer may expire before the sleep
    nanosleep(&longer, nullptr);
  }
}

bool IsAsleep(pid_t thread) {
  std::ifstream file("/proc/self/task/" + std::to_string(thread) + "/stat");
  std::string text;
  Require(static_cast<bool>(std::getline(file, text)), "reading the state of a thread");
  const std::size_t name_end = text.rfind(") ");  // the name may contain anything
  return name_end != std::string::npos && text.compare(name_end, 3, ") S") == 0;
}

pid_t ThreadId() { return static_cast<pid_t>(syscall(SYS_gettid)); }

}  // namespace rct
