// SPDX-License-Identifier: MIT
#include "json.h"

#include <cstdint>
#include <cstdio>

namespace rct {
namespace {

constexpr std::uint32_t kReplacement = 0xfffd;

// Removes the first code point from a UTF-8 text and returns it. An invalid byte gives U+FFFD.
std::uint32_t TakeCodePoint(std::string_view& text) {
  const auto byte = [text](std::size_t at) { return std::uint32_t{static_cast<unsigned char>(text[at])}; };
  const std::uint32_t lead = byte(0);
  const std::size_t size = lead < 0x80   ? 1
                           : lead < 0xc0 ? 0
                           : lead < 0xe0 ? 2
                           : lead < 0xf0 ? 3
                           : lead < 0xf8 ? 4
                                         : 0;
  std::uint32_t point = size <= 1 ? lead : lead & (0x7fu >> size);
  bool valid = size != 0 && size <= text.size();
  for (std::size_t at = 1; valid && at < size; ++at) {
    valid = (byte(at) & 0xc0) == 0x80;
    point = point << 6 | (byte(at) & 0x3f);
  }
  constexpr std::uint32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};  // smaller ones have a shorter form
  valid = valid && point >= kLeast[size] && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
  text.remove_prefix(valid ? size : 1);
  return valid ? point : kReplacement;
}

void AppendEscaped(std::string& out, std::uint32_t unit) {
  char escaped[8];
  std::snprintf(escaped, sizeof escaped, "\\u%04x", unit & 0xffff);
  out += escaped;
}

}  // namespace

std::string Quote(std::string_view text) {
  std::string out = "\"";
  while (!text.empty()) {
    const std::uint32_t point = TakeCodePoint(text);
    if (point == '"' || point == '\\') {
      out += '\\';
      out += static_cast<char>(point);
    } else if (point == '\n') {
      out += "\\n";
    } else if (point >= 0x20 && point <= 0x7e) {
      out += static_cast<char>(point);
    } else if (point < 0x10000) {
      AppendEscaped(out, point);
    } else {
      AppendEscaped(out, 0xd800 + ((point - 0x10000) >> 10));
      AppendEscaped(out, 0xdc00 + ((point - 0x10000) & 0x3ff));
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
