// SPDX-License-Identifier: MIT
// What a kernel may lack, and how to find out. Used by cases (Needs) and by the executor (facts). The names
// are the keys of expected/features.toml that say `probe = true`.
#ifndef RCT_PROBE_FEATURE_PROBE_H_
#define RCT_PROBE_FEATURE_PROBE_H_

#include <span>
#include <string>
#include <string_view>

namespace rct {

struct Feature {
  const char* name;
  std::string (*missing)();  // empty where the kernel has it, else what says that it has not
};

std::span<const Feature> Features();
const Feature* FindFeature(std::string_view name);  // nullptr where there is none of that name

bool IsRoot();             // user 0 who may administer and set priorities, as a container's may not
std::string OwnMachine();  // why the machine is not the suite's to change; empty where it is

}  // namespace rct

#endif  // RCT_PROBE_FEATURE_PROBE_H_
