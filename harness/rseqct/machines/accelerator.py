# SPDX-License-Identifier: MIT
"""KVM or TCG. Only a guest that came up proves KVM; a device that opens, or a machine that "runs", does not.

What a boot showed is kept until the host boots anew, so that a KVM that hangs is waited for once."""

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
TIME_SCALE = {KVM: 1.0, TCG: 4.0}      # how much longer a guest may take than the running kernel


def candidates(machine: Machine) -> list[str]:
    """The accelerators to try in turn: RSEQCT_ACCEL, else what is known, else KVM where it may work."""
    wanted = os.environ.get("RSEQCT_ACCEL")
    if wanted in (KVM, TCG):
        return [wanted]
    if wanted:
        raise RseqctError(f"RSEQCT_ACCEL is '{wanted}'; it takes kvm or tcg", Exit.USAGE)
    if platform.machine() not in machine.kvm or not os.access("/dev/kvm", os.R_OK | os.W_OK):
        return [TCG]
    known = _verdicts().get(_key(machine))
    return [known] if known in (KVM, TCG) else [KVM, TCG]


def remember(machine: Machine, accelerator: str) -> None:
    """Keeps which accelerator booted a guest where both were tried."""
    write_atomically(_path(), json.dumps({_key(machine): accelerator}) + "\n")


def emulator_version(machine: Machine) -> str:
    """What the emulator says of itself: "QEMU 7.2.22"; raises RseqctError where there is none, or only one that is
    too old for the machine."""
    version = version_found(machine)
    if not is_recent(version, machine):
        raise RseqctError(f"{machine.emulator} is {version}, and {machine.arch} needs {machine.since}; `rseqct "
                          f"kernels emulator {machine.arch}` fetches it", Exit.USAGE)
    return version


def is_recent(version: str, machine: Machine) -> bool:
    """Whether an emulator of this version will do for a machine."""
    return _numbers(version) >= _numbers(machine.since)


def version_found(machine: Machine) -> str:
    """What the emulator says of itself, however old; raises RseqctError where there is none."""
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
    """What a verdict holds for: this boot of this host, and this emulator."""
    boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="utf-8").strip()
    return f"{boot} {machine.emulator} {emulator_version(machine)}"


def _path() -> Path:
    return cache_directory() / "accelerator.json"
