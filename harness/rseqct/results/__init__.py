# SPDX-License-Identifier: MIT
"""The results of a run: their form in files, those that are kept, and what earlier ones say."""
