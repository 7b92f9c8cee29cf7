# SPDX-License-Identifier: MIT
"""Running cases: a session with one kernel, and runs of several kernels."""
