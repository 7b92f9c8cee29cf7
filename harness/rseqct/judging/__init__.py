# SPDX-License-Identifier: MIT
"""From an observation to a verdict: pure functions of the observation and of what is expected."""
