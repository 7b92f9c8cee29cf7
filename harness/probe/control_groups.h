// SPDX-License-Identifier: MIT
// Makes control groups for the suite: in version 2 below the caller's group or one above it, else in version
// 1. It changes nothing that others made and enables no controller, so a controller that new groups lack
// counts as absent. (In a guest, init enables controllers.)
#ifndef RCT_PROBE_CONTROL_GROUPS_H_
#define RCT_PROBE_CONTROL_GROUPS_H_

#include <string>

namespace rct {

// The new group's directory, which the caller removes; "" if no group can be made.
std::string MakeFreezerGroup();  // version 2 only, where a frozen process can be killed
std::string MakeCpuGroup();
std::string MakeCpusetGroup();

}  // namespace rct

#endif  // RCT_PROBE_CONTROL_GROUPS_H_
