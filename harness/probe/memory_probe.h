// SPDX-License-Identifier: MIT
// Memory-related probes for feature_probe.cc. Each returns evidence that the kernel lacks the feature, or "".
#ifndef RCT_PROBE_MEMORY_PROBE_H_
#define RCT_PROBE_MEMORY_PROBE_H_

#include <string>

namespace rct::memory_probe {

std::string Userfaultfd();
std::string UserfaultfdWriteProtection();
std::string UserModeFaults();
std::string TaggedAddresses();
std::string ProtectionKeys();
std::string ExecuteOnlyMemory();
std::string BranchTargetIdentification();
std::string PageMerging();
std::string PageCollapse();
std::string HugePages();

}  // namespace rct::memory_probe

#endif  // RCT_PROBE_MEMORY_PROBE_H_
