# SPDX-License-Identifier: MIT
"""Reports, made from results: the console's text, JUnit, KTAP, the matrix, and the comparison of two kernels."""
