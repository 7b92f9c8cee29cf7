# SPDX-License-Identifier: MIT
"""The machines that guests are: arch/*/qemu.toml, accelerators, and the shape of a guest."""
