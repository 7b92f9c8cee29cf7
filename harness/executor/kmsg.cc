// SPDX-License-Identifier: MIT
#include "kmsg.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

namespace rct {

KernelLog::KernelLog() : file_(open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC)) {
  if (file_ && lseek(file_.get(), 0, SEEK_END) == -1) file_.Close();
}

// A record is "prefix,sequence,time,flags;text\n continuation…" (Documentation/ABI/testing/dev-kmsg).
std::vector<KernelMessage> KernelLog::New() {
  std::vector<KernelMessage> messages;
  if (!file_) return messages;
  char record[8192];
  for (;;) {
    const ssize_t size = read(file_.get(), record, sizeof record);
    if (size == -1 && errno == EPIPE)
      continue;  // the ring buffer overran us: the next read is at its oldest record
    if (size <= 0) return messages;
    const std::string text(record, static_cast<std::size_t>(size));
    const std::size_t begin = text.find(';');
    if (begin == std::string::npos) continue;
    const std::size_t end = text.find('\n', begin);
    const bool kernel =
        (atoi(text.c_str()) >> 3) == 0;  // the facility; what programs wrote to /dev/kmsg does not count
    if (kernel) messages.push_back({atoi(text.c_str()) & 7, text.substr(begin + 1, end - begin - 1)});
  }
}

}  // namespace rct
