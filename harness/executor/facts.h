// SPDX-License-Identifier: MIT
// Facts about the kernel under test and the machine, as events of the executor's stream.
#ifndef RCT_EXECUTOR_FACTS_H_
#define RCT_EXECUTOR_FACTS_H_

#include <string>

namespace rct {

std::string FactsLine(bool kernel_log_readable);  // the "facts" event
std::string ConfigLine();  // the "config" event: the kernel's configuration as found; "" if there is none

}  // namespace rct

#endif  // RCT_EXECUTOR_FACTS_H_
