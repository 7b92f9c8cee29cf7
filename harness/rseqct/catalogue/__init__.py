# SPDX-License-Identifier: MIT
"""What is promised, which bugs are known, and what is known of a kernel: expected/, read and checked."""
