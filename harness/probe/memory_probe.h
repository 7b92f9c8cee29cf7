// SPDX-License-Identifier: MIT
// Probes of feature_probe.cc's that are about memory: each says what shows that the kernel lacks it, or
// nothing.
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
