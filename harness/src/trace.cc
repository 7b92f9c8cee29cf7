// SPDX-License-Identifier: MIT
#include "rct/trace.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <sstream>

#include "rct/cpu.h"
#include "rct/verdict.h"

namespace rct {
namespace {

// One at a time; what an earlier run left when it was killed is taken over, and removed in the end.
const std::string kInstance = "/sys/kernel/tracing/instances/rseq-conformance";

void Write(const std::string& file, const std::string& text) {
  std::ofstream out(kInstance + "/" + file);
  out << text << std::flush;
  Require(out.good(), "writing to " + kInstance + "/" + file);
}

}  // namespace

Trace::Trace(const std::string& event) : event_(event) {
  Needs("trace-events");
  Require(mkdir(kInstance.c_str(), 0700) == 0 || errno == EEXIST, "mkdir " + kInstance);
  pipe_ = open((kInstance + "/trace_pipe").c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  Require(pipe_ != -1, "opening " + kInstance + "/trace_pipe");
  Write("set_event_pid", std::to_string(ThreadId()));
  Write("events/rseq/" + event + "/enable", "1");
  Lines();
}

Trace::~Trace() {
  std::ofstream(kInstance + "/events/rseq/" + event_ + "/enable") << "0";
  close(pipe_);
  rmdir(kInstance.c_str());
}

std::vector<std::string> Trace::Lines() {
  std::string text;
  char buffer[4096];
  for (ssize_t size; (size = read(pipe_, buffer, sizeof buffer)) > 0;)
    text.append(buffer, static_cast<std::size_t>(size));
  Require(errno == EAGAIN, "reading " + kInstance + "/trace_pipe");
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
