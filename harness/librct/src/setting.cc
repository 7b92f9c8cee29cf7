// SPDX-License-Identifier: MIT
#include "rct/setting.h"

#include <fcntl.h>

#include <fstream>
#include <iterator>
#include <utility>

#include "rct/file.h"
#include "rct/uninterrupted.h"
#include "rct/verdict.h"

namespace rct {

Setting::Setting(std::string path, Where where) : path_(std::move(path)) {
  std::ifstream file(path_);
  RequireCall(file.good(), "opening " + path_, where);
  was_.assign(std::istreambuf_iterator<char>(file), {});
}

Setting::~Setting() {
  if (!Write(was_)) const Broken reported("putting back " + path_ + " to what it was: " + was_, Where{});
}

void Setting::Set(const std::string& value, Where where) {
  RequireCall(Write(value), "writing " + value + " to " + path_, where);
}

bool Setting::Write(const std::string& value) const {
  const File file(open(path_.c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC));
  return file && Uninterrupted([&] { return write(file.get(), value.data(), value.size()); }) ==
                     static_cast<ssize_t>(value.size());
}

}  // namespace rct
