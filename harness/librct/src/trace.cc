// SPDX-License-Identifier: MIT
#include "rct/trace.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <sstream>

#include "kernel_filesystem.h"
#include "ours.h"
#include "rct/cpu.h"
#include "rct/verdict.h"

namespace rct {
namespace {

std::string Instances() { return Tracefs() + "/instances"; }

void Write(const std::string& file, const std::string& text) {
  std::ofstream out(file);
  out << text << std::flush;
  RequireCall(out.good(), "writing to " + file);
}

// The kernel's number of the calling thread, which differs from gettid()'s in a PID namespace. It precedes a
// mark that the thread writes, as in "  name-1234  [000] …: tracing_mark_write: mark".
std::string KernelThreadId(const std::string& instance, const File& pipe) {
  Write(instance + "/trace_marker", "mark");
  char buffer[4096];
  const ssize_t size = read(pipe.get(), buffer, sizeof buffer);
  RequireCall(size > 0, "reading a mark from " + instance + "/trace_pipe");
  const std::string line(buffer, static_cast<std::size_t>(size));
  const std::size_t begin = line.rfind('-', line.find(" [")) + 1;
  return line.substr(begin, line.find(' ', begin) - begin);
}

}  // namespace

Trace::Trace(const std::string& event) : event_(event), instance_(OursIn(Instances())) {
  Needs("trace-events");
  RemoveOrphans(Instances());
  RequireCall(mkdir(instance_.c_str(), 0700) == 0, "mkdir " + instance_);
  pipe_ = File(open((instance_ + "/trace_pipe").c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  RequireCall(static_cast<bool>(pipe_), "opening " + instance_ + "/trace_pipe");
  Write(instance_ + "/set_event_pid", KernelThreadId(instance_, pipe_));
  Write(instance_ + "/events/rseq/" + event + "/enable", "1");
}

Trace::~Trace() {
  std::ofstream(instance_ + "/events/rseq/" + event_ + "/enable") << "0";
  pipe_.Close();
  rmdir(instance_.c_str());
}

std::vector<std::string> Trace::Lines() {
  std::string text;
  char buffer[4096];
  for (ssize_t size; (size = read(pipe_.get(), buffer, sizeof buffer)) > 0;)
    text.append(buffer, static_cast<std::size_t>(size));
  RequireCall(errno == EAGAIN, "reading " + instance_ + "/trace_pipe");
  const std::string head = ": " + event_ + ": ";
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    const std::size_t at = line.find(head);
    if (at != std::string::npos) lines.push_back(line.substr(at + head.size()));
  }
  return lines;
}

}  // namespace rct
