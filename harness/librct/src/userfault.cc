// SPDX-License-Identifier: MIT
#include "rct/userfault.h"

#include <linux/userfaultfd.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <atomic>
#include <exception>

#include "open_userfaultfd.h"
#include "rct/cpu.h"
#include "rct/file.h"
#include "rct/memory.h"
#include "rct/thread.h"
#include "rct/uninterrupted.h"
#include "rct/verdict.h"
#include "until.h"

namespace rct {
namespace {

// A page that a helper provides whenever a thread touches it while it is missing.
class FilledOnTouch {
 public:
  FilledOnTouch(int cpu, const volatile Area* area, std::uint64_t armed)
      : area_(area), armed_(armed), faults_(OpenUserModeFaults()), end_(eventfd(0, EFD_CLOEXEC)) {
    RequireCall(faults_ && end_, "userfaultfd, eventfd");
    uffdio_api api{UFFD_API, 0, 0};
    RequireCall(ioctl(faults_.get(), UFFDIO_API, &api) == 0, "UFFDIO_API");
    uffdio_register range{Range(), UFFDIO_REGISTER_MODE_MISSING, 0};
    RequireCall(ioctl(faults_.get(), UFFDIO_REGISTER, &range) == 0, "UFFDIO_REGISTER");
    helper_ = Thread([this, cpu] { Serve(cpu); });
  }
  ~FilledOnTouch() {
    eventfd_write(end_.get(), 1);
    helper_.Finish();
  }
  FilledOnTouch(const FilledOnTouch&) = delete;
  FilledOnTouch& operator=(const FilledOnTouch&) = delete;

  std::byte* begin() const { return page_.begin(); }
  void Empty() {
    page_.Discard();
    touched_ = false;
  }
  bool touched() const { return touched_; }  // since Empty, by a thread whose section was armed

 private:
  uffdio_range Range() const { return {reinterpret_cast<std::uintptr_t>(page_.begin()), page_.size()}; }

  // If this fails, a thread that waits for the page would wait forever: closing the descriptor wakes it.
  void Serve(int cpu) try {
    Pin(cpu);
    for (pollfd files[] = {{faults_.get(), POLLIN, 0}, {end_.get(), POLLIN, 0}};
         Uninterrupted([&] { return poll(files, 2, -1); }) > 0;) {
      if (files[1].revents != 0) return;
      uffd_msg message;
      if (read(faults_.get(), &message, sizeof message) != sizeof message) continue;
      touched_ = area_->rseq_cs == armed_;
      uffdio_zeropage fill{Range(), 0, 0};
      RequireCall(ioctl(faults_.get(), UFFDIO_ZEROPAGE, &fill) == 0, "UFFDIO_ZEROPAGE");
    }
  } catch (...) {
    faults_.Close();
    throw;
  }

  const volatile Area* area_;
  const std::uint64_t armed_;
  Mapping page_;
  File faults_, end_;
  std::atomic<bool> touched_{false};
  Thread helper_;
};

}  // namespace

Passage SleepOnFault(Section& section, Area* area) {
  Needs("userfaultfd-user-mode");
  const KeepAffinity keep;
  const int cpu = AllowedCpus().front();
  Pin(cpu);
  FilledOnTouch page(cpu, area, reinterpret_cast<std::uintptr_t>(section.frame.descriptor));
  section.frame.operand = page.begin();
  Passage passage{};
  const auto touched = [&](int round) {
    page.Empty();
    passage = section.Enter(area);
    passage.provoked = page.touched();
    passage.rounds = round;
    return passage.provoked && passage.preemptions == 0;  // a preemption in the section aborts rightly
  };
  UntilOneCounts(touched, "no pass through the section came to the page that is missing");
  return passage;
}

}  // namespace rct
