// SPDX-License-Identifier: MIT
// rct-executor: runs a list of cases on this kernel and streams their raw results, one JSON object per line.
// It needs no Python and judges nothing. Every target uses it: this machine, a QEMU guest, a board. In a
// guest it is init.
#include <sys/prctl.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <string>

#include "facts.h"
#include "frame.h"
#include "init.h"
#include "json.h"
#include "kmsg.h"
#include "rct/uninterrupted.h"
#include "run.h"

namespace rct {
namespace {

constexpr char kHelp[] =
    "usage: rct-executor [--facts] [--list FILE]\n"
    "\n"
    "Runs cases, each in its own process group with a limit, and prints what they report: one JSON object a "
    "line.\n"
    "\n"
    "  --facts      print the facts about this kernel, and stop\n"
    "  --list FILE  the cases to run; standard input where it is - or absent. One a line, separated by "
    "tabs:\n"
    "               id, abi, path of the binary, limit in ms, arguments for it (separated by spaces; may be "
    "empty).\n"
    "               Each is run as soon as its line is read. An empty line ends the list.\n";

bool framed = false;  // the output is a guest's channel

void Write(const std::string& text) {
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t now =
        Uninterrupted([&text, done] { return write(1, text.data() + done, text.size() - done); });
    if (now <= 0) _exit(2);  // the reader is gone
    done += static_cast<std::size_t>(now);
  }
}

// Events that Flush writes together after each case: waking the reader for each one takes longer than some
// cases. A guest writes each event at once instead, because it may die at any moment.
std::string held;

void Emit(const std::string& event) {
  static unsigned number = 0;
  if (event.empty()) return;
  if (framed)
    Write(Frame(number++, event));
  else
    held += event;
}

void Flush() {
  Write(held);
  held.clear();
}

std::vector<std::string> Split(const std::string& text, char separator) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == separator)
      parts.emplace_back();
    else
      parts.back() += c;
  }
  return parts;
}

// Exits with 2 if the line is not an order.
CaseOrder ParseOrder(const std::string& line) {
  const std::vector<std::string> fields = Split(line, '\t');
  char* end = nullptr;
  const long limit = fields.size() == 5 ? std::strtol(fields[3].c_str(), &end, 10) : 0;
  if (fields.size() != 5 || fields[0].empty() || fields[2].empty() || limit <= 0 || *end != '\0') {
    std::cerr << "rct-executor: not a case (id, abi, binary, limit in ms, arguments): " << Quote(line)
              << "\n";
    std::exit(2);
  }
  CaseOrder order{fields[0], fields[1], fields[2], limit, {}};
  for (const std::string& argument : Split(fields[4], ' '))
    if (!argument.empty()) order.arguments.push_back(argument);
  return order;
}

Json Event(const char* event, const CaseOrder& order) {
  return Json().Text("event", event).Text("case", order.id).Text("abi", order.abi);
}

void RunAndEmit(const CaseOrder& order, KernelLog& log) {
  log.New();  // messages between two cases belong to neither
  Emit(Event("begin", order).Line());
  CaseOutput output;
  const CaseEnd end = RunCase(
      order, output, [&](const std::string& line) { Emit(Event("case", order).Text("line", line).Line()); });
  for (const KernelMessage& message : log.New())
    Emit(Event("kmsg", order).Text("line", message.text).Number("level", message.level).Line());
  if (!output.text.empty())
    Emit(Event("output", order).Text("text", output.text).Bool("truncated", output.truncated).Line());
  Emit(Event("end", order)
           .Text("how", end.how)
           .Number("status", end.status)
           .Number("wall_us", end.wall_us)
           .Number("cpu_us", end.cpu_us)
           .Number("leftover", end.leftover)
           .Line());
  Flush();
}

int Main(int argc, char** argv) {
  std::string list = "-";
  bool only_facts = false;
  framed = IsInit();
  for (int i = 1; i < argc && !framed; ++i) {  // init's arguments are kernel parameters
    if (std::strcmp(argv[i], "--facts") == 0) {
      only_facts = true;
    } else if (std::strcmp(argv[i], "--list") == 0 && i + 1 < argc) {
      list = argv[++i];
    } else if (std::strcmp(argv[i], "--help") == 0) {
      std::cout << kHelp;
      return 0;
    } else {
      std::cerr << "rct-executor: unknown option " << argv[i] << "\n" << kHelp;
      return 2;
    }
  }
  signal(SIGPIPE, SIG_IGN);
  // If the runner is killed, nothing stays behind: the starters and the running case die with the executor.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  prctl(PR_SET_CHILD_SUBREAPER, 1);  // of the case whose starter died
  if (framed) BecomeInit();
  KernelLog log;
  Emit(ConfigLine());
  Emit(FactsLine(log.readable()));  // last, so that a reader that has the facts also has the configuration
  Flush();
  if (only_facts) return 0;

  std::ifstream file;
  if (list != "-") {
    file.open(list);
    if (!file) {
      std::cerr << "rct-executor: cannot read " << list << ": " << std::strerror(errno) << "\n";
      return 2;
    }
  }
  std::istream& input = list == "-" ? std::cin : file;
  int count = 0;
  for (std::string line; std::getline(input, line) && !line.empty(); ++count)
    RunAndEmit(ParseOrder(line), log);
  Emit(Json().Text("event", "done").Number("cases", count).Line());
  Flush();
  if (framed) PowerOff();
  return 0;
}

}  // namespace
}  // namespace rct

int main(int argc, char** argv) { return rct::Main(argc, argv); }
