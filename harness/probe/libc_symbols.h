// SPDX-License-Identifier: MIT
// What glibc reports of its registration, since 2.35.
#ifndef RCT_PROBE_LIBC_SYMBOLS_H_
#define RCT_PROBE_LIBC_SYMBOLS_H_

#include <cstddef>

extern "C" {
[[gnu::weak]] extern const std::ptrdiff_t __rseq_offset;  // from the thread pointer to the area
[[gnu::weak]] extern const unsigned int __rseq_size;
[[gnu::weak]] extern const unsigned int __rseq_flags;
}

#endif  // RCT_PROBE_LIBC_SYMBOLS_H_
