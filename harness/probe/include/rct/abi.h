// SPDX-License-Identifier: MIT
// The rseq ABI for cases: the suite's own definitions, because it must not test the ABI with the headers of
// the build machine. Source of every number: include/uapi/linux/rseq.h, auxvec.h, membarrier.h, ptrace.h,
// prctl.h of Linux 7.3.
#ifndef RCT_ABI_H_
#define RCT_ABI_H_

#include <cstddef>
#include <cstdint>

#include "sections.h"

namespace rct {

// struct rseq. Volatile, because the kernel writes it without the compiler's knowledge.
struct Area {
  volatile std::uint32_t cpu_id_start;
  volatile std::uint32_t cpu_id;
  volatile std::uint64_t rseq_cs;
  volatile std::uint32_t flags;
  volatile std::uint32_t node_id;     // since 6.3
  volatile std::uint32_t mm_cid;      // since 6.3
  volatile std::uint32_t slice_ctrl;  // since 7.0
  volatile std::uint8_t beyond[32];   // byte 32 is reserved since 7.0; the rest is unused
};
static_assert(offsetof(Area, rseq_cs) == 8 && offsetof(Area, flags) == 16 && offsetof(Area, node_id) == 20);
static_assert(offsetof(Area, mm_cid) == 24 && offsetof(Area, slice_ctrl) == 28 &&
              offsetof(Area, beyond) == 32);

// struct rseq_cs. A case may place it anywhere, at any alignment, with any content.
struct Descriptor {
  std::uint32_t version;
  std::uint32_t flags;
  std::uint64_t start_ip;
  std::uint64_t post_commit_offset;
  std::uint64_t abort_ip;
};
static_assert(sizeof(Descriptor) == 32);

inline constexpr std::uint32_t kOriginalSize = 32;  // bytes registered before 6.3, and by old libraries since
inline constexpr std::uint32_t kSignature = RCT_SIGNATURE;  // precedes every abort handler of arch/sections.S
inline constexpr int kUnregister = 1;                       // RSEQ_FLAG_UNREGISTER
inline constexpr int kSliceDefaultOn = 2;                   // RSEQ_FLAG_SLICE_EXT_DEFAULT_ON, since 7.0
inline constexpr std::uint32_t kCpuIdUninitialized = ~0u;   // cpu_id of an area that is not registered

inline constexpr unsigned long kAuxFeatureSize = 27;  // AT_RSEQ_FEATURE_SIZE, since 6.3
inline constexpr unsigned long kAuxAlign = 28;        // AT_RSEQ_ALIGN, since 6.3

inline constexpr int kMembarrierQuery = 0;
inline constexpr int kMembarrierPrivateExpedited = 1 << 3;  // since 4.14, like its registration
inline constexpr int kMembarrierRegisterPrivateExpedited = 1 << 4;
inline constexpr int kMembarrierRseq = 1 << 7;  // MEMBARRIER_CMD_PRIVATE_EXPEDITED_RSEQ, since 5.10
inline constexpr int kMembarrierRegisterRseq = 1 << 8;
inline constexpr int kMembarrierGetRegistrations = 1 << 9;  // since 6.3
inline constexpr unsigned kMembarrierCpu = 1;               // MEMBARRIER_CMD_FLAG_CPU

inline constexpr int kPtraceGetRseqConfiguration = 0x420f;  // since 5.13
// struct ptrace_rseq_configuration
struct RseqConfiguration {
  std::uint64_t pointer;
  std::uint32_t size;
  std::uint32_t signature;
  std::uint32_t flags;
  std::uint32_t pad;
};
static_assert(sizeof(RseqConfiguration) == 24);

inline constexpr int kPrctlSliceExtension = 79;            // PR_RSEQ_SLICE_EXTENSION, since 7.0
inline constexpr long kNrSliceYield = 471;                 // rseq_slice_yield(2)
inline constexpr long kSliceGet = 1;                       // PR_RSEQ_SLICE_EXTENSION_GET
inline constexpr long kSliceSet = 2;                       // PR_RSEQ_SLICE_EXTENSION_SET
inline constexpr long kSliceEnable = 1;                    // PR_RSEQ_SLICE_EXT_ENABLE
inline constexpr std::uint32_t kSliceAvailable = 1u << 4;  // RSEQ_CS_FLAG_SLICE_EXT_AVAILABLE, in Area::flags
inline constexpr std::uint32_t kSliceEnabled = 1u << 5;    // RSEQ_CS_FLAG_SLICE_EXT_ENABLED
inline constexpr int kNotSupported = 524;  // the kernel's ENOTSUPP, which has no name in user space

// struct rseq_slice_ctrl: the layout of Area::slice_ctrl.
struct SliceControl {
  std::uint8_t request;
  std::uint8_t granted;
  std::uint16_t reserved;
};
static_assert(sizeof(SliceControl) == 4);

}  // namespace rct

#endif  // RCT_ABI_H_
