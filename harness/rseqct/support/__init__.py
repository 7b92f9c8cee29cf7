# SPDX-License-Identifier: MIT
"""What every other package uses: files, places, processes, quantities, and the programs of this machine."""
