// SPDX-License-Identifier: MIT
// main() tells how long soaks take.
#ifndef RCT_SRC_SOAK_TIME_H_
#define RCT_SRC_SOAK_TIME_H_

namespace rct {

bool SetSoakTime(const char* seconds);  // false where that is no time

}  // namespace rct

#endif  // RCT_SRC_SOAK_TIME_H_
