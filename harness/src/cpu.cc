// SPDX-License-Identifier: MIT
#include "rct/cpu.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
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

int PossibleCpus() {
  std::ifstream file("/sys/devices/system/cpu/possible");
  std::string text;
  Require(static_cast<bool>(file >> text), "reading /sys/devices/system/cpu/possible");
  const std::size_t last = text.find_last_of("-,");
  return std::stoi(last == std::string::npos ? text : text.substr(last + 1)) + 1;
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

long long CpuTimeOf(pid_t process) {
  clockid_t clock;
  timespec time{};
  errno = clock_getcpuclockid(process, &clock);
  Require(errno == 0 && clock_gettime(clock, &time) == 0, "reading the CPU time of a process");
  return time.tv_sec * 1'000'000'000LL + time.tv_nsec;
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
