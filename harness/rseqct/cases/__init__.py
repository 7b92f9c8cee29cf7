# SPDX-License-Identifier: MIT
"""The cases of a build tree, and the observations of their runs."""
