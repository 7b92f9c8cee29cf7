# SPDX-License-Identifier: MIT
"""The data in expected/, read and checked: requirements, known bugs, features; and the facts about a kernel."""
