// SPDX-License-Identifier: MIT
// Where in the sources a function was called: a replacement for std::source_location, which clang 14 lacks.
#ifndef RCT_WHERE_H_
#define RCT_WHERE_H_

namespace rct {

// As a default argument, `Where where = Where::Here()` is the caller's place.
struct Where {
  const char* file = nullptr;  // null: unknown
  int line = 0;
  static constexpr Where Here(const char* file = __builtin_FILE(), int line = __builtin_LINE()) {
    return {file, line};
  }
};

}  // namespace rct

#endif  // RCT_WHERE_H_
