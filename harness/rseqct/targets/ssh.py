# SPDX-License-Identifier: MIT
"""Another machine, by ssh: the build tree's programs are copied there, executed there, and removed afterwards.

The machine needs a shell, tar, and the libc that the programs were built for; it does not need Python."""

from __future__ import annotations

import contextlib
import io
import os
import shlex
import subprocess
import tarfile
from pathlib import Path

from rseqct.cases.manifest import Manifest
from rseqct.errors import Exit, RseqctError
from rseqct.support.tools import need
from rseqct.targets import elf
from rseqct.targets.local import LocalTarget

_COPY_LIMIT_S = 600.0
_WORDS_LIMIT_S = 60.0


class SshTarget(LocalTarget):
    """Runs the cases of a build tree on `host`, as ssh names it. RSEQCT_SSH replaces the command ("ssh -p 2222")."""

    def __init__(self, build: Path, manifest: Manifest, host: str) -> None:
        """Copies the programs; raises RseqctError."""
        self._ssh = [*shlex.split(os.environ.get("RSEQCT_SSH") or "ssh"), host]
        need(self._ssh[0])
        self._place = ""
        place = self._do("umask 022; mktemp -d /tmp/rct.XXXXXX").decode().strip()
        if not place.startswith("/tmp/rct."):
            raise RseqctError(f"{host}: mktemp printed no directory: '{place}'", Exit.MISS)
        self._place = place
        try:
            self._do(f"tar -x -f - -C {place}", pack(build, manifest), _COPY_LIMIT_S)
        except BaseException:
            self.close()
            raise
        super().__init__(Path(place), manifest.executor, self._ssh)

    def close(self) -> None:
        """Ends the executor and removes the copied programs. See Target."""
        if hasattr(self, "_executor"):      # copying has succeeded
            super().close()
        if self._place:
            with contextlib.suppress(RseqctError):
                self._do(f"rm -rf {self._place}")
            self._place = ""

    def _do(self, command: str, data: bytes = b"", limit_s: float = _WORDS_LIMIT_S) -> bytes:
        try:
            done = subprocess.run([*self._ssh, command], input=data, capture_output=True, timeout=limit_s)
        except subprocess.TimeoutExpired:
            raise RseqctError(f"{self._ssh[-1]}: `{command}` did not end within {limit_s:.0f} s",
                              Exit.MISS) from None
        if done.returncode:
            said = (done.stderr.decode("utf-8", "replace").strip().splitlines() or ["no message"])[-1]
            raise RseqctError(f"{self._ssh[-1]}: `{command}` failed: {said}", Exit.MISS)
        return done.stdout


def pack(build: Path, manifest: Manifest) -> bytes:
    """A tar archive of everything that another machine needs to run the cases; raises RseqctError.

    These are the executor, the cases with their starters, and the libraries next to librct, without their unloaded
    parts."""
    binaries = [build / case.binary for case in manifest.cases]
    children = [path.with_name(f"{path.name}+child") for path in binaries]
    starters = {build / case.starter for case in manifest.cases}
    libraries = [library for starter in starters for library in starter.parent.glob("*.so*")]
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for path in [build / manifest.executor, *sorted(libraries), *sorted(starters), *binaries, *children]:
            try:
                data = path.read_bytes()
            except FileNotFoundError:
                continue      # a case that was not built is a MISS in its turn, and few cases have a child
            except OSError as error:
                raise RseqctError(f"{path}: cannot be read: {error.strerror}") from None
            parsed = elf.parse(data)
            data = elf.only_loaded(data, parsed) if parsed else data
            member = tarfile.TarInfo(str(path.relative_to(build)))
            member.size, member.mode = len(data), 0o755
            archive.addfile(member, io.BytesIO(data))
    return packed.getvalue()
