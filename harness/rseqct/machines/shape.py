# SPDX-License-Identifier: MIT
"""The shape of a guest, as the options of a command line say it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:      # slow to import, for a run on this machine
    from rseqct.machines.machine import Machine


@dataclass(frozen=True)
class Shape:
    """A guest's hardware, and what else its kernel is told. `memory` is MiB; `nodes` are NUMA nodes. Where it is
    `counted`, time is the number of instructions executed: it stands still while the emulator does not run."""

    cpus: int = 4
    memory: int = 1024
    nodes: int = 2
    append: tuple[str, ...] = ()
    counted: bool = False

    def unusual(self) -> tuple[str, ...]:
        """Words for what is not as by default, which tell results of one kernel apart."""
        usual = Shape()
        sizes = (("cpus", self.cpus, usual.cpus), ("memory", self.memory, usual.memory),
                 ("numa", self.nodes, usual.nodes))
        return (*self.append, *(f"{name}{value}" for name, value, default in sizes if value != default),
                *["icount"] * self.counted)

    def fitted(self, machine: Machine) -> Shape:
        """The same with as many CPUs and nodes as the machine allows."""
        cpus = min(self.cpus, machine.cpus)
        nodes = min(self.nodes, cpus) if machine.numa else 1
        return Shape(cpus, self.memory, max(1, nodes), self.append, self.counted)
