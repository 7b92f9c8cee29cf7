// SPDX-License-Identifier: MIT
// What the executor and a starter tell each other, on a socket that keeps messages apart. They may be
// programs of different ABIs, so a message is text.
#ifndef RCT_STARTER_MESSAGE_H_
#define RCT_STARTER_MESSAGE_H_

#include <cstdlib>
#include <sstream>
#include <string>
#include <vector>

namespace rct {

inline constexpr std::size_t kLongestMessage = std::size_t{64} * 1024;

// To the starter, with two descriptors: the case's result stream, and its stdout and stderr.
struct StartOrder {
  long limit_ms = 0;
  std::vector<std::string> words;  // the path of the case's program, and its arguments

  std::string Text() const {
    std::string text = std::to_string(limit_ms) + '\0';
    for (const std::string& word : words) text += word + '\0';
    return text;
  }
  static StartOrder Of(const std::string& text) {
    StartOrder order;
    std::istringstream parts(text);
    std::string part;
    std::getline(parts, part, '\0');
    order.limit_ms = std::strtol(part.c_str(), nullptr, 10);
    while (std::getline(parts, part, '\0')) order.words.push_back(part);
    return order;
  }
};

// The starter's answer, when every process of the case has ended.
struct CaseEnd {
  std::string how = "unstartable";  // exit, signal, timeout, unstartable
  int status = 0;                   // exit code, signal, 0, errno
  long wall_us = 0;
  long cpu_us = 0;
  int leftover = 0;  // processes that outlived the case's first one; they have been killed

  std::string Text() const {
    std::ostringstream text;
    text << how << ' ' << status << ' ' << wall_us << ' ' << cpu_us << ' ' << leftover;
    return text.str();
  }
  static CaseEnd Of(const std::string& text) {
    CaseEnd end;
    std::istringstream(text) >> end.how >> end.status >> end.wall_us >> end.cpu_us >> end.leftover;
    return end;
  }
};

}  // namespace rct

#endif  // RCT_STARTER_MESSAGE_H_
