// SPDX-License-Identifier: MIT
#include "run.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <utility>

#include "rct/file.h"
#include "rct/uninterrupted.h"
#include "starters.h"

namespace rct {
namespace {

constexpr std::size_t kMostOutput = std::size_t{64} * 1024;

// A pipe whose reading end does not block.
class Pipe {
 public:
  Pipe() {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) == -1) {
      std::perror("rct-executor: pipe");
      _exit(2);
    }
    reader_ = File(ends[0]);
    writer_ = File(ends[1]);
    fcntl(reader_.get(), F_SETFL, O_NONBLOCK);
  }

  pollfd Poll() const { return {open_ ? reader_.get() : -1, POLLIN, 0}; }
  int writer() const { return writer_.get(); }
  void CloseWriter() { writer_.Close(); }
  // Everything that can be read now.
  std::string Take() {
    std::string text;
    char buffer[16384];
    for (;;) {
      const ssize_t size = read(reader_.get(), buffer, sizeof buffer);
      if (size > 0) {
        text.append(buffer, static_cast<std::size_t>(size));
        continue;
      }
      if (size == 0) open_ = false;
      return text;
    }
  }

 private:
  File reader_, writer_;
  bool open_ = true;
};

// Passes on complete lines and keeps the rest.
void Lines(std::string& text, const std::function<void(const std::string&)>& line) {
  for (std::size_t end; (end = text.find('\n')) != std::string::npos; text.erase(0, end + 1))
    line(text.substr(0, end));
}

}  // namespace

CaseEnd RunCase(const CaseOrder& order, CaseOutput& output,
                const std::function<void(const std::string&)>& line) {
  StartOrder start{order.limit_ms, {order.binary}};
  start.words.insert(start.words.end(), order.arguments.begin(), order.arguments.end());
  Pipe stream, written;
  Starter& starter = Starter::For(order.binary);
  if (!starter.Start(start, stream.writer(), written.writer())) return starter.End();
  stream.CloseWriter();
  written.CloseWriter();

  std::string lines;
  const auto take = [&] {
    lines += stream.Take();
    Lines(lines, line);
    const std::string text = written.Take();
    const std::size_t room = kMostOutput - output.text.size();
    output.truncated = output.truncated || text.size() > room;
    output.text += text.substr(0, room);
  };
  for (pollfd polled[3]{}; (polled[0].revents & (POLLIN | POLLHUP)) == 0; take()) {
    polled[0] = {starter.socket(), POLLIN, 0};
    polled[1] = stream.Poll();
    polled[2] = written.Poll();
    Uninterrupted([&] { return poll(polled, 3, -1); });
  }
  const CaseEnd end = starter.End();
  take();
  if (!lines.empty()) line(lines);  // an incomplete line, which the reader reports
  return end;
}

}  // namespace rct
