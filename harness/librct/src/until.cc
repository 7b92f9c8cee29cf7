// SPDX-License-Identifier: MIT
#include "until.h"

#include "rct/verdict.h"

namespace rct {

int UntilOneCounts(const std::function<bool(int attempt)>& counts,
                   const std::function<std::string()>& otherwise, int patience, Where where) {
  for (int attempt = 1; attempt <= patience; ++attempt)
    if (counts(attempt)) return attempt;
  throw Broken(otherwise(), where);
}

int UntilOneCounts(const std::function<bool(int attempt)>& counts, const std::string& otherwise, int patience,
                   Where where) {
  return UntilOneCounts(counts, [&] { return otherwise; }, patience, where);
}

}  // namespace rct
