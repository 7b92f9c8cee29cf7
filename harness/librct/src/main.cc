// SPDX-License-Identifier: MIT
// main() of every case, and the function that a starter calls instead.
#include "main.h"

#include <gtest/gtest.h>
#include <sys/auxv.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <sstream>
#include <string>
#include <system_error>
#include <vector>

#include "libc_registers.h"
#include "libc_symbols.h"
#include "rct/abi.h"
#include "rct/cpu.h"
#include "rct/process.h"
#include "rct/registration.h"
#include "rct/syscall.h"
#include "soak_time.h"
#include "stream.h"

namespace {

// True if the kernel accepts registrations like libc's.
bool KernelRegisters() {
  alignas(64) static rct::Area area;
  std::vector<std::uint32_t> lengths{rct::kOriginalSize};
  if (getauxval(rct::kAuxFeatureSize) != 0) lengths.push_back(rct::LengthOf(rct::Mode::kExtended));
  return std::all_of(lengths.begin(), lengths.end(), [](std::uint32_t length) {
    return rct::Rseq(&area, length, 0, rct::kSignature).value == 0 &&
           rct::Rseq(&area, length, rct::kUnregister, rct::kSignature).value == 0;
  });
}

// The value of GLIBC_TUNABLES, with libc's registration turned on or off and all else unchanged.
std::string Tunables(bool registers) {
  const std::string name = "glibc.pthread.rseq=";
  const char* const set = getenv("GLIBC_TUNABLES");
  std::istringstream words(set != nullptr ? set : "");
  std::string tunables;
  for (std::string word; std::getline(words, word, ':');)
    if (!word.starts_with(name)) tunables += word + ":";
  return tunables + name + (registers ? "1" : "0");
}

// glibc registers every thread unless a tunable, read before main(), says otherwise. So the case executes
// itself again with the tunable that it needs, if libc did otherwise: GLIBC_TUNABLES may be set twice, or
// overridden by /etc/tunables.conf. The executor sets the tunable in advance, which saves that exec.
void ChooseLibcRegistration(const std::string& program, char** argv) {
  constexpr char kAgain[] = "RSEQCT_EXECUTED_AGAIN";
  const bool again = getenv(kAgain) != nullptr;
  unsetenv(kAgain);
  const bool knows = &__rseq_size != nullptr, registered = knows && __rseq_size != 0;
  if (registered == rct::libc_registers) return;
  if (!registered && (!knows || !KernelRegisters())) return;  // the case itself reports that
  const std::string tunables = Tunables(rct::libc_registers);
  if (again) {
    rct::libc_disobeys = std::string("libc ") +
                         (registered ? "registers its threads" : "registers no thread") +
                         " although GLIBC_TUNABLES was set to " + tunables + "; see /etc/tunables.conf";
    return;
  }
  setenv(kAgain, "1", 1);
  setenv("GLIBC_TUNABLES", tunables.c_str(), 1);
  execv(program.c_str(), argv);
  std::perror("cannot execute the case again with another GLIBC_TUNABLES");
  _exit(2);
}

// Accepts --soak=SECONDS; GoogleTest has removed its own arguments already.
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

int rct::Main(const std::string& program, int argc, char** argv) {
  own_program = program;
  ChooseLibcRegistration(program, argv);
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  AllowedCpus();  // reads them before any case narrows the mask
  testing::InitGoogleTest(&argc, argv);
  ReadArguments(argc, argv);
  stream::Install();
  const int status = RUN_ALL_TESTS();
  stream::Finish();
  return status;
}

int main(int argc, char** argv) {
  std::error_code error;
  return rct::Main(std::filesystem::read_symlink("/proc/self/exe", error), argc, argv);
}
