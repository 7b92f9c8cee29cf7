// SPDX-License-Identifier: MIT
// The files that the kernel has for rseq in debugfs: what they say of the whole machine, and change there.
#ifndef RCT_DEBUGFS_H_
#define RCT_DEBUGFS_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "rct/cpu.h"
#include "rct/setting.h"
#include "rct/syscall.h"

namespace rct {

// All of them by their names, with their permissions. Each of these skips without "debugfs".
std::map<std::string, unsigned> RseqDebugfs();
std::string ReadDebugfs(const std::string& file);
// The first line of a file as it was when the machine had just booted, whatever has been written to it since:
// init of a guest keeps it. Skips without "own-machine".
std::string AtBoot(const std::string& file);
SyscallResult WriteDebugfs(const std::string& file, const std::string& text);  // by one write(2)

// What the file "stats" counts, by the names that it gives. Skips without "rseq-stats".
std::map<std::string, long> RseqStats();
// What it has counted while `action` ran: of all the machine.
std::map<std::string, long> Counted(const std::function<void()>& action);

// Puts a file's content back at the end of its life. Whoever writes to one must have it; skips without
// "own-machine".
class KeepDebugfs {
 public:
  explicit KeepDebugfs(const std::string& file);

 private:
  const std::vector<std::unique_ptr<CpuOffline>> alone_;  // also while the content is put back
  const Setting content_;
};

}  // namespace rct

#endif  // RCT_DEBUGFS_H_
