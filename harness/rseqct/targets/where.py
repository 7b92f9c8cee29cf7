# SPDX-License-Identifier: MIT
"""The options that say where cases run: here, in a guest, or on another machine. `rseqct run` and pytest share them."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rseqct.errors import Exit, RseqctError
from rseqct.kernels.names import our_arch
from rseqct.machines.shape import Shape
from rseqct.support import options
from rseqct.support.options import Get, option
from rseqct.support.quantities import positive

TARGETS = ("local", "qemu", "ssh")
_CASES = 100          # for each guest, or its boot costs more than it gains
_CPUS = 2             # for each guest: on a host with two CPUs, a second guest made the run longer
_BESIDES_MIB = 300    # the emulator's own memory, in addition to its guest's


_USUAL = Shape()
SHAPE = (
    option("--arch", metavar="ARCH", help="architecture of the kernel (default: as in its name, else this machine's)"),
    option("--cpus", type=positive, default=_USUAL.cpus, metavar="N",
           help=f"CPUs of the guest (default: {_USUAL.cpus})"),
    option("--memory", type=positive, default=_USUAL.memory, metavar="MIB",
           help=f"memory of the guest in MiB (default: {_USUAL.memory})"),
    option("--numa", type=positive, default=_USUAL.nodes, metavar="N",
           help=f"NUMA nodes of the guest, if its architecture has them (default: {_USUAL.nodes})"),
    option("--icount", action="store_true",
           help="advance guest time by executed instructions (QEMU -icount), so that cases about time do not depend on "
           "the host's load"),
    option("--append", action="append", default=[], metavar="PARAMETERS", help="boot parameters, such as rseq_debug=1"))
GUEST = (
    option("--kernel", action="append", default=[], metavar="NAME",
           help="boot this kernel: debian:7.3 (the newest 7.3.x), debian:6.12.57, debian:7.3-rt, debian:=7.3-s390x "
           "(that release), an image, tree:PATH"),
    option("--kernel-config", metavar="FILE",
           help="file with the kernel's configuration, if neither its image nor Debian has it"),
    *SHAPE)
WHERE = (
    option("--target", choices=TARGETS, default="local",
           help="where to run: local; qemu, which --kernel implies; ssh, which needs --host (default: local)"),
    option("--host", metavar="HOST",
           help="the machine of --target ssh, as ssh names it; RSEQCT_SSH replaces the command ssh"),
    *GUEST)


@dataclass(frozen=True)
class GuestOptions:
    """A kernel and the shape of its guest. `config` is the kernel's configuration file, for kernels without a known
    one."""

    kernel: str
    arch: str | None = None
    config: Path | None = None
    shape: Shape = Shape()


def misuse(get: Get, parallel: bool, several: bool = False) -> Iterator[str]:
    """The combinations of options that are not possible, each in one line with its remedy.

    `get` returns an option's value by name. `parallel`: -n is given. `several`: more than one kernel is given."""
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


def chosen(get: Get) -> GuestOptions | None:
    """The guest that the options describe; None if they do not name a kernel. `get` returns an option's value by name.

    Raises RseqctError if they name several kernels."""
    kernels = get("kernel")
    if not kernels:
        return None
    if len(kernels) > 1:
        raise RseqctError("pytest runs one --kernel; `rseqct run` takes several", Exit.USAGE)
    config = get("kernel_config")
    return GuestOptions(kernels[0], get("arch"), Path(config) if config else None, shape(get))


def shape(get: Get) -> Shape:
    """The guest's hardware and boot parameters, as the options describe them."""
    append = tuple(word for text in get("append") for word in text.split())
    return Shape(get("cpus"), get("memory"), get("numa"), append, get("icount"))


def how_many(guest: GuestOptions, cases: int) -> int:
    """The default number of guests that share the cases of a kernel.

    At most one for every two CPUs of this host and for every 100 cases, and no more than fit into half of the available
    memory."""
    free = re.search(r"^MemAvailable: *(\d+) kB", Path("/proc/meminfo").read_text(encoding="ascii"), re.MULTILINE)
    fit = int(free[1]) // 1024 // 2 // (guest.shape.memory + _BESIDES_MIB) if free else 1
    return max(1, min(len(os.sched_getaffinity(0)) // _CPUS, fit, cases // _CASES))


def words(guest: GuestOptions) -> list[str]:
    """The options of a command line that describe the same guest again, without those that have their default."""
    shape = guest.shape
    values = {"kernel": [guest.kernel] if guest.kernel else [], "kernel_config": guest.config, "arch": guest.arch,
              "cpus": shape.cpus, "memory": shape.memory, "numa": shape.nodes, "icount": shape.counted,
              "append": list(shape.append)}
    return options.words(GUEST, values.__getitem__)
