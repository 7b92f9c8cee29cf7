# SPDX-License-Identifier: MIT
"""`rseqct bisect` and `rseqct bisect-step`: from a red case to the kernel, and to the commit, that broke it."""
