// SPDX-License-Identifier: MIT
// What a case changes of the whole machine, by a file of /sys or /proc.
#ifndef RCT_SETTING_H_
#define RCT_SETTING_H_

#include <string>

#include "rct/where.h"

namespace rct {

// Puts the file's content back to what it was, at the end of its life; reports Broken where that fails.
// Throws Broken where the file cannot be read.
class Setting {
 public:
  explicit Setting(std::string path, Where where = Where::Here());
  ~Setting();
  Setting(const Setting&) = delete;
  Setting& operator=(const Setting&) = delete;

  const std::string& was() const { return was_; }
  void Set(const std::string& value,
           Where where = Where::Here());  // throws Broken where the kernel refuses it

 private:
  bool Write(const std::string& value) const;

  const std::string path_;
  std::string was_;
};

}  // namespace rct

#endif  // RCT_SETTING_H_
