// SPDX-License-Identifier: MIT
#include "starters.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <map>
#include <system_error>

#include "children.h"
#include "rct/uninterrupted.h"

namespace rct {
namespace {

// A case's loader finds librct in this directory (CMAKE_BUILD_RPATH_USE_ORIGIN).
constexpr char kBesideLibrct[] = "../../harness/rct-starter";
constexpr char kTunable[] = "GLIBC_TUNABLES=glibc.pthread.rseq=0";

std::string PathFor(const std::string& program) {
  namespace fs = std::filesystem;
  const fs::path beside = fs::path(program).parent_path() / kBesideLibrct;
  std::error_code error;
  if (fs::exists(beside, error)) return beside.lexically_normal();
  return fs::read_symlink("/proc/self/exe", error).replace_filename("rct-starter");
}

// Becomes the starter, with the socket as its stdin. On failure, writes errno to `failed`.
[[noreturn]] void Execute(const std::string& path, int socket, int failed) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  dup2(socket, 0);
  dup2(2, 1);  // stdout is for events
  putenv(const_cast<char*>(kTunable));
  execl(path.c_str(), "rct-starter", nullptr);
  const int error = errno;
  [[maybe_unused]] const ssize_t written = write(failed, &error, sizeof error);
  _exit(1);
}

std::map<std::string, Starter> starters;  // by their paths

// Kills and reaps what the case of a dead starter left behind. No orphan escapes the executor, a subreaper.
void Sweep() {
  const auto is_starter = [](pid_t pid) {
    return std::any_of(starters.begin(), starters.end(),
                       [pid](const auto& starter) { return starter.second.pid() == pid; });
  };
  for (bool left = true; left;) {
    left = false;
    for (const pid_t pid : Children()) {
      if (is_starter(pid)) continue;
      left = true;
      kill(pid, SIGKILL);
      int status = 0;
      Uninterrupted([&] { return waitpid(pid, &status, 0); });
    }
  }
}

}  // namespace

Starter& Starter::For(const std::string& program) {
  const std::string path = PathFor(program);
  const auto found = starters.find(path);
  if (found != starters.end() && found->second.socket_) return found->second;
  starters.erase(path);
  return starters.try_emplace(path, path).first->second;
}

Starter::Starter(const std::string& path) {
  std::array<int, 2> sockets{-1, -1}, failed{-1, -1};
  const bool ready = socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets.data()) == 0 &&
                     pipe2(failed.data(), O_CLOEXEC) == 0;
  pid_ = ready ? fork() : -1;
  if (pid_ == 0) Execute(path, sockets[1], failed[1]);
  error_ = errno;
  socket_ = File(sockets[0]);
  File(sockets[1]).Close();
  File(failed[1]).Close();
  const File reader(failed[0]);
  if (pid_ == -1 ||
      Uninterrupted([&] { return read(reader.get(), &error_, sizeof error_); }) == sizeof error_)
    Wait();
}

Starter::~Starter() { Wait(); }

bool Starter::Start(const StartOrder& order, int stream, int output) {
  const std::array<int, Parcel::kDescriptors> descriptors{stream, output};
  std::string text = order.Text();
  Parcel parcel(text.data(), text.size());
  cmsghdr* const header = CMSG_FIRSTHDR(&parcel.message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(Parcel::kDescriptorBytes);
  std::memcpy(CMSG_DATA(header), descriptors.data(), sizeof descriptors);
  return socket_ &&
         Uninterrupted([&] { return sendmsg(socket_.get(), &parcel.message, MSG_NOSIGNAL); }) != -1;
}

CaseEnd Starter::End() {
  CaseEnd end;
  end.status = error_;
  if (!socket_) return end;
  std::array<char, kLongestMessage> text;
  const ssize_t size = Uninterrupted([&] { return recv(socket_.get(), text.data(), text.size(), 0); });
  if (size > 0) return CaseEnd::Of(std::string(text.data(), static_cast<std::size_t>(size)));
  end.status = ECHILD;
  Wait();
  Sweep();
  return end;
}

// A starter ends when its socket is closed.
void Starter::Wait() {
  socket_.Close();
  if (pid_ == -1) return;
  int status = 0;
  Uninterrupted([&] { return waitpid(pid_, &status, 0); });
  pid_ = -1;
}

}  // namespace rct
