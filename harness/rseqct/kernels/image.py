# SPDX-License-Identifier: MIT
"""The kernel that `--kernel` names: one of Debian's kernels, an image, or a kernel build tree."""

from __future__ import annotations

import base64
import gzip
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rseqct.cases.observe import Event
from rseqct.errors import Exit, RseqctError
from rseqct.kernels.known import recorded
from rseqct.kernels.names import DebianName, our_arch
from rseqct.kernels.store import Store
from rseqct.machines.machine import Machine


@dataclass(frozen=True)
class Image:
    """A kernel that can be booted. `name` is the user's name for it.

    `config` is its configuration file; `recorded` is the part of its configuration in expected/kernels.toml, and its
    source."""

    name: str
    path: Path
    arch: str
    config: Path | None = None
    recorded: tuple[Mapping[str, str], str] | None = None

    def config_event(self) -> Event | None:
        """The configuration as an event of the executor's probe; None if it is unknown. Raises RseqctError."""
        if self.config is None and self.recorded is not None:
            known, source = self.recorded
            text = "".join(f"# CONFIG_{name} is not set\n" if value == "n" else f"CONFIG_{name}={value}\n"
                           for name, value in known.items())
            return {"event": "config", "source": source, "encoding": "base64", "partial": True,
                    "data": base64.b64encode(text.encode()).decode()}
        if self.config is None:
            return None
        try:
            data = self.config.read_bytes()
        except OSError as error:
            raise RseqctError(f"{self.config}: cannot be read: {error.strerror}", Exit.USAGE) from None
        if not data.startswith(b"\x1f\x8b"):
            data = gzip.compress(data, mtime=0)
        return {"event": "config", "source": f"{self.name} ({self.config.name})", "encoding": "gzip+base64",
                "data": base64.b64encode(data).decode()}


def arch_of(name: str, arch: str | None = None) -> str:
    """The architecture of the kernel that `find` would return; raises RseqctError."""
    return DebianName.parse(name.removeprefix("debian:"), arch).arch if name.startswith("debian:") else \
        our_arch(arch or platform.machine())


def find(name: str, source: Path, arch: str | None = None, config: Path | None = None,
         store: Store | None = None) -> Image:
    """The kernel with a name; raises RseqctError.

    "debian:…" is fetched unless it is cached. "tree:PATH" has its image and .config below PATH. Anything else is the
    path of an image. `config` replaces the kernel's own configuration file."""
    if name.startswith("debian:"):
        store = store or Store()
        here, known = store.find(DebianName.parse(name.removeprefix("debian:"), arch))
        if here is None:
            assert known is not None
            here = store.fetch(known)
        return Image(name, here.image, here.arch, config or here.config, recorded(here.release))
    ours = arch_of(name, arch)
    machine = Machine.read(ours, source)
    if name.startswith("tree:"):
        tree = Path(name.removeprefix("tree:"))
        path = next((tree / image for image in machine.images if (tree / image).exists()), None)
        if path is None:
            raise RseqctError(f"{name}: no {' or '.join(machine.images)} there; build the kernel, or name "
                              "its --arch", Exit.USAGE)
        own = tree / ".config"
        config = config or (own if own.exists() else None)
    else:
        path = Path(name)
        if not name or path.is_dir():
            raise RseqctError(f"'{name}' is not a kernel image; name a kernel build tree as tree:PATH", Exit.USAGE)
    if not machine.is_image(path):
        raise RseqctError(f"{path} is not a kernel image for {ours}; name its architecture with --arch", Exit.USAGE)
    return Image(name, path.absolute(), ours, config)
