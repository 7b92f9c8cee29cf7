# SPDX-License-Identifier: MIT
"""The options that choose a kernel to boot and a guest for it; `rseqct run` and pytest share them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rseqct.errors import Exit, RseqctError
from rseqct.quantities import positive
from rseqct.targets.guest import Shape


@dataclass(frozen=True)
class GuestOptions:
    """Which kernel, in what guest. `config` is the kernel's configuration, where nothing else says it."""

    kernel: str
    arch: str | None = None
    config: Path | None = None
    shape: Shape = Shape()


def add_arguments(add: Callable[..., Any]) -> None:
    """Adds the options through argparse's add_argument or pytest's addoption."""
    add("--kernel", action="append", default=[], metavar="NAME",
        help="boot this kernel: debian:7.3 (the newest 7.3.x), debian:6.12.57, debian:7.3-rt, debian:=7.3-s390x (that "
        "release), an image, tree:PATH")
    add("--kernel-config", metavar="FILE", help="the kernel's configuration, where its image does not say it")
    add_shape(add)


def add_shape(add: Callable[..., Any]) -> None:
    """The part that says nothing of which kernel."""
    usual = Shape()
    add("--arch", metavar="ARCH", help="the kernel's architecture, where its name does not say it")
    add("--cpus", type=positive, default=usual.cpus, metavar="N",
        help=f"CPUs of the guest (default: {usual.cpus})")
    add("--memory", type=positive, default=usual.memory, metavar="MIB",
        help=f"memory of the guest (default: {usual.memory})")
    add("--numa", type=positive, default=usual.nodes, metavar="N",
        help=f"NUMA nodes of the guest, where its architecture has them (default: {usual.nodes})")
    add("--icount", action="store_true",
        help="count the guest's time in instructions: it passes alike on a busy machine, for cases about time")
    add("--append", action="append", default=[], metavar="PARAMETERS",
        help="boot parameters, such as rseq_debug=1")


def chosen(get: Callable[[str], Any]) -> GuestOptions | None:
    """What the options say; None where no kernel is to be booted. `get` gives an option's value by its name.
    Raises RseqctError."""
    kernels = get("kernel")
    if not kernels:
        return None
    if len(kernels) > 1:
        raise RseqctError("one --kernel at a time here; `rseqct run` takes several", Exit.USAGE)
    config = get("kernel_config")
    return GuestOptions(kernels[0], get("arch"), Path(config) if config else None, shape(get))


def shape(get: Callable[[str], Any]) -> Shape:
    """The guest's hardware and boot parameters as the options say."""
    append = tuple(word for text in get("append") for word in text.split())
    return Shape(get("cpus"), get("memory"), get("numa"), append, get("icount"))


def words(guest: GuestOptions) -> list[str]:
    """The words of a command line that choose such a guest again; nothing for what they leave as it is."""
    shape, usual = guest.shape, Shape()
    options = (("--kernel", guest.kernel, ""), ("--arch", guest.arch, None), ("--kernel-config", guest.config, None),
               ("--cpus", shape.cpus, usual.cpus), ("--memory", shape.memory, usual.memory),
               ("--numa", shape.nodes, usual.nodes))
    said = [word for name, value, default in options if value != default for word in (name, str(value))]
    return [*said, *["--icount"] * shape.counted, *(f"--append={word}" for word in shape.append)]
