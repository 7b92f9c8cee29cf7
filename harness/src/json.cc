// SPDX-License-Identifier: MIT
#include "json.h"

#include <cstdio>

namespace rct {

std::string Quote(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (byte < 0x20 || byte > 0x7e) {
      char escaped[8];
      std::snprintf(escaped, sizeof escaped, "\\u%04x", byte);
      out += escaped;
    } else {
      out += c;
    }
  }
  return out + '"';
}

Json& Json::Raw(const char* key, std::string_view json) {
  if (!body_.empty()) body_ += ',';
  body_ += Quote(key);
  body_ += ':';
  body_ += json;
  return *this;
}

}  // namespace rct
