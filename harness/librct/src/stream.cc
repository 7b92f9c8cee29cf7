// SPDX-License-Identifier: MIT
#include "stream.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

#include "child_report.h"
#include "json.h"
#include "rct/uninterrupted.h"

namespace rct::stream {
namespace {

int descriptor = -1;            // where the lines go; -1: nowhere
ChildReport* report = nullptr;  // set in a child
bool cited = false;             // the running TEST has called VERIFIES
bool broken = false;            // … its set-up broke
int claims = 0, controls = 0;   // … how many of its expectations failed

std::atomic<const char*> control = nullptr;  // see EnterControl

std::string held;  // lines that are not written yet

void Flush() {
  for (std::size_t done = 0; descriptor != -1 && done < held.size();) {
    const ssize_t now =
        Uninterrupted([done] { return write(descriptor, held.data() + done, held.size() - done); });
    if (now <= 0) break;
    done += static_cast<std::size_t>(now);
  }
  held.clear();
}

// Flushes only the lines that must survive a crash or hang of the case; the others go with them. Each write
// wakes the reader, which takes longer than many TESTs on an emulated machine.
void Write(const std::string& line, bool flush = false) {
  held += line;
  if (flush) Flush();
}

void Copy(char* to, std::size_t size, std::string_view from) { to[from.copy(to, size - 1)] = '\0'; }

// The message of a result. GoogleTest 1.17 and later end each message with a newline.
std::string_view MessageOf(const testing::TestPartResult& part) {
  std::string_view text = part.message();
  while (text.ends_with('\n')) text.remove_suffix(1);
  return text;
}

// The text, if the message is an error of the suite: a Broken, or GoogleTest's message for an exception that
// left a TEST.
std::optional<std::string> BrokenText(std::string_view message) {
  if (message.starts_with(kBroken)) return std::string(message.substr(sizeof kBroken - 1));
  if (message.starts_with("C++ exception ") || message.starts_with("Unknown C++ exception "))
    return std::string(message);
  return std::nullopt;
}

// Adds the place, if it is known.
Json& AddPlace(Json& json, const testing::TestPartResult& part) {
  if (part.file_name() == nullptr) return json;
  return json.Text("file", part.file_name()).Number("line", part.line_number());
}

void TellParent(const testing::TestPartResult& part) {
  const int index = report->count++;
  if (index >= ChildReport::kMost) return;
  ChildReport::Failure& failure = report->failures[index];
  const std::string_view text = MessageOf(part);
  const std::optional<std::string> broken_text = BrokenText(text);
  failure.broken = broken_text.has_value();
  failure.skip = part.skipped();
  failure.control = control;
  failure.line = part.line_number();
  Copy(failure.file, sizeof failure.file, part.file_name() != nullptr ? part.file_name() : "");
  Copy(failure.text, sizeof failure.text, broken_text ? *broken_text : text);
}

std::string FullName(const testing::TestInfo& test) {
  return std::string(test.test_suite_name()) + "." + test.name();
}

class Listener : public testing::EmptyTestEventListener {
  void OnTestProgramStart(const testing::UnitTest& program) override {
    std::string names;
    for (int s = 0; s < program.total_test_suite_count(); ++s) {
      const testing::TestSuite& suite = *program.GetTestSuite(s);
      for (int t = 0; t < suite.total_test_count(); ++t)
        if (suite.GetTestInfo(t)->should_run())
          names += (names.empty() ? "" : ",") + Quote(FullName(*suite.GetTestInfo(t)));
    }
    Write(Json().Raw("plan", "[" + names + "]").Line());
  }

  void OnTestStart(const testing::TestInfo& test) override {
    cited = broken = false;
    claims = controls = 0;
    Write(Json().Text("start", FullName(test)).Line(), true);
  }

  void OnTestPartResult(const testing::TestPartResult& part) override {
    if (part.passed()) return;
    if (report != nullptr) return TellParent(part);
    const std::string_view text = MessageOf(part);
    Json line;
    if (part.skipped()) {
      Write(AddPlace(line.Text("skip", text), part).Line());
    } else if (const auto broken_text = BrokenText(text)) {
      broken = true;
      Write(AddPlace(line.Text("broken", *broken_text), part).Line(), true);
    } else {
      const char* const requirement = control;
      ++(requirement != nullptr ? controls : claims);
      Json failure;
      if (requirement != nullptr) failure.Text("requirement", requirement);
      failure.Text("file", part.file_name() != nullptr ? part.file_name() : "");
      failure.Number("line", part.line_number()).Text("text", text);
      Write(Json().Raw(requirement != nullptr ? "control" : "failure", failure.Object()).Line(), true);
    }
  }

  void OnTestEnd(const testing::TestInfo& test) override {
    const testing::TestResult& result = *test.result();
    if (claims == 0 && controls == 0 && !broken && !result.Skipped() && !cited) {
      Write(Json().Text("broken", "the TEST cites no requirement: VERIFIES is missing").Line());
      broken = true;
    }
    const char* outcome = claims > 0         ? "fail"
                          : controls > 0     ? "control"
                          : broken           ? "broken"
                          : result.Skipped() ? "skip"
                                             : "pass";
    Write(Json()
              .Text("end", FullName(test))
              .Text("outcome", outcome)
              .Number("us", result.elapsed_time() * 1000)
              .Line());
  }
};

}  // namespace

void Install() {
  testing::TestEventListeners& listeners = testing::UnitTest::GetInstance()->listeners();
  const char* text = getenv("RSEQCT_STREAM");
  if (text != nullptr && *text != '\0') {
    descriptor = atoi(text);
    fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    delete listeners.Release(listeners.default_result_printer());
  }
  listeners.Append(new Listener);
}

void Finish() { Write(Json().Bool("finished", true).Line(), true); }

void Verifies(const char* requirement) {
  cited = true;
  if (report == nullptr) Write(Json().Text("verifies", requirement).Line());
}

void Measured(const char* name, long value) {
  if (report == nullptr) Write(Json().Raw("measured", Json().Number(name, value).Object()).Line());
}

const char* EnterControl(const char* requirement) { return control.exchange(requirement); }

bool IsOn() { return descriptor != -1; }

void ReportTo(ChildReport* to) {
  report = to;
  held.clear();  // the parent writes these
  testing::TestEventListeners& listeners = testing::UnitTest::GetInstance()->listeners();
  if (listeners.default_result_printer() != nullptr)
    delete listeners.Release(listeners.default_result_printer());
}

}  // namespace rct::stream
