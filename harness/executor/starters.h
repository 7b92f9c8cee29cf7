// SPDX-License-Identifier: MIT
// Keeps one running starter for each ABI whose cases have been ordered.
#ifndef RCT_EXECUTOR_STARTERS_H_
#define RCT_EXECUTOR_STARTERS_H_

#include <sys/types.h>

#include <string>

#include "message.h"
#include "rct/file.h"

namespace rct {

// The executor's end of a starter (starter/).
class Starter {
 public:
  // The starter for a case's program: the one beside the librct that the case loads, else the executor's own.
  // Starts it if it is not running.
  static Starter& For(const std::string& program);

  explicit Starter(const std::string& path);
  Starter(const Starter&) = delete;
  Starter& operator=(const Starter&) = delete;
  ~Starter();  // waits for its end, so that its CPU time and that of its cases count as the executor's

  // Starts a case. `stream` is for its results, `output` for its stdout and stderr. False if there is no
  // starter.
  bool Start(const StartOrder& order, int stream, int output);
  // Readable once the case has ended.
  int socket() const { return socket_.get(); }
  pid_t pid() const { return pid_; }  // -1 if it has ended
  // How the case ended. "unstartable" if there is no starter: with the error of executing the starter, or
  // with ECHILD if the starter ended before its case.
  CaseEnd End();

 private:
  void Wait();

  File socket_;
  pid_t pid_ = -1;
  int error_ = 0;  // why the starter could not be executed
};

}  // namespace rct

#endif  // RCT_EXECUTOR_STARTERS_H_
