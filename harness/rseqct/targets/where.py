# SPDX-License-Identifier: MIT
"""The options that say where cases run: here, in a guest, on another machine. `rseqct run` and pytest share them."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rseqct.errors import Exit, RseqctError
from rseqct.kernels.names import our_arch
from rseqct.machines.shape import Shape
from rseqct.support.quantities import positive

TARGETS = ("local", "qemu", "ssh")
_CASES = 100          # a further guest is worth its boot for this many cases
_CPUS = 2             # for each guest: on a machine with two CPUs a second guest made the run longer
_BESIDES_MIB = 300    # what an emulator takes beside its guest's memory


@dataclass(frozen=True)
class GuestOptions:
    """Which kernel, in what guest. `config` is the kernel's configuration, where nothing else says it."""

    kernel: str
    arch: str | None = None
    config: Path | None = None
    shape: Shape = Shape()


def add_arguments(add: Callable[..., Any]) -> None:
    """Adds the options through argparse's add_argument or pytest's addoption."""
    add("--target", choices=TARGETS, default="local",
        help="where to run: local; qemu, which --kernel implies; ssh, which needs --host (default: local)")
    add("--host", metavar="HOST",
        help="the machine of --target ssh, as ssh names it; RSEQCT_SSH replaces the command ssh")
    add("--kernel", action="append", default=[], metavar="NAME",
        help="boot this kernel: debian:7.3 (the newest 7.3.x), debian:6.12.57, debian:7.3-rt, debian:=7.3-s390x (that "
        "release), an image, tree:PATH")
    add("--kernel-config", metavar="FILE",
        help="file with the kernel's configuration, if neither its image nor Debian has it")
    add_shape(add)


def add_shape(add: Callable[..., Any]) -> None:
    """The part that says nothing of which kernel."""
    usual = Shape()
    add("--arch", metavar="ARCH", help="architecture of the kernel (default: as in its name, else this machine's)")
    add("--cpus", type=positive, default=usual.cpus, metavar="N",
        help=f"CPUs of the guest (default: {usual.cpus})")
    add("--memory", type=positive, default=usual.memory, metavar="MIB",
        help=f"memory of the guest in MiB (default: {usual.memory})")
    add("--numa", type=positive, default=usual.nodes, metavar="N",
        help=f"NUMA nodes of the guest, if its architecture has them (default: {usual.nodes})")
    add("--icount", action="store_true",
        help="advance guest time by executed instructions (QEMU -icount), so that cases about time do not depend on "
        "the host's load")
    add("--append", action="append", default=[], metavar="PARAMETERS",
        help="boot parameters, such as rseq_debug=1")


def misuse(get: Callable[[str], Any], parallel: bool, several: bool = False) -> Iterator[str]:
    """The options that do not go together, each in one line with its remedy. `parallel` says that -n is given,
    `several` that more than one kernel is."""
    ssh, guest = get("target") == "ssh", several or bool(get("kernel"))
    if ssh and guest:
        yield "--target ssh cannot be combined with --kernel, which boots a guest here; leave out one of the two"
    if ssh and not get("host"):
        yield "--target ssh needs --host HOST"
    if get("host") and not ssh:
        yield "--host needs --target ssh"
    if get("target") == "qemu" and not guest:
        yield "--target qemu needs a kernel, such as --kernel debian:7.3"
    if parallel and ssh:
        yield "-n cannot be combined with --target ssh: another machine runs one case at a time; leave out -n"
    config = get("kernel_config")
    if not guest and (said := words(GuestOptions("", None, Path(config) if config else None, shape(get)))):
        yield f"{said[0].partition('=')[0]} needs a guest; name its kernel, such as --kernel debian:7.3"
    arch = get("arch")
    if arch and not guest and not ssh and our_arch(arch) != our_arch(platform.machine()):
        yield f"--arch {arch} needs a guest; name its kernel, such as --kernel debian:7.3"


def chosen(get: Callable[[str], Any]) -> GuestOptions | None:
    """What the options say; None where no kernel is to be booted. `get` gives an option's value by its name.
    Raises RseqctError."""
    kernels = get("kernel")
    if not kernels:
        return None
    if len(kernels) > 1:
        raise RseqctError("pytest runs one --kernel; `rseqct run` takes several", Exit.USAGE)
    config = get("kernel_config")
    return GuestOptions(kernels[0], get("arch"), Path(config) if config else None, shape(get))


def shape(get: Callable[[str], Any]) -> Shape:
    """The guest's hardware and boot parameters as the options say."""
    append = tuple(word for text in get("append") for word in text.split())
    return Shape(get("cpus"), get("memory"), get("numa"), append, get("icount"))


def how_many(guest: GuestOptions, cases: int) -> int:
    """The default number of guests that share the cases of a kernel: at most one for every two CPUs of this machine and
    for every 100 cases, and no more than fit into half of the available memory."""
    free = re.search(r"^MemAvailable: *(\d+) kB", Path("/proc/meminfo").read_text(encoding="ascii"), re.MULTILINE)
    fit = int(free[1]) // 1024 // 2 // (guest.shape.memory + _BESIDES_MIB) if free else 1
    return max(1, min(len(os.sched_getaffinity(0)) // _CPUS, fit, cases // _CASES))


def words(guest: GuestOptions) -> list[str]:
    """The words of a command line that choose such a guest again; nothing for what they leave as it is."""
    shape, usual = guest.shape, Shape()
    options = (("--kernel", guest.kernel, ""), ("--arch", guest.arch, None), ("--kernel-config", guest.config, None),
               ("--cpus", shape.cpus, usual.cpus), ("--memory", shape.memory, usual.memory),
               ("--numa", shape.nodes, usual.nodes))
    said = [word for name, value, default in options if value != default for word in (name, str(value))]
    return [*said, *["--icount"] * shape.counted, *(f"--append={word}" for word in shape.append)]
