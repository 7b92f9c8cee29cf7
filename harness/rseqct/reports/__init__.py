# SPDX-License-Identifier: MIT
"""What is made from results: text, JUnit, KTAP, the matrix, a comparison of two kernels."""
