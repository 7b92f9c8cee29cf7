# SPDX-License-Identifier: MIT
"""The cases of a build tree, and what one run of a case showed."""
