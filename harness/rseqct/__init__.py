# SPDX-License-Identifier: MIT
"""rseq conformance: runs the cases, and judges what they observed."""

__version__ = "0.1"
