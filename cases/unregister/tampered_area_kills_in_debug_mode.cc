// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Unregister, AnOverwrittenAreaKillsInDebugMode) {
  VERIFIES("unregister.tampered-area-kills-in-debug-mode");
  const auto unregister = [mode](bool overwrite) {
    return InChild([&] {
      Pin(AllowedCpus().front());
      Registration mine(mode);
      if (overwrite) mine->cpu_id_start = ~0u;
      Rseq(mine.area(), mine.length(), kUnregister, kSignature);
    });
  };

  EXPECT_THAT(unregister(true), DiesOf(SIGSEGV));
  // Control: with an unchanged area, the same child survives.
  CONTROL("unregister.matching-call", unregister(false), Survives());
}

}  // namespace
}  // namespace rct
