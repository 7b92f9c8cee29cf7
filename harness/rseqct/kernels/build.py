# SPDX-License-Identifier: MIT
"""Building a kernel from a source tree.

The configuration is the tree's tinyconfig with arch/kernel.config and arch/<arch>/kernel.config on top, which have the
options that guests and cases need. The build is incremental and out of the tree (`make O=`), so the tree stays
clean."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from rseqct.errors import Exit, RseqctError
from rseqct.machines.machine import Machine
from rseqct.support.processes import child
from rseqct.support.tools import need

_OPTION = re.compile(r"^(?:CONFIG_(\w+)=(.*)|# CONFIG_(\w+) is not set)$", re.MULTILINE)
_COMPLAINT = re.compile(r"error:|undefined reference|: not found$|\*\*\* (?!\[|Waiting|Deleting)")
_CONSEQUENCE = re.compile(r"make(\[\d+\])?: ")
_SHOWN = 8      # lines of a failed build's output in the error


class BuildFailed(RseqctError):
    """The tree does not compile; the message ends with the compiler's errors."""


@dataclass(frozen=True)
class KernelTree:
    """A kernel source tree, its build directory, and the machine that it is built for. `project` is our own source
    tree."""

    source: Path
    output: Path
    machine: Machine
    project: Path

    @property
    def image(self) -> Path:
        """The image that `build` makes."""
        return self.output / self.machine.images[0]

    def check_source(self) -> None:
        """Raises RseqctError unless the source tree can be built."""
        if not (self.source / "Kconfig").is_file() or not (self.source / "kernel/rseq.c").is_file():
            problem = "not the source tree of a kernel with rseq" if self.source.exists() else "no such directory"
            raise RseqctError(f"{self.source}: {problem}; `rseqct kernels source 7.3` fetches one and prints its path",
                              Exit.USAGE)
        if (self.source / ".config").exists() or (self.source / "include/config").is_dir():
            raise RseqctError(f"{self.source}: has been built in place; run `make mrproper` there, or use another work "
                              "tree", Exit.USAGE)

    def need(self) -> None:
        """Raises RseqctError unless this host has a compiler for the kernel and the other programs of its build."""
        self.variables()
        need("flex", "bison", "bc")

    def configure(self, options: Mapping[str, str], log: Path) -> dict[str, str]:
        """Configures the tree for a guest, with `options` on top (names without CONFIG_; y, n, or a value).

        Returns the options that the tree did not accept, with their actual values ("n": off, or unknown to the tree).
        Raises RseqctError if this is not a kernel tree, or one without rseq; BuildFailed if `make` fails."""
        self.check_source()
        self.output.mkdir(parents=True, exist_ok=True)
        self._make(["tinyconfig"], log)
        wanted = {**self._fragments(), **options}
        with open(self.output / ".config", "a", encoding="utf-8") as file:
            file.writelines(f"# CONFIG_{name} is not set\n" if value == "n" else f"CONFIG_{name}={value}\n"
                            for name, value in wanted.items())
        self._make(["olddefconfig"], log)
        has = read_config(self.output / ".config")
        if has.get("RSEQ", "n") != "y":
            raise RseqctError(f"{self.source}: this tree has no CONFIG_RSEQ for {self.machine.arch}")
        return {name: has.get(name, "n") for name, value in options.items() if has.get(name, "n") != value}

    def build(self, jobs: int, log: Path) -> Path:
        """Builds the image with `jobs` parallel jobs and returns its path; raises BuildFailed."""
        self._make([f"-j{jobs}", Path(self.machine.images[0]).name], log)
        return self.image

    def _fragments(self) -> dict[str, str]:
        shared = read_config(self.project / "arch/kernel.config")
        return shared | read_config(self.project / "arch" / self.machine.arch / "kernel.config")

    def _make(self, targets: list[str], log: Path) -> None:
        command = ["make", "-C", str(self.source), f"O={self.output}", *self.variables(), *targets]
        with open(log, "ab") as file:
            file.write(f"$ {' '.join(command)}\n".encode())
            file.flush()
            begin = file.tell()
            with child(command, stdin=subprocess.DEVNULL, stdout=file, stderr=file,
                       env={**os.environ, "LC_ALL": "C.UTF-8"}) as make:
                make.wait()
        if make.returncode:
            said = log.read_bytes()[begin:].decode("utf-8", "replace").splitlines()
            telling = [line.strip() for line in said if _COMPLAINT.search(line)][:_SHOWN] or [
                line.strip() for line in said if not _CONSEQUENCE.match(line)][-_SHOWN:]
            raise BuildFailed(f"{self.source}: `make {targets[-1]}` failed (whole log: {log}):\n  "
                              + "\n  ".join(telling))

    def variables(self) -> list[str]:
        """The variables that make `make` build for the machine; raises RseqctError if no installed compiler can."""
        build = self.machine.build
        prefix = "" if self.machine.arch in _natives() else build["prefix"]
        compiler, clang_too = _gcc(prefix), bool(prefix) and "compiler" not in build
        tools = [f"CROSS_COMPILE={prefix}"]
        if compiler is None and clang_too and (suffix := _llvm()) is not None:
            compiler, tools = f"clang{suffix}", [f"LLVM={suffix or 1}"]
        if compiler is None or shutil.which("make") is None:
            package = f"gcc-{prefix.rstrip('-').replace('_', '-')}," if prefix else "gcc make"
            package = "clang, lld and llvm, or " * clang_too + package
            raise RseqctError(f"no compiler on this machine builds kernels for {self.machine.arch}; install {package} "
                              "and what a kernel build needs: flex bison bc libelf-dev libssl-dev", Exit.USAGE)
        cached = "ccache " if shutil.which("ccache") else ""
        return [f"ARCH={build['arch']}", *tools, f"CC={cached}{compiler}"]


