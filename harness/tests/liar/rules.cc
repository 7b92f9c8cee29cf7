// SPDX-License-Identifier: MIT
#include "rules.h"

#include <algorithm>
#include <vector>

#include "process.h"
#include "rct/abi.h"

namespace rct::liar {
namespace {

constexpr std::uint64_t kIgnored = 1;  // AT_IGNORE

using CheckList = std::vector<Check>;

bool Decides(const RseqCall& call, const CheckList& checks) {
  return std::find(checks.begin(), checks.end(), call.check) != checks.end();
}

AreaWords WordsOf(const Call& call, std::uint64_t area) {
  AreaWords words{};
  call.Read(area, words.data(), sizeof words);
  return words;
}

std::uint64_t WordAt(std::uint64_t area, int word) { return area + static_cast<std::uint64_t>(word * 4l); }

// The address of the auxiliary vector's first entry: after the program's arguments and its environment.
std::uint64_t FindAuxv(const Call& call, std::uint64_t stack, std::size_t pointer_size) {
  std::uint64_t at = stack + pointer_size;  // after argc
  for (int lists = 0; lists < 2; at += pointer_size) {
    std::uint64_t pointer = 0;
    if (!call.Read(at, &pointer, pointer_size)) return 0;
    if (pointer == 0) ++lists;
  }
  return at;
}

}  // namespace

void Nothing(const Call& /*call*/, std::uint64_t /*area*/, const AreaWords& /*before*/) {}

Spoil Puts(int word, std::uint32_t value) {
  return
      [=](const Call& call, std::uint64_t area, const AreaWords&) { call.Write(WordAt(area, word), value); };
}

Spoil Keeps(std::initializer_list<Word> words) {
  return [words = std::vector<Word>(words)](const Call& call, std::uint64_t area, const AreaWords& before) {
    for (const Word word : words) call.Write(WordAt(area, word), before[word]);
  };
}

Spoil Adds(std::initializer_list<Word> words, std::uint32_t sum) {
  return [words = std::vector<Word>(words), sum](const Call& call, std::uint64_t area, const AreaWords&) {
    const AreaWords now = WordsOf(call, area);
    for (const Word word : words) call.Write(WordAt(area, word), now[word] + sum);
  };
}

RseqRule Mistakes(long due, long given) {
  return [due, given](RseqCall& call) { return call.HonestError() == due ? Answer(given) : kTruth; };
}

RseqRule Says(Checks checks, long value) {
  return [checks = CheckList(checks), value](RseqCall& call) -> Answer {
    return Decides(call, checks) ? Answer(value) : kTruth;
  };
}

RseqRule Accepts(Checks checks) {
  return [checks = CheckList(checks)](RseqCall& call) -> Answer {
    if (!Decides(call, checks)) return kTruth;
    const bool registers = (call.rseq.flags & kUnregister) == 0;
    if (call.check == kFlags || call.check == kUnregisterFlags)
      return call.Rseq({call.rseq.area, call.rseq.length, registers ? 0 : kUnregister, call.rseq.signature});
    if (!registers || call.RefusesAnother()) call.Drop();
    if (call.RefusesAnother()) return call.Really();
    if (registers) call.Pretend();
    return 0;
  };
}

RseqRule Drops(Checks checks) {
  return [checks = CheckList(checks)](RseqCall& call) -> Answer {
    if (!Decides(call, checks) || !call.thread.registration.there) return kTruth;
    const long error = call.HonestError();
    call.Drop();
    return error;
  };
}

RseqRule Writes(Checks checks, const Spoil& spoil) {
  return [checks = CheckList(checks), spoil](RseqCall& call) -> Answer {
    if (!Decides(call, checks)) return kTruth;
    spoil(call, call.rseq.area, WordsOf(call, call.rseq.area));
    return call.HonestError();
  };
}

RseqRule Refuses(bool (*condition)(const RseqCall&), long value) {
  return [condition, value](RseqCall& call) -> Answer {
    return call.check == kRegisters && condition(call) ? Answer(value) : kTruth;
  };
}

RseqRule Registers(const Spoil& spoil) {
  return [spoil](RseqCall& call) -> Answer {
    if (call.check != kRegisters) return kTruth;
    const AreaWords before = WordsOf(call, call.rseq.area);
    const long result = call.Really();
    if (result == 0) spoil(call, call.rseq.area, before);
    return result;
  };
}

RseqRule Unregisters(const Spoil& spoil) {
  return [spoil](RseqCall& call) -> Answer {
    if (call.check != kUnregisters) return kTruth;
    const AreaWords before = WordsOf(call, call.rseq.area);
    call.Drop();
    spoil(call, call.rseq.area, before);
    return 0;
  };
}

RseqRule Records(const Spoil& spoil) {
  return [spoil](RseqCall& call) -> Answer {
    if (call.check != kRegisters) return kTruth;
    const AreaWords before = WordsOf(call, call.rseq.area);
    call.Pretend();
    call.WriteIds();
    if (before[kRseqCs] != 0 || before[kRseqCsHigh] != 0)
      call.Write(WordAt(call.rseq.area, kRseqCs), std::uint64_t{0});
    spoil(call, call.rseq.area, before);
    return 0;
  };
}

RseqRule PutsOff() {
  return [](RseqCall& call) -> Answer {
    Registration& secret = call.thread.secret;
    if (!secret.there) {
      if (call.check != kUnregisters) return kTruth;
      secret = call.thread.registration;
      call.thread.registration = {};
      return 0;
    }
    if (call.check != kRegisters) return call.HonestError();  // the kernel's own answer is unknown
    call.thread.registration = secret;
    secret = {};
    call.Drop();
    return call.Really();
  };
}

Answer EndPutOff(Call& call) {
  Registration& secret = call.thread.secret;
  const std::uint64_t begin = call.arguments[0];
  if (!secret.there || secret.area < begin || secret.area - begin >= call.arguments[1]) return kTruth;
  call.thread.registration = secret;
  secret = {};
  call.Drop();
  return call.Perform();
}

Rule Configures(ConfigurationWord word, std::uint32_t (*spoil)(std::uint32_t true_value)) {
  return [word, spoil](Call& call) -> Answer {
    const long result = call.Perform();
    const std::uint64_t at = call.arguments[3] + word * 4ul;
    std::uint32_t value = 0;
    if (result >= 0 && call.arguments[2] >= word * 4ul + 4 && call.Read(at, &value, sizeof value))
      call.Write(at, spoil(value));
    return result;
  };
}

Rule TellsBooks() {
  return [](Call& call) -> Answer {
    const long result = call.Perform();
    const auto tracee = call.threads.find(static_cast<pid_t>(call.arguments[1]));
    if (result < 0 || tracee == call.threads.end() || !tracee->second.registration.pretended) return result;
    const Registration& now = tracee->second.registration;
    const RseqConfiguration configuration{now.area, now.length, now.signature, 0, 0};
    call.Write(call.arguments[3], &configuration,
               std::min<std::size_t>(call.arguments[2], sizeof configuration));
    return result;
  };
}

Rule Membarrier(int command, const Rule& rule) {
  return [command, rule](Call& call) -> Answer {
    return static_cast<int>(call.arguments[0]) == command ? rule(call) : kTruth;
  };
}

Rule TellsInAuxv(std::uint64_t type, std::uint64_t value) {
  return [type, value](Call& call) -> Answer {
    if (call.thread.id != call.thread.process) return kTruth;  // execve(2) changes its id
    const long result = call.Perform();
    if (result != 0) return result;
    const std::uint64_t stack = LookAt(call.thread.id).identity.stack;
    for (const std::size_t size : {std::size_t{8}, std::size_t{4}}) {
      std::uint64_t argc = 0;
      if (!call.Read(stack, &argc, size) || argc > 1000)
        continue;  // a 32-bit program, read in words of 64 bits
      for (std::uint64_t at = FindAuxv(call, stack, size);; at += 2 * size) {
        std::uint64_t entry = 0;
        if (at == 0 || !call.Read(at, &entry, size) || entry == 0) break;
        if (entry != type) continue;
        if (value != 0)
          call.Write(at + size, &value, size);
        else
          call.Write(at, &kIgnored, size);
      }
      break;
    }
    call.hold()->LeaveAsIs();
    return 0;
  };
}

}  // namespace rct::liar
