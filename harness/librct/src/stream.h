// SPDX-License-Identifier: MIT
// What a case tells its executor while it runs: a plan, then results, one JSON object a line, on the
// descriptor that RCT_STREAM names. Run by hand, without RCT_STREAM, a case prints what GoogleTest prints.
#ifndef RCT_SRC_STREAM_H_
#define RCT_SRC_STREAM_H_

namespace rct {
struct ChildReport;
}

namespace rct::stream {

inline constexpr char kBroken[] = "broken: ";  // how the message of a Broken begins

void Install();                          // before the tests run: takes over from GoogleTest's own printer
void Finish();                           // after the tests: the line that says that main() came to its end
void Verifies(const char* requirement);  // the running TEST cites this requirement
void Measured(const char* name, long value);  // a number that the running TEST is to be reported with
// Failures from now on are of a control that relies on this requirement; null: of the claim again. Returns
// what was in force before. For every thread, and for children that are forked meanwhile.
const char* EnterControl(const char* requirement);
bool IsOn();                         // whether somebody reads the stream
void ReportTo(ChildReport* report);  // in a child: failures go to the report from now on

}  // namespace rct::stream

#endif  // RCT_SRC_STREAM_H_
