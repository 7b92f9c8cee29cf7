# SPDX-License-Identifier: MIT
"""The results of runs: their file formats, the kept results, and the history of a case."""
