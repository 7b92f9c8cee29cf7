// SPDX-License-Identifier: MIT
// Just enough JSON to write one object per line. The output is ASCII: other UTF-8 code points are escaped,
// and a byte that is not UTF-8 becomes U+FFFD.
#ifndef RCT_PROBE_JSON_H_
#define RCT_PROBE_JSON_H_

#include <string>
#include <string_view>

namespace rct {

std::string Quote(std::string_view text);

// {"a":"b","n":1} is Json().Text("a", "b").Number("n", 1).Object(); Line() adds a newline.
class Json {
 public:
  Json& Text(const char* key, std::string_view value) { return Raw(key, Quote(value)); }
  Json& Number(const char* key, long long value) { return Raw(key, std::to_string(value)); }
  Json& Bool(const char* key, bool value) { return Raw(key, value ? "true" : "false"); }
  Json& Raw(const char* key, std::string_view json);
  std::string Object() const { return "{" + body_ + "}"; }
  std::string Line() const { return Object() + "\n"; }

 private:
  std::string body_;
};

}  // namespace rct

#endif  // RCT_PROBE_JSON_H_
