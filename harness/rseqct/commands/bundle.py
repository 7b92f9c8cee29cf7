# SPDX-License-Identifier: MIT
"""`rseqct bundle`: an installed tree in one archive, to be unpacked on another machine."""

from __future__ import annotations

import argparse
import contextlib
import os
import subprocess
import tarfile
import tempfile
from pathlib import Path

from rseqct.cases import manifest
from rseqct.errors import Exit, RseqctError
from rseqct.kernels.names import our_arch
from rseqct.support.places import build_directory, source_directory
from rseqct.support.tools import need


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    parser.add_argument("--arch", metavar="ARCH", help="architecture (default: this build tree's)")
    parser.add_argument("--output", type=Path, metavar="FILE",
                        help="the archive (default: rseq-conformance-ARCH.tar.gz)")
    parser.set_defaults(command=run)


def run(arguments: argparse.Namespace) -> int:
    """Packs the archive and prints its path; returns the exit status. Raises RseqctError."""
    print(make(arguments.arch, arguments.output))
    return Exit.OK


def make(arch: str | None, output: Path | None) -> Path:
    """Installs the build tree of an architecture (None: this one) and packs that; returns the archive's path.
    Raises RseqctError."""
    need("cmake")
    build = _build(our_arch(arch) if arch else None)
    name = f"rseq-conformance-{our_arch(arch) if arch else manifest.read(build / 'manifest.json').native}"
    output = output or Path(f"{name}.tar.gz")
    with tempfile.TemporaryDirectory(prefix="rseqct-") as scratch:
        tree = Path(scratch) / name
        _install(build, tree)
        part = output.with_name(f".{output.name}.part")
        try:
            with tarfile.open(part, "w:gz", compresslevel=6) as archive:
                archive.add(tree, name, filter=_nobodys)
            os.replace(part, output)
        except OSError as error:
            raise RseqctError(f"{output}: cannot be written: {error.strerror}", Exit.USAGE) from None
        finally:
            with contextlib.suppress(OSError):
                part.unlink()
    return output


def _install(build: Path, tree: Path) -> None:
    done = subprocess.run(["cmake", "--install", build, "--prefix", tree], check=False, capture_output=True,
                          encoding="utf-8", errors="replace")
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise RseqctError(f"cmake --install {build} failed: {said}", Exit.ERROR)


def _build(arch: str | None) -> Path:
    """The build tree of an architecture: this one, or the one that `ci/setup` makes for it."""
    build = build_directory().absolute()
    if arch in (None, manifest.read(build / "manifest.json").native):
        return build
    other = source_directory() / f"build-{arch}"
    if not (other / "manifest.json").exists():
        raise RseqctError(f"{other.name}: no such build tree; make it: RSEQCT_ARCH={arch} ci/setup", Exit.USAGE)
    return other


def _nobodys(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = "root"
    return member