def read_config(path: Path) -> dict[str, str]:
    """The options of a complete or partial configuration file; empty if it does not exist. Raises RseqctError."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise RseqctError(f"{path}: cannot be read: {error}") from None
    return {match[1] or match[3]: match[2] or "n" for match in _OPTION.finditer(text)}


def read_options(words: Iterable[str]) -> dict[str, str]:
    """Configuration options as people write them: "RSEQ_STATS", "CONFIG_DEBUG_RSEQ=n"."""
    options = {}
    for word in words:
        name, _, value = word.removeprefix("CONFIG_").partition("=")
        options[name] = value or "y"
    return options


def _natives() -> tuple[str, ...]:
    machine = os.uname().machine
    return ("x86_64", "i386") if machine == "x86_64" else (machine,)


def _gcc(prefix: str) -> str | None:
    """The gcc with a prefix; the newest if there are only numbered ones, such as aarch64-linux-gnu-gcc-12. None if
    there is none."""
    name = f"{prefix}gcc"
    suffix = "" if shutil.which(name) else _newest(name)
    return None if suffix is None else name + suffix


def _llvm() -> str | None:
    """The suffix of the newest clang that has its linker and tools: "-19", or "". None if there is none."""
    return _newest("clang", "ld.lld", "llvm-objcopy")


def _newest(*programs: str) -> str | None:
    """The suffix that all these programs share: that with the greatest number, or "". None if there is none."""
    names = {entry.name for directory in os.get_exec_path() if Path(directory).is_dir()
             for entry in Path(directory).glob(f"{programs[0]}*")}
    numbers = sorted((int(match[1] or 0) for name in names
                      if (match := re.fullmatch(rf"{re.escape(programs[0])}(?:-(\d+))?", name))), reverse=True)
    suffixes = (f"-{number}" if number else "" for number in numbers)
    return next((suffix for suffix in suffixes if all(shutil.which(program + suffix) for program in programs)), None)
