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

#include "child_report.h"
#include "cpu_set.h"
#include "rct/cpu.h"
#include "rct/memory.h"
#include "rct/page.h"
#include "rct/uninterrupted.h"
#include "rct/verdict.h"
#include "sections.h"
#include "stream.h"
#include "uncaught.h"

// syscall(2), declared so that the compiler expects it to return twice on one stack.
extern "C" [[gnu::returns_twice]] long rct_syscall_that_returns_twice(long number, ...) __asm__("syscall");

namespace rct {

std::string own_program;

namespace {

// The work of a clone and where its failures go. Null: it shares its parent's memory and reports there.
struct Work {
  const std::function<void()>& body;
  ChildReport* report;
};

int Run(void* argument) {
  const auto& work = *static_cast<const Work*>(argument);
  if (work.report != nullptr) stream::ReportTo(work.report);
  try {
    work.body();
  } catch (...) {
    ReportException();
  }
  _exit(0);
}

Ending End(pid_t pid) {
  Ending ending{0, false};
  RequireCall(Uninterrupted([&] { return waitpid(pid, &ending.status, __WALL); }) == pid, "waitpid");
  return ending;
}

// The program beside the running case.
std::string ProgramBeside() { return own_program + "+child"; }

// The same in the build tree's part for another ABI, <build>/cases/… or <build>/<abi>/cases/…; "" if there is
// none.
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

// A program's path, and its arguments in the two forms that execve(2) and posix_spawn(3) need.
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
  Program(const Program&) = delete;  // `arguments` points into `texts`
  Program& operator=(const Program&) = delete;

  std::vector<std::string> texts;
  std::vector<char*> arguments;
};

[[noreturn]] void Exec(const Program& program) {
  execve(program.texts[0].c_str(), program.arguments.data(), environ);
  RequireCall(false, "execve of " + program.texts[0]);
  abort();
}

}  // namespace

namespace {

Ending Clone(int flags, const std::function<void()>& body, void* number, void* tls) {
  const Mapping stack(64);
  const Shared<ChildReport> report;
  Work work{body, (flags & CLONE_VM) != 0 ? nullptr : &*report};
  const int pid = clone(Run, stack.end(), flags | SIGCHLD, &work, number, tls, nullptr);
  RequireCall(pid != -1, "clone");
  const Ending ending = End(pid);
  Adopt(*report);
  return ending;
}

}  // namespace

Ending InClone(int flags, const std::function<void()>& body, void* tls) {
  return Clone(flags, body, nullptr, tls);
}

Ending InCloneOn(int cpu, const std::function<void()>& body) {
  // The kernel writes the child's pid to its parent's memory after it made the child, but before it wakes it.
  LatePage number(Fault::kMissing, [cpu, parent = ThreadId()] {
    std::ifstream children("/proc/self/task/" + std::to_string(parent) + "/children");
    pid_t child = 0;
    while (children >> child) continue;  // the last one is the youngest
    if (child != 0) CpuSet({cpu}).Restrict(child);
  });
  return Clone(CLONE_PARENT_SETTID, body, number.begin(), nullptr);
}

Ending InClone3(std::uint64_t flags, const std::function<void()>& body) {
  // struct clone_args in its first version: flags, pidfd, child_tid, parent_tid, exit_signal, stack,
  // stack_size, tls.
  const std::uint64_t arguments[8] = {flags, 0, 0, 0, SIGCHLD, 0, 0, 0};
  const Shared<ChildReport> report;
  Work work{body, (flags & CLONE_VM) != 0 ? nullptr : &*report};
  const long pid = rct_syscall_that_returns_twice(SYS_clone3, arguments, sizeof arguments);
  if (pid == 0) {
    // On the shared stack the child must not overwrite its parent's return address.
    *static_cast<volatile char*>(alloca(4096)) = 0;
    Run(&work);
  }
  RequireCall(pid != -1, "clone3");
  const Ending ending = End(static_cast<pid_t>(pid));
  Adopt(*report);
  return ending;
}

void ExecProgram(const std::vector<std::uint64_t>& arguments) { Exec({ProgramBeside(), arguments}); }

void ExecOtherAbi(const std::vector<std::uint64_t>& arguments) { Exec({ProgramOfOtherAbi(), arguments}); }

void NeedsOtherAbi() {
  const std::string path = ProgramOfOtherAbi();
  if (path.empty()) Unmet("other-abi", "the program was built for one ABI only");
  // Checks that the kernel executes the program; without arguments its result does not matter.
  Program program(path, {});
  pid_t pid = -1;
  errno = posix_spawn(&pid, path.c_str(), nullptr, nullptr, program.arguments.data(), environ);
  if (errno == ENOEXEC || errno == ENOENT) Unmet("other-abi", "the kernel does not execute it");
  RequireCall(errno == 0, "posix_spawn of " + path);
  int status = 0;
  Uninterrupted([&] { return waitpid(pid, &status, 0); });
  // 32-bit programs and their libraries are linked for pages of 4096 bytes.
  if (WIFSIGNALED(status) && PageSize() > 4096)
    Unmet("other-abi", "the pages are too large for its programs");
}

Ending SpawnProgram(const std::vector<std::uint64_t>& arguments) {
  Program program(ProgramBeside(), arguments);
  pid_t pid = -1;
  errno = posix_spawn(&pid, program.texts[0].c_str(), nullptr, nullptr, program.arguments.data(), environ);
  RequireCall(errno == 0, "posix_spawn of " + program.texts[0]);
  return End(pid);
}

}  // namespace rct
