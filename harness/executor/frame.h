// SPDX-License-Identifier: MIT
// Frames lines for a channel that may lose, damage or mix in bytes, such as a serial line to which the kernel
// prints too. Each line has a number and a checksum, so that the reader knows what it missed.
#ifndef RCT_EXECUTOR_FRAME_H_
#define RCT_EXECUTOR_FRAME_H_

#include <cstdint>
#include <string>

namespace rct {

std::uint32_t Crc32(const std::string& data);  // as in IEEE 802.3, zlib and PNG

// "<STX><number> <checksum, 8 hex digits> <line>\n". The checksum covers "<number> <line>", without the
// newline.
std::string Frame(unsigned number, const std::string& line);

}  // namespace rct

#endif  // RCT_EXECUTOR_FRAME_H_
