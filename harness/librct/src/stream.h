// SPDX-License-Identifier: MIT
// What a case reports to its executor while it runs: a plan, then results, one JSON object per line, on the
// descriptor in RSEQCT_STREAM. Without RSEQCT_STREAM (run by hand), GoogleTest's own output appears.
#ifndef RCT_SRC_STREAM_H_
#define RCT_SRC_STREAM_H_

namespace rct {
struct ChildReport;
}

namespace rct::stream {

inline constexpr char kBroken[] = "broken: ";  // the start of a Broken's message

void Install();                               // before the tests run: replaces GoogleTest's printer
void Finish();                                // after the tests: writes the line that main() reached its end
void Verifies(const char* requirement);       // the running TEST cites this requirement
void Measured(const char* name, long value);  // a number that the report shows with the running TEST
// Later failures belong to a control that relies on this requirement; null: to the claim again. Returns the
// previous value. Applies to all threads, and to children forked meanwhile.
const char* EnterControl(const char* requirement);
bool IsOn();                         // true if somebody reads the stream
void ReportTo(ChildReport* report);  // in a child: later failures go to the report

}  // namespace rct::stream

#endif  // RCT_SRC_STREAM_H_
