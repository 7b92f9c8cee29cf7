// SPDX-License-Identifier: MIT
// main() of every case.
#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "libc_registers.h"
#include "rct/cpu.h"
#include "soak_time.h"
#include "stream.h"

namespace {

constexpr char kTunable[] = "glibc.pthread.rseq=0";

// glibc registers every thread unless this tunable says otherwise, and reads it before main(): so run
// ourselves once more with it, or without it where the case wants it to. The executor sets it, which saves
// that exec.
void ChooseLibcRegistration(char** argv) {
  const char* const set = getenv("GLIBC_TUNABLES");
  std::string tunables = set != nullptr ? set : "";
  const std::size_t ours = tunables.find(kTunable);
  if ((ours == std::string::npos) == rct::libc_registers) return;
  if (rct::libc_registers)
    tunables.erase(ours, sizeof kTunable - 1);
  else
    tunables += (tunables.empty() ? "" : ":") + std::string(kTunable);
  setenv("GLIBC_TUNABLES", tunables.c_str(), 1);
  execv("/proc/self/exe", argv);
  std::perror("cannot execute /proc/self/exe again with another GLIBC_TUNABLES");
  _exit(2);
}

// --soak=SECONDS is ours; all others are GoogleTest's.
void ReadArguments(int argc, char** argv) {
  constexpr char kSoak[] = "--soak=";
  for (int i = 1; i < argc; ++i) {
    if (std::strncmp(argv[i], kSoak, sizeof kSoak - 1) == 0 && rct::SetSoakTime(argv[i] + sizeof kSoak - 1))
      continue;
    std::fprintf(stderr,
                 "%s: %s is no argument of a case; there are --soak=SECONDS and GoogleTest's (--help)\n",
                 argv[0], argv[i]);
    _exit(2);
  }
}

}  // namespace

int main(int argc, char** argv) {
  ChooseLibcRegistration(argv);
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  rct::AllowedCpus();  // as they are now, before any case narrows them
  testing::InitGoogleTest(&argc, argv);
  ReadArguments(argc, argv);
  rct::stream::Install();
  const int status = RUN_ALL_TESTS();
  rct::stream::Finish();
  return status;
}
