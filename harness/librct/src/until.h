// SPDX-License-Identifier: MIT
// Repeats an arrangement that the scheduler can disturb until it was undisturbed once. This is not a retry
// until green: the condition is what the arrangement needs, never what the case claims.
#ifndef RCT_SRC_UNTIL_H_
#define RCT_SRC_UNTIL_H_

#include <functional>
#include <string>

#include "rct/where.h"

namespace rct {

constexpr int kPatience = 1000;  // attempts; an undisturbed one comes much sooner under any load

// Makes attempts, numbered from 1, until one counts; returns its number. Throws Broken(otherwise()) after
// `patience` of them.
int UntilOneCounts(const std::function<bool(int attempt)>& counts,
                   const std::function<std::string()>& otherwise, int patience = kPatience,
                   Where where = Where::Here());
int UntilOneCounts(const std::function<bool(int attempt)>& counts, const std::string& otherwise,
                   int patience = kPatience, Where where = Where::Here());

}  // namespace rct

#endif  // RCT_SRC_UNTIL_H_
