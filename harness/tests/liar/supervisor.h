// SPDX-License-Identifier: MIT
// Answers the system calls for which the filter sends notifications.
#ifndef RCT_LIAR_SUPERVISOR_H_
#define RCT_LIAR_SUPERVISOR_H_

#include <seccomp.h>

#include "lie.h"

namespace rct::liar {

// Installs the lie's filter in the calling process, which may then execute the program. Returns the
// listener's descriptor, or -1 with errno.
int InstallFilter(const Lie& lie);

struct Numbers;

class Supervisor {
 public:
  Supervisor(const Lie& lie, int listener);
  ~Supervisor();
  Supervisor(const Supervisor&) = delete;
  Supervisor& operator=(const Supervisor&) = delete;

  // Receives one notification and answers it.
  void AnswerOne();

 private:
  void Handle();
  // Each returns false if the thread no longer waits for the answer.
  bool HandleCall(pid_t thread, const Numbers& numbers);
  bool Finish(Call& call, Answer answer);
  bool Respond(Answer answer);

  Answer AnswerRseq(RseqCall& call);
  Thread& Know(pid_t id);
  void Introduce(Thread& thread, const ThreadFacts& facts);

  const Lie& lie_;
  const int listener_;
  seccomp_notif* request_ = nullptr;
  seccomp_notif_resp* response_ = nullptr;
  Threads threads_;
};

}  // namespace rct::liar

#endif  // RCT_LIAR_SUPERVISOR_H_
