# SPDX-License-Identifier: MIT
"""The choice between KVM and TCG. Only a guest that booted proves that KVM works; a /dev/kvm that opens does not.

The result of the first boot is kept until the host reboots, so that a hanging KVM costs its time only once."""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
from pathlib import Path

from rseqct.errors import Exit, RseqctError
from rseqct.machines.machine import Machine
from rseqct.support.cache import cache_directory
from rseqct.support.files import write_atomically

KVM, TCG = "kvm", "tcg"
TIME_SCALE = {KVM: 1.0, TCG: 4.0}      # factor on the time limits of the running kernel


def candidates(machine: Machine) -> list[str]:
    """The accelerators to try, in order: RSEQCT_ACCEL, else the one that worked before, else KVM if it may work, then
    TCG.

    Raises RseqctError for any other RSEQCT_ACCEL."""
    wanted = os.environ.get("RSEQCT_ACCEL")
    if wanted in (KVM, TCG):
        return [wanted]
    if wanted:
        raise RseqctError(f"invalid RSEQCT_ACCEL '{wanted}': expected kvm or tcg", Exit.USAGE)
    if platform.machine() not in machine.kvm or not os.access("/dev/kvm", os.R_OK | os.W_OK):
        return [TCG]
    known = _verdicts().get(_key(machine))
    return [known] if known in (KVM, TCG) else [KVM, TCG]


def remember(machine: Machine, accelerator: str) -> None:
    """Stores which accelerator booted a guest, after both were candidates."""
    write_atomically(_path(), json.dumps({_key(machine): accelerator}) + "\n")


def emulator_version(machine: Machine) -> str:
    """The version as the emulator prints it: "QEMU 7.2.22".

    Raises RseqctError if the emulator is not installed or too old for the machine."""
    version = version_found(machine)
    if not is_recent(version, machine):
        raise RseqctError(f"{machine.emulator} is {version}, and {machine.arch} needs {machine.since}; `rseqct "
                          f"kernels emulator {machine.arch}` fetches it", Exit.USAGE)
    return version


def is_recent(version: str, machine: Machine) -> bool:
    """Whether an emulator of this version is new enough for a machine."""
    return _numbers(version) >= _numbers(machine.since)


def version_found(machine: Machine) -> str:
    """The version of the emulator, even if it is too old; raises RseqctError if it is not installed."""
    try:
        done = subprocess.run([machine.emulator, "--version"], check=True, capture_output=True,
                              encoding="utf-8", errors="replace")
    except (OSError, subprocess.CalledProcessError):
        raise RseqctError(f"{machine.emulator} is not on this machine; on Debian: apt install "
                          f"{machine.package}", Exit.USAGE) from None
    return done.stdout.split("(")[0].replace("emulator version ", "").strip()


def _numbers(version: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", version)]


def _verdicts() -> dict[str, str]:
    try:
        value = json.loads(_path().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def _key(machine: Machine) -> str:
    """The conditions under which a stored result holds: this boot of this host, and this emulator."""
    boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="utf-8").strip()
    return f"{boot} {machine.emulator} {emulator_version(machine)}"


def _path() -> Path:
    return cache_directory() / "accelerator.json"
