# SPDX-License-Identifier: MIT
"""Programs that a command needs. It asks for them before its work; the error names the packages to install."""

from __future__ import annotations

import shutil

from rseqct.errors import Exit, RseqctError

_PACKAGES = {"ssh": "openssh-client", "xz": "xz-utils"}      # the others are called like their packages


def need(*programs: str) -> None:
    """Raises RseqctError unless each of the programs is installed."""
    missing = [program for program in programs if shutil.which(program) is None]
    if missing:
        packages = " ".join(_PACKAGES.get(program, program) for program in missing)
        verb = "is" if len(missing) == 1 else "are"
        raise RseqctError(f"{', '.join(missing)} {verb} not on this machine; on Debian: apt install {packages}",
                          Exit.USAGE)
