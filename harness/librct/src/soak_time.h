// SPDX-License-Identifier: MIT
// Lets main() set how long soaks take.
#ifndef RCT_SRC_SOAK_TIME_H_
#define RCT_SRC_SOAK_TIME_H_

namespace rct {

bool SetSoakTime(const char* seconds);  // false if the text is not a duration

}  // namespace rct

#endif  // RCT_SRC_SOAK_TIME_H_
