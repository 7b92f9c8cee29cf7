# SPDX-License-Identifier: MIT
"""Checks for the programs that a command needs, before the command begins its work."""

from __future__ import annotations

import shutil

from rseqct.errors import Exit, RseqctError

_PACKAGES = {"ssh": "openssh-client", "xz": "xz-utils"}      # every other package has its program's name


def need(*programs: str) -> None:
    """Raises RseqctError, which names the packages to install, unless all of these programs are installed."""
    missing = [program for program in programs if shutil.which(program) is None]
    if missing:
        packages = " ".join(_PACKAGES.get(program, program) for program in missing)
        verb = "is" if len(missing) == 1 else "are"
        raise RseqctError(f"{', '.join(missing)} {verb} not on this machine; on Debian: apt install {packages}",
                          Exit.USAGE)
