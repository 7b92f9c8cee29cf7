// SPDX-License-Identifier: MIT
#include "rct/control_group.h"

#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iterator>

#include "control_groups.h"
#include "rct/condition.h"
#include "rct/verdict.h"

namespace rct {
namespace {

std::string Made(const char* feature, std::string (*make)()) {
  Needs(feature);
  std::string directory = make();
  Require(!directory.empty(), std::string("making a group for ") + feature);
  return directory;
}

}  // namespace

// Since 6.19 a process that was already waited for stays in its group until it leaves its CPU, so rmdir may
// fail for a moment.
ControlGroup::~ControlGroup() {
  Eventually([this] { return rmdir(directory_.c_str()) == 0 || errno != EBUSY; });
}

void ControlGroup::Take(pid_t process) { Write("cgroup.procs", std::to_string(process)); }

bool ControlGroup::Has(const std::string& file) const {
  return access((directory_ + "/" + file).c_str(), F_OK) == 0;
}

std::string ControlGroup::Read(const std::string& file) const {
  std::ifstream in(directory_ + "/" + file);
  RequireCall(in.good(), "opening " + directory_ + "/" + file);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void ControlGroup::Write(const std::string& file, const std::string& text) {
  std::ofstream out(directory_ + "/" + file);
  out << text << std::flush;
  RequireCall(out.good(), "writing " + text + " to " + directory_ + "/" + file);
}

FreezerGroup::FreezerGroup() : ControlGroup(Made("control-group-freezer", MakeFreezerGroup)) {}

bool FreezerGroup::IsFrozen() const { return Read("cgroup.events").find("frozen 1") != std::string::npos; }

void FreezerGroup::Freeze() {
  Write("cgroup.freeze", "1");
  WaitFor("the freezing of a group", [this] { return IsFrozen(); });
}

bool FreezerGroup::Thaw() {
  const bool was_frozen = IsFrozen();
  Write("cgroup.freeze", "0");
  WaitFor("the thawing of a group", [this] { return !IsFrozen(); });
  return was_frozen;
}

CpuGroup::CpuGroup() : ControlGroup(Made("control-group-cpu", MakeCpuGroup)) {}

long long CpuGroup::ThrottledTime() const {
  const std::string statistics = Read("cpu.stat");
  const std::size_t line = statistics.find("\nthrottled_");  // …time or …usec
  if (line == std::string::npos) throw Broken("no throttled time in " + directory_ + "/cpu.stat");
  return std::stoll(statistics.substr(statistics.find(' ', line)));
}

void CpuGroup::Limit() {
  before_ = ThrottledTime();
  if (Has("cpu.max")) {
    Write("cpu.max", "1000 100000");
  } else {
    Write("cpu.cfs_period_us", "100000");
    Write("cpu.cfs_quota_us", "1000");
  }
}

bool CpuGroup::Unlimit() {
  if (Has("cpu.max"))
    Write("cpu.max", "max");
  else
    Write("cpu.cfs_quota_us", "-1");
  return ThrottledTime() > before_;
}

CpusetGroup::CpusetGroup() : ControlGroup(Made("control-group-cpuset", MakeCpusetGroup)) {
  // In version 1 a new group starts without memory nodes; processes cannot join it before it has some.
  if (Has("cpuset.cpus.effective")) return;
  std::ifstream above(directory_ + "/../cpuset.mems");
  std::string nodes;
  Require(static_cast<bool>(above >> nodes), "reading cpuset.mems of the group above " + directory_);
  Write("cpuset.mems", nodes);
}

void CpusetGroup::SetCpus(const std::vector<int>& cpus) {
  std::string list;
  for (const int cpu : cpus) list += (list.empty() ? "" : ",") + std::to_string(cpu);
  Write("cpuset.cpus", list);
}

}  // namespace rct
