# SPDX-License-Identifier: MIT
"""Checks of the suite itself: its coverage, its proofs, and whether cases, catalogue and ledger agree."""
