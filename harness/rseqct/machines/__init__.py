# SPDX-License-Identifier: MIT
"""The machines that QEMU emulates: arch/*/qemu.toml, accelerators, and the shape of a guest."""
