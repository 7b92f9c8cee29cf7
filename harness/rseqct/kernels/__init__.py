# SPDX-License-Identifier: MIT
"""Kernels other than the running one: those of Debian's archive, those in the cache, and their names."""
