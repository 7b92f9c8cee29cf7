// SPDX-License-Identifier: MIT
#ifndef RCT_SRC_MAIN_H_
#define RCT_SRC_MAIN_H_

#include <string>

namespace rct {

// main() of every case: runs the loaded TESTs and returns the exit status. `program` is the path of the
// case's program.
int Main(const std::string& program, int argc, char** argv);

}  // namespace rct

#endif  // RCT_SRC_MAIN_H_
