// SPDX-License-Identifier: MIT
#include "rct/process.h"

#include <alloca.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include "cpu_set.h"
#include "rct/cpu.h"
#include "rct/memory.h"
#include "rct/page.h"
#include "rct/verdict.h"
#include "sections.h"

// syscall(2) as the compiler must see it where its caller may return twice on one stack.
extern "C" [[gnu::returns_twice]] long rct_syscall_that_returns_twice(long number, ...) __asm__("syscall");

namespace rct {
namespace {

int Run(void* body) {
  try {
    (*static_cast<const std::function<void()>*>(body))();
  } catch (const testing::AssertionException&) {
    // Reported already.
  }
  _exit(0);
}

Ending End(pid_t pid) {
  Ending ending{0, false};
  while (waitpid(pid, &ending.status, __WALL) != pid) Require(errno == EINTR, "waitpid");
  return ending;
}

// The program beside the running case.
std::string ProgramBeside() {
  char self[4096];
  const ssize_t length = readlink("/proc/self/exe", self, sizeof self);
  Require(length > 0, "readlink of /proc/self/exe");
  return std::string(self, static_cast<std::size_t>(length)) + "+child";
}

// The same in the build tree's part for another ABI, <build>/cases/… or <build>/<abi>/cases/…; "" where there
// is none.
std::string ProgramOfOtherAbi() {
  const std::string program = ProgramBeside();
  const std::size_t cases = program.rfind("/cases/");
  const std::filesystem::path part = program.substr(0, cases), name = program.substr(cases + 1);
  std::vector<std::filesystem::path> candidates;
  if (part.filename() == RCT_ABI) {
    candidates.push_back(part.parent_path() / name);
  } else {
    for (const auto& entry : std::filesystem::directory_iterator(part))
      candidates.push_back(entry.path() / name);
  }
  for (const auto& candidate : candidates)
    if (access(candidate.c_str(), X_OK) == 0) return candidate;
  return "";
}

// A program's path, and its arguments in the two forms that one needs.
struct Program {
  Program(const std::string& path, const std::vector<std::uint64_t>& numbers) : texts{path} {
    for (const std::uint64_t number : numbers) {
      char text[32];
      std::snprintf(text, sizeof text, "%llx", static_cast<unsigned long long>(number));
      texts.emplace_back(text);
    }
    for (std::string& text : texts) arguments.push_back(text.data());
    arguments.push_back(nullptr);
  }
  std::vector<std::string> texts;
  std::vector<char*> arguments;
};

[[noreturn]] void Exec(Program program) {
  execve(program.texts[0].c_str(), program.arguments.data(), environ);
  Require(false, "execve of " + program.texts[0]);
  abort();
}

}  // namespace

Ending InClone(int flags, const std::function<void()>& body, void* tls) {
  const Mapping stack(64);
  const int pid = clone(Run, stack.end(), flags | SIGCHLD, const_cast<std::function<void()>*>(&body), nullptr,
                        tls, nullptr);
  Require(pid != -1, "clone");
  return End(pid);
}

Ending InCloneOn(int cpu, const std::function<void()>& body) {
  // The kernel writes the child's number to its parent's memory when it has made the child, and before it
  // wakes it.
  LatePage number(Fault::kMissing, [cpu, parent = ThreadId()] {
    std::ifstream children("/proc/self/task/" + std::to_string(parent) + "/children");
    pid_t child = 0;
    while (children >> child) continue;  // the last is the youngest
    if (child != 0) CpuSet({cpu}).Restrict(child);
  });
  const Mapping stack(64);
  const int pid = clone(Run, stack.end(), CLONE_PARENT_SETTID | SIGCHLD,
                        const_cast<std::function<void()>*>(&body), number.begin(), nullptr, nullptr);
  Require(pid != -1, "clone");
  return End(pid);
}

Ending InClone3(std::uint64_t flags, const std::function<void()>& body) {
  // struct clone_args as it was when clone3 came: flags, pidfd, child_tid, parent_tid, exit_signal, stack,
  // its size, tls.
  const std::uint64_t arguments[8] = {flags, 0, 0, 0, SIGCHLD, 0, 0, 0};
  const long pid = rct_syscall_that_returns_twice(SYS_clone3, arguments, sizeof arguments);
  if (pid == 0) {
    // On a stack that it shares, the child must not overwrite where its parent will return to.
    *static_cast<volatile char*>(alloca(4096)) = 0;
    Run(const_cast<std::function<void()>*>(&body));
  }
  Require(pid != -1, "clone3");
  return End(static_cast<pid_t>(pid));
}

void ExecProgram(const std::vector<std::uint64_t>& arguments) { Exec({ProgramBeside(), arguments}); }

void ExecOtherAbi(const std::vector<std::uint64_t>& arguments) { Exec({ProgramOfOtherAbi(), arguments}); }

void NeedsOtherAbi() {
  const std::string path = ProgramOfOtherAbi();
  if (path.empty()) Unmet("other-abi", "the program was built for one ABI only");
  // Whether the kernel executes it: with no arguments it does whatever it does.
  const pid_t pid = fork();
  Require(pid != -1, "fork");
  if (pid == 0) {
    execl(path.c_str(), path.c_str(), nullptr);
    _exit(errno == ENOEXEC || errno == ENOENT ? 127 : 126);
  }
  int status = 0;
  waitpid(pid, &status, 0);
  if (WIFEXITED(status) && WEXITSTATUS(status) == 127) Unmet("other-abi", "the kernel does not execute it");
  // 32-bit programs and their libraries are linked for pages of four kilobytes.
  if (WIFSIGNALED(status) && PageSize() > 4096)
    Unmet("other-abi", "the pages are too large for its programs");
}

Ending SpawnProgram(const std::vector<std::uint64_t>& arguments) {
  Program program(ProgramBeside(), arguments);
  pid_t pid = -1;
  errno = posix_spawn(&pid, program.texts[0].c_str(), nullptr, nullptr, program.arguments.data(), environ);
  Require(errno == 0, "posix_spawn of " + program.texts[0]);
  return End(pid);
}

}  // namespace rct
