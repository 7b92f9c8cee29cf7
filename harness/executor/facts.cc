// SPDX-License-Identifier: MIT
#include "facts.h"

#include <sys/auxv.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "cpu_set.h"
#include "feature_probe.h"
#include "json.h"
#include "kernel_filesystem.h"
#include "rct/abi.h"

namespace rct {
namespace {

std::string Slurp(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::string FirstLine(const std::string& path) {
  const std::string text = Slurp(path);
  return text.substr(0, text.find('\n'));
}

// The numbers of a list such as "0-3,8".
std::vector<int> Numbers(const std::string& list) {
  std::vector<int> numbers;
  for (std::size_t at = 0; at < list.size();) {
    char* end = nullptr;
    const long first = strtol(list.c_str() + at, &end, 10);
    long last = first;
    if (*end == '-') last = strtol(end + 1, &end, 10);
    for (long number = first; number <= last; ++number) numbers.push_back(static_cast<int>(number));
    at = static_cast<std::size_t>(end - list.c_str()) + 1;
  }
  return numbers;
}

long long CountList(const std::string& path) {
  return static_cast<long long>(Numbers(FirstLine(path)).size());
}

// NUMA nodes with CPUs that this process may run on, counted as NeedsNodes does.
int AllowedNodes() {
  const std::vector<int> allowed = CpuSet::Of(0).cpus();
  const std::filesystem::path nodes = "/sys/devices/system/node";
  std::error_code absent;
  int count = 0;
  for (const auto& node : std::filesystem::directory_iterator(nodes, absent)) {
    const std::vector<int> cpus = Numbers(FirstLine(node.path() / "cpulist"));
    count += std::find_first_of(cpus.begin(), cpus.end(), allowed.begin(), allowed.end()) != cpus.end();
  }
  return count == 0 ? 1 : count;
}

// rseq_debug= as the debugfs file says; "null" if it is not readable.
std::string RseqDebug() {
  const std::string text = FirstLine(Debugfs() + "/rseq/debug");
  if (text == "1" || text == "Y") return "true";
  if (text == "0" || text == "N") return "false";
  return "null";
}

std::string Base64(const std::string& data) {
  static constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < data.size(); i += 3) {
    unsigned triple = static_cast<unsigned char>(data[i]) << 16;
    if (i + 1 < data.size()) triple |= static_cast<unsigned char>(data[i + 1]) << 8;
    if (i + 2 < data.size()) triple |= static_cast<unsigned char>(data[i + 2]);
    out += kDigits[triple >> 18];
    out += kDigits[triple >> 12 & 63];
    out += i + 1 < data.size() ? kDigits[triple >> 6 & 63] : '=';
    out += i + 2 < data.size() ? kDigits[triple & 63] : '=';
  }
  return out;
}

}  // namespace

std::string FactsLine(bool kernel_log_readable) {
  utsname name{};
  uname(&name);
  std::string features;
  for (const Feature& feature : Features())
    if (feature.missing().empty()) features += (features.empty() ? "" : ",") + Quote(feature.name);
  const std::string tainted = FirstLine("/proc/sys/kernel/tainted");
  return Json()
      .Text("event", "facts")
      .Number("v", 1)
      .Text("release", name.release)
      .Text("version", name.version)
      .Text("machine", name.machine)
      .Text("cmdline", FirstLine("/proc/cmdline"))
      .Raw("cpus", Json()
                       .Number("possible", CountList("/sys/devices/system/cpu/possible"))
                       .Number("online", CountList("/sys/devices/system/cpu/online"))
                       .Number("allowed", static_cast<long long>(CpuSet::Of(0).cpus().size()))
                       .Object())
      .Number("nodes", AllowedNodes())
      .Number("page_size", sysconf(_SC_PAGESIZE))
      .Raw("auxv", Json()
                       .Number("rseq_feature_size", static_cast<long long>(getauxval(kAuxFeatureSize)))
                       .Number("rseq_align", static_cast<long long>(getauxval(kAuxAlign)))
                       .Object())
      .Raw("features", "[" + features + "]")
      .Number("uid", static_cast<long long>(geteuid()))
      .Bool("root", IsRoot())
      .Raw("tainted", tainted.empty() ? "0" : tainted)
      .Bool("kmsg", kernel_log_readable)
      .Raw("rseq_debug", RseqDebug())
      .Text("boot_id", FirstLine("/proc/sys/kernel/random/boot_id"))
      .Line();
}

std::string ConfigLine() {
  utsname name{};
  uname(&name);
  const std::string release = name.release;
  for (const std::string& path :
       {std::string("/proc/config.gz"), "/boot/config-" + release, "/usr/lib/modules/" + release + "/config",
        "/lib/modules/" + release + "/config"}) {
    const std::string data = Slurp(path);
    if (data.empty()) continue;
    return Json()
        .Text("event", "config")
        .Text("source", path)
        .Text("encoding", path.ends_with(".gz") ? "gzip+base64" : "base64")
        .Text("data", Base64(data))
        .Line();
  }
  return "";
}

}  // namespace rct
