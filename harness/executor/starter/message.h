// SPDX-License-Identifier: MIT
// Messages between the executor and a starter, on a socket that preserves message boundaries. The two may be
// programs of different ABIs, so a message is text.
#ifndef RCT_STARTER_MESSAGE_H_
#define RCT_STARTER_MESSAGE_H_

#include <sys/socket.h>
#include <sys/uio.h>

#include <array>
#include <cstdlib>
#include <sstream>
#include <string>
#include <vector>

namespace rct {

inline constexpr std::size_t kLongestMessage = std::size_t{64} * 1024;

// A message with descriptors for sendmsg(2) and recvmsg(2). `text` must outlive it.
struct Parcel {
  static constexpr std::size_t kDescriptors = 2;
  static constexpr std::size_t kDescriptorBytes = kDescriptors * sizeof(int);

  Parcel(char* text, std::size_t size) : part{text, size} {
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
  }
  Parcel(const Parcel&) = delete;  // `message` points into the object
  Parcel& operator=(const Parcel&) = delete;

  iovec part;
  alignas(cmsghdr) std::array<char, CMSG_SPACE(kDescriptorBytes)> control{};
  msghdr message{};
};

// To the starter, with two descriptors: one for the case's result stream, one for its stdout and stderr.
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

// The starter's answer, after every process of the case has ended.
struct CaseEnd {
  std::string how = "unstartable";  // exit, signal, timeout, unstartable
  int status = 0;                   // exit code, signal, 0, errno
  long wall_us = 0;
  long cpu_us = 0;
  int leftover = 0;  // processes that outlived the case's first one, and were killed

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
