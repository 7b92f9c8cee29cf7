// SPDX-License-Identifier: MIT
// Making a control group of the suite's own, in version 2 below the group of the caller or of one above it,
// else in version 1. Nothing that others made is changed: no controller is switched on for that, so one that
// new groups do not have is absent (in a guest init switches them on).
#ifndef RCT_PROBE_CONTROL_GROUPS_H_
#define RCT_PROBE_CONTROL_GROUPS_H_

#include <string>

namespace rct {

// The new group's directory, which the caller removes; "" where there is none to be had.
std::string MakeFreezerGroup();  // of version 2 only, where a frozen process can be killed
std::string MakeCpuGroup();
std::string MakeCpusetGroup();

}  // namespace rct

#endif  // RCT_PROBE_CONTROL_GROUPS_H_
