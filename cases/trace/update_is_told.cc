// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(TraceEvents, AnUpdateIsToldWithItsIds) {
  VERIFIES("trace.update");
  NeedsCpus(2);
  const KeepAffinity keep;
  Pin(AllowedCpus()[0]);
  Trace trace("rseq_update");
  {
    Registration mine(mode);
    for (const int cpu : {AllowedCpus()[1], AllowedCpus()[0]}) {
      trace.Lines();
      Pin(cpu);
      EXPECT_THAT(trace.Lines(),
                  testing::Contains(testing::MatchesRegex("cpu_id=" + std::to_string(cpu) + "( .*)?")));
    }
  }
  // Control: an unregistered thread causes no trace event.
  trace.Lines();
  Pin(AllowedCpus()[1]);
  CONTROL("unregister.never-written-again", trace.Lines(), testing::SizeIs(0));
}

}  // namespace
}  // namespace rct
