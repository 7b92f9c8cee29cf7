// SPDX-License-Identifier: MIT
// Creates control groups for processes that the case made.
#ifndef RCT_CONTROL_GROUP_H_
#define RCT_CONTROL_GROUP_H_

#include <sys/types.h>

#include <string>
#include <vector>

namespace rct {

// A group that is removed with this object, which must outlive the processes in the group. The next case
// removes a group that a killed case left.
class ControlGroup {
 public:
  ~ControlGroup();
  ControlGroup(const ControlGroup&) = delete;
  ControlGroup& operator=(const ControlGroup&) = delete;

  void Take(pid_t process);

 protected:
  explicit ControlGroup(std::string directory) : directory_(std::move(directory)) {}
  bool Has(const std::string& file) const;
  std::string Read(const std::string& file) const;
  void Write(const std::string& file, const std::string& text);

  std::string directory_;
};

class FreezerGroup : public ControlGroup {
 public:
  FreezerGroup();  // skips without "control-group-freezer"
  void Freeze();   // returns when every process of the group is frozen
  bool Thaw();     // returns when no process is; true if all were until then

 private:
  bool IsFrozen() const;
};

class CpuGroup : public ControlGroup {
 public:
  CpuGroup();    // skips without "control-group-cpu"
  void Limit();  // allows the group one millisecond of CPU time in each 100 ms
  // Removes the limit. True if the group was throttled since Limit(), by the kernel's own count.
  bool Unlimit();

 private:
  long long ThrottledTime() const;
  long long before_ = 0;
};

class CpusetGroup : public ControlGroup {
 public:
  CpusetGroup();  // skips without "control-group-cpuset"
  void SetCpus(const std::vector<int>& cpus);
};

}  // namespace rct

#endif  // RCT_CONTROL_GROUP_H_
