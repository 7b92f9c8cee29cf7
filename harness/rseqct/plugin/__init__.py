# SPDX-License-Identifier: MIT
"""The pytest plugin: cases as items, and the report."""
