// SPDX-License-Identifier: MIT
// Reads and changes the kernel's rseq files in debugfs. They apply to the whole machine.
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

// All files by name, with their permissions. This and the functions below skip without "debugfs".
std::map<std::string, unsigned> RseqDebugfs();
std::string ReadDebugfs(const std::string& file);
// The first line that a file had right after boot, whatever has been written to it since: the guest's init
// saves it. Skips without "own-machine".
std::string AtBoot(const std::string& file);
SyscallResult WriteDebugfs(const std::string& file, const std::string& text);  // with a single write(2)

// The counters of the file "stats", by the file's own names. Skips without "rseq-stats".
std::map<std::string, long> RseqStats();
// How much each counter of the whole machine rose while `action` ran.
std::map<std::string, long> Counted(const std::function<void()>& action);

// Keeps a file's content; the destructor restores it. A case that writes to a file must hold one of these for
// it. Skips without "own-machine".
class KeepDebugfs {
 public:
  explicit KeepDebugfs(const std::string& file);

 private:
  const std::vector<std::unique_ptr<CpuOffline>> alone_;  // also while the content is put back
  const Setting content_;
};

}  // namespace rct

#endif  // RCT_DEBUGFS_H_
