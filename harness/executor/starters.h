// SPDX-License-Identifier: MIT
// The starters that run: one for each ABI whose cases have been ordered.
#ifndef RCT_EXECUTOR_STARTERS_H_
#define RCT_EXECUTOR_STARTERS_H_

#include <sys/types.h>

#include <string>

#include "message.h"
#include "rct/file.h"

namespace rct {

// An executor's end of a starter (starter/).
class Starter {
 public:
  // The starter for a case's program: the one beside the librct that the case loads, else the executor's own.
  // Starts it if it does not run.
  static Starter& For(const std::string& program);

  explicit Starter(const std::string& path);
  Starter(const Starter&) = delete;
  Starter& operator=(const Starter&) = delete;
  ~Starter();  // waits for its end, so that its time, and that of its cases, is the executor's

  // Starts a case. The descriptors are for its result stream, and for its stdout and stderr. False where
  // there is no starter.
  bool Start(const StartOrder& order, int stream, int output);
  // Readable when the case has ended.
  int socket() const { return socket_.get(); }
  // How the case ended. It is "unstartable" where there is no starter: with the error of executing it, or
  // with ECHILD where it ended before its case.
  CaseEnd End();

 private:
  void Wait();

  File socket_;
  pid_t pid_ = -1;
  int error_ = 0;  // why it could not be executed
};

}  // namespace rct

#endif  // RCT_EXECUTOR_STARTERS_H_
