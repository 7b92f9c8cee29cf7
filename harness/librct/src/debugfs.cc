// SPDX-License-Identifier: MIT
#include "rct/debugfs.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "kernel_filesystem.h"
#include "rct/cpu.h"
#include "rct/file.h"
#include "rct/verdict.h"

namespace rct {
namespace {

std::string Content(const std::string& path) {
  std::ifstream in(path);
  std::string content{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  RequireCall(in.good(), "reading " + path);
  return content;
}

std::string Path(const std::string& file) {
  Needs("debugfs");
  return Debugfs() + "/rseq/" + file;
}

// To switch debug mode, the kernel patches its own code. QEMU's TCG survives that only if no other CPU can
// run the patched code, so the other CPUs go offline.
std::vector<std::unique_ptr<CpuOffline>> AloneFor(const std::string& file) {
  std::vector<std::unique_ptr<CpuOffline>> others;
  if (file != "debug" || getenv("RSEQCT_EMULATED") == nullptr) return others;
  for (const int cpu : OnlineCpus())
    if (cpu != AllowedCpus().front()) others.push_back(std::make_unique<CpuOffline>(cpu));
  return others;
}

}  // namespace

std::map<std::string, unsigned> RseqDebugfs() {
  std::map<std::string, unsigned> files;
  for (const auto& entry : std::filesystem::directory_iterator(Path("")))
    files[entry.path().filename()] = static_cast<unsigned>(entry.status().permissions());
  return files;
}

std::string ReadDebugfs(const std::string& file) { return Content(Path(file)); }

std::string AtBoot(const std::string& file) {
  Needs("own-machine");
  const char* const line = getenv(("RSEQCT_AT_BOOT_" + file).c_str());
  if (line == nullptr) throw Broken("init did not keep what " + Path(file) + " said at boot");
  return line;
}

SyscallResult WriteDebugfs(const std::string& file, const std::string& text) {
  const std::string path = Path(file);
  const File out(open(path.c_str(), O_WRONLY | O_CLOEXEC));
  RequireCall(static_cast<bool>(out), "opening " + path);
  const long value = write(out.get(), text.data(), text.size());
  const int error = value == -1 ? errno : 0;
  return {value, error, "write(rseq/" + file + ", \"" + text + "\")"};
}

std::map<std::string, long> RseqStats() {
  Needs("rseq-stats");
  std::istringstream in(ReadDebugfs("stats"));
  std::map<std::string, long> stats;
  std::string name;
  for (long count; in >> name >> count;) stats[name.substr(0, name.find(':'))] = count;
  return stats;
}

std::map<std::string, long> Counted(const std::function<void()>& action) {
  const std::map<std::string, long> before = RseqStats();
  action();
  std::map<std::string, long> counted = RseqStats();
  for (auto& [name, count] : counted) count -= before.at(name);
  return counted;
}

KeepDebugfs::KeepDebugfs(const std::string& file)
    : alone_((Needs("own-machine"), Needs("debugfs"), AloneFor(file))), content_(Path(file)) {}

}  // namespace rct
