// SPDX-License-Identifier: MIT
#include "rct/verdict.h"

#include <unistd.h>

#include <cerrno>
#include <exception>

#include "feature_probe.h"
#include "libc_registers.h"
#include "rct/cpu.h"
#include "rct/syscall.h"
#include "stream.h"
#include "uncaught.h"

namespace rct {
namespace {

bool without_rseq = false;

testing::TestPartResult Report(testing::TestPartResult::Type type, const std::string& message, Where where) {
  const char* const file = where.file != nullptr ? where.file : "";  // GoogleTest 1.17 does not accept null
  testing::internal::AssertHelper(type, file, where.line, "") = testing::Message() << message;
  return testing::TestPartResult(type, file, where.line, message.c_str());
}

class SkipException : public testing::AssertionException {
 public:
  using AssertionException::AssertionException;
};

class InMode : public testing::Test {
 public:
  InMode(Mode mode, void (*body)(Mode)) : mode_(mode), body_(body) {}
  void TestBody() override {
    if (mode_ == Mode::kExtended) Needs("extended-area");
    body_(mode_);
  }

 private:
  Mode mode_;
  void (*body_)(Mode);
};

}  // namespace

void Verifies(const char* requirement, Where where) {
  stream::Verifies(requirement);
  if (!libc_disobeys.empty()) throw Broken(libc_disobeys, where);
  if (!without_rseq) Needs("rseq", where);
}

bool RunWithoutRseq() { return without_rseq = true; }

ControlScope::ControlScope(const char* requirement) : outer_(stream::EnterControl(requirement)) {
  if (!stream::IsOn()) trace_.emplace("", 0, std::string("a control, which relies on ") + requirement);
}

ControlScope::~ControlScope() { stream::EnterControl(outer_); }

Broken::Broken(const std::string& what, Where where)
    : AssertionException(
          Report(testing::TestPartResult::kFatalFailure, std::string(stream::kBroken) + what, where)) {}

void Require(bool good, const std::string& what, Where where) {
  if (!good) throw Broken(what, where);
}

void RequireCall(bool good, const std::string& call, Where where) {
  if (good) return;
  const int error = errno;
  throw Broken(call + ": " + ErrnoName(error), where);
}

void ReportException() {
  try {
    throw;
  } catch (const testing::AssertionException&) {
    return;  // its constructor reported it
  } catch (const std::exception& error) {
    const Broken reported(std::string("an exception that nobody caught: ") + error.what(), Where{});
  } catch (...) {
    const Broken reported("an exception of an unknown type that nobody caught", Where{});
  }
}

void Unmet(const std::string& feature, const std::string& detail, Where where) {
  Skip("needs " + feature + ": " + detail, where);
}

void Skip(const std::string& text, Where where) {
  throw SkipException(Report(testing::TestPartResult::kSkip, text, where));
}

void Needs(const char* feature, Where where) {
  const Feature* found = FindFeature(feature);
  if (found == nullptr)
    throw Broken(std::string("no such feature in harness/probe/feature_probe.cc: ") + feature, where);
  const std::string missing = found->missing();
  if (!missing.empty()) Unmet(feature, missing, where);
}

void NeedsCpus(int count, Where where) {
  const int allowed = static_cast<int>(AllowedCpus().size());
  if (allowed < count) Unmet("cpus>=" + std::to_string(count), std::to_string(allowed) + " allowed", where);
}

void NeedsNodes(int count, Where where) {
  KeepAffinity keep;
  std::vector<unsigned> nodes;
  for (const int cpu : AllowedCpus()) {
    Pin(cpu);
    const unsigned node = WhereAmI().node;
    bool known = false;
    for (const unsigned seen : nodes) known = known || seen == node;
    if (!known) nodes.push_back(node);
  }
  if (static_cast<int>(nodes.size()) < count)
    Unmet("nodes>=" + std::to_string(count), std::to_string(nodes.size()) + " with allowed CPUs", where);
}

void NeedsRoot(Where where) {
  if (!IsRoot())
    Unmet("root", "uid " + std::to_string(geteuid()) + (geteuid() == 0 ? " in a container" : ""), where);
}

bool RegisterInBothModes(const char* suite, const char* name, const char* file, int line,
                         void (*body)(Mode)) {
  for (const Mode mode : {Mode::kBytes32, Mode::kExtended}) {
    const std::string full = std::string(name) + (mode == Mode::kBytes32 ? "/bytes32" : "/extended");
    testing::RegisterTest(suite, full.c_str(), nullptr, nullptr, file, line,
                          [mode, body]() -> InMode* { return new InMode(mode, body); });
  }
  return true;
}

}  // namespace rct
