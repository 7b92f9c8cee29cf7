// SPDX-License-Identifier: MIT
#include "frame.h"

#include <array>
#include <cstdio>

namespace rct {

std::uint32_t Crc32(const std::string& data) {
  static const std::array<std::uint32_t, 256> kTable = [] {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
      std::uint32_t value = byte;
      for (int bit = 0; bit < 8; ++bit) value = (value >> 1) ^ ((value & 1) != 0 ? 0xedb88320u : 0);
      table[byte] = value;
    }
    return table;
  }();
  std::uint32_t crc = 0xffffffffu;
  for (const char c : data) crc = kTable[(crc ^ static_cast<unsigned char>(c)) & 0xff] ^ (crc >> 8);
  return ~crc;
}

std::string Frame(unsigned number, const std::string& line) {
  const std::string body = line.substr(0, line.find_last_not_of('\n') + 1);
  char crc[16];
  std::snprintf(crc, sizeof crc, "%08x", Crc32(std::to_string(number) + " " + body));
  return "\x02" + std::to_string(number) + " " + crc + " " + body + "\n";
}

}  // namespace rct
