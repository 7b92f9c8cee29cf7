// SPDX-License-Identifier: MIT
#include "rct/cpu.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "rct/verdict.h"

namespace rct {
namespace {

std::vector<int> ReadAllowedCpus() {
  cpu_set_t mask;
  CPU_ZERO(&mask);
  Require(sched_getaffinity(0, sizeof mask, &mask) == 0, "sched_getaffinity");
  std::vector<int> cpus;
  for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu)
    if (CPU_ISSET(cpu, &mask)) cpus.push_back(cpu);
  return cpus;
}

// The numbers of a list such as "0-3,8".
std::vector<int> ReadCpuList(const std::string& name) {
  const std::string path = "/sys/devices/system/cpu/" + name;
  std::ifstream file(path);
  std::vector<int> cpus;
  for (int first = 0, last = 0; file >> first; file.ignore()) {  // the comma
    last = first;
    if (file.peek() == '-') file.ignore() >> last;
    for (int cpu = first; cpu <= last; ++cpu) cpus.push_back(cpu);
  }
  if (cpus.empty()) throw Broken("no CPU in " + path);
  return cpus;
}

rusage Usage(int who) {
  rusage usage{};
  Require(getrusage(who, &usage) == 0, "getrusage");
  return usage;
}

}  // namespace

const std::vector<int>& AllowedCpus() {
  static const std::vector<int> cpus = ReadAllowedCpus();
  return cpus;
}

int PossibleCpus() { return ReadCpuList("possible").back() + 1; }
std::vector<int> OnlineCpus() { return ReadCpuList("online"); }

CpuOffline::CpuOffline(int cpu) : cpu_(cpu) {
  Needs("cpu-hotplug");
  Require(Set("0"), "taking CPU " + std::to_string(cpu) + " offline");
}

bool CpuOffline::Set(const char* online) {
  std::ofstream file("/sys/devices/system/cpu/cpu" + std::to_string(cpu_) + "/online");
  file << online << std::flush;
  return file.good();
}

Place WhereAmI() {
  Place place{};
  Require(syscall(SYS_getcpu, &place.cpu, &place.node, nullptr) == 0, "getcpu");
  return place;
}

void Pin(int cpu, pid_t thread) { Pin(std::vector<int>{cpu}, thread); }

void Pin(const std::vector<int>& cpus, pid_t thread) {
  cpu_set_t mask;
  CPU_ZERO(&mask);
  for (const int cpu : cpus) CPU_SET(cpu, &mask);
  Require(sched_setaffinity(thread, sizeof mask, &mask) == 0, "sched_setaffinity");
}

KeepAffinity::KeepAffinity() {
  AllowedCpus();  // before anything narrows it
  Require(sched_getaffinity(0, sizeof mask_, &mask_) == 0, "sched_getaffinity");
}

KeepAffinity::~KeepAffinity() { sched_setaffinity(0, sizeof mask_, &mask_); }

long ContextSwitches() {
  const rusage usage = Usage(RUSAGE_THREAD);
  return usage.ru_nvcsw + usage.ru_nivcsw;
}

long ContextSwitchesOf(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/status");
  long sum = 0;
  for (std::string line; std::getline(file, line);)  // "nonvoluntary…", too
    if (line.find("voluntary_ctxt_switches:") != std::string::npos)
      sum += std::stol(line.substr(line.find(':') + 1));
  return sum;
}

long Preemptions(int who) { return Usage(who).ru_nivcsw; }

void BlockOnce() {
  const long before = Usage(RUSAGE_THREAD).ru_nvcsw;
  for (int tries = 0; Usage(RUSAGE_THREAD).ru_nvcsw == before; ++tries) {
    if (tries == 1000) throw Broken("a thread that blocks was never switched out");
    const timespec longer{
        0, 1L << std::min(tries, 20)};  // a slow machine's timer can expire on the way to sleep
    nanosleep(&longer, nullptr);
  }
}

bool IsAsleep(pid_t thread) {
  std::ifstream file("/proc/self/task/" + std::to_string(thread) + "/stat");
  std::string text;
  Require(static_cast<bool>(std::getline(file, text)), "reading the state of a thread");
  const std::size_t name_end = text.rfind(") ");  // the name may hold anything
  return name_end != std::string::npos && text.compare(name_end, 3, ") S") == 0;
}

pid_t ThreadId() { return static_cast<pid_t>(syscall(SYS_gettid)); }

}  // namespace rct
