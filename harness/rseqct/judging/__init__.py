# SPDX-License-Identifier: MIT
"""From an observation to a verdict: pure functions of what was seen and what is expected."""
