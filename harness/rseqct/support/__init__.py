# SPDX-License-Identifier: MIT
"""What every part uses: files, places, processes, quantities, and the tools of the machine."""
