# SPDX-License-Identifier: MIT
"""Kernels other than the running one: what Debian's archive holds, what is cached, and how each is named."""
