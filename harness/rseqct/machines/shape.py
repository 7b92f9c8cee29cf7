# SPDX-License-Identifier: MIT
"""The shape of a guest: its hardware and boot parameters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:      # slow to import, and a run on this machine does not need it
    from rseqct.machines.machine import Machine


@dataclass(frozen=True)
class Shape:
    """A guest's hardware and additional boot parameters.

    `memory`: MiB. `nodes`: NUMA nodes. `counted`: time is the number of executed instructions (QEMU -icount), so it
    stands still while the emulator does not run."""

    cpus: int = 4
    memory: int = 1024
    nodes: int = 2
    append: tuple[str, ...] = ()
    counted: bool = False

    def unusual(self) -> tuple[str, ...]:
        """Words for everything that differs from the defaults. They distinguish results of one kernel."""
        usual = Shape()
        sizes = (("cpus", self.cpus, usual.cpus), ("memory", self.memory, usual.memory),
                 ("numa", self.nodes, usual.nodes))
        return (*self.append, *(f"{name}{value}" for name, value, default in sizes if value != default),
                *["icount"] * self.counted)

    def fitted(self, machine: Machine) -> Shape:
        """The same shape with at most the CPUs and nodes that the machine supports."""
        cpus = min(self.cpus, machine.cpus)
        nodes = min(self.nodes, cpus) if machine.numa else 1
        return Shape(cpus, self.memory, max(1, nodes), self.append, self.counted)
