// SPDX-License-Identifier: MIT
// Changes a machine-wide setting, a file of /sys or /proc, and restores it.
#ifndef RCT_SETTING_H_
#define RCT_SETTING_H_

#include <string>

#include "rct/where.h"

namespace rct {

// Keeps the file's content; the destructor restores it and reports Broken if that fails. The constructor
// throws Broken if the file cannot be read.
class Setting {
 public:
  explicit Setting(std::string path, Where where = Where::Here());
  ~Setting();
  Setting(const Setting&) = delete;
  Setting& operator=(const Setting&) = delete;

  const std::string& was() const { return was_; }
  void Set(const std::string& value,
           Where where = Where::Here());  // throws Broken if the kernel refuses it

 private:
  bool Write(const std::string& value) const;

  const std::string path_;
  std::string was_;
};

}  // namespace rct

#endif  // RCT_SETTING_H_
