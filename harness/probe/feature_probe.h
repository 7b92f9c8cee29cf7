// SPDX-License-Identifier: MIT
// Finds out what a kernel lacks, for cases (Needs) and for the executor (facts). The names are the keys of
// expected/features.toml with `probe = true`.
#ifndef RCT_PROBE_FEATURE_PROBE_H_
#define RCT_PROBE_FEATURE_PROBE_H_

#include <span>
#include <string>
#include <string_view>

namespace rct {

struct Feature {
  const char* name;
  std::string (*missing)();  // "" if the kernel has it, else the evidence that it does not
};

std::span<const Feature> Features();
const Feature* FindFeature(std::string_view name);  // nullptr if there is none of that name

bool IsRoot();             // user 0 with CAP_SYS_ADMIN and CAP_SYS_NICE, which a container's may lack
std::string OwnMachine();  // why the suite may not change the machine; "" if it may

}  // namespace rct

#endif  // RCT_PROBE_FEATURE_PROBE_H_
