# SPDX-License-Identifier: MIT
"""Extracting files from Debian packages, without installing anything."""

from __future__ import annotations

import errno
import re
import shutil
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path

from rseqct.errors import RseqctError

_IMAGE = re.compile(r"(?:\./)?(?:boot/vmlinu[xz]-|(?:usr/)?lib/modules/[^/]+/vmlinu[xz]$)")
_CHANGELOG = re.compile(r"(?:\./)?usr/share/doc/linux-(?:image|base|binary)-[^/]+/changelog(?:\.Debian)?\.gz$")
_CONFIG = re.compile(r"(?:\./)?(?:boot/config-|(?:usr/)?lib/modules/[^/]+/config$)")


def kernel_file(name: str) -> str | None:
    """What a file of a kernel's package is: "image", "config", "changelog", or None for any other."""
    kinds = (("image", _IMAGE), ("config", _CONFIG), ("changelog", _CHANGELOG))
    return next((kind for kind, pattern in kinds if pattern.match(name)), None)


def unpack(package: Path, where: Callable[[str], Path | None]) -> None:
    """Extracts the files of a package, including symbolic links, to the paths that `where` gives for their names; skips
    those for which it gives None. Raises RseqctError."""
    with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", str(package)], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stderr is not None
        try:
            with tarfile.open(fileobj=process.stdout, mode="r|") as archive:
                for member in archive:
                    target = where(member.name)
                    if target is not None:
                        _write(archive, member, target)
            while process.stdout.read(1 << 16):      # to the end, or dpkg-deb would fail with a broken pipe
                pass
            reason = process.stderr.read().decode(errors="replace").strip()
        except (tarfile.TarError, OSError) as error:
            process.kill()
            full = isinstance(error, OSError) and error.errno == errno.ENOSPC
            reason = getattr(error, "strerror", None) or str(error)
            reason += "; set XDG_CACHE_HOME to another directory" * full
    if reason or process.returncode:
        raise RseqctError(f"{package.name}: cannot be unpacked: {reason or f'status {process.returncode}'}")


def _write(archive: tarfile.TarFile, member: tarfile.TarInfo, target: Path) -> None:
    if member.issym():
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
        target.symlink_to(member.linkname)
    elif member.isreg():
        source = archive.extractfile(member)
        assert source is not None
        target.parent.mkdir(parents=True, exist_ok=True)
        with source, open(target, "wb") as file:
            shutil.copyfileobj(source, file)
        target.chmod(0o755 if member.mode & 0o100 else 0o644)
