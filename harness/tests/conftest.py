# SPDX-License-Identifier: MIT
"""Fixtures of the Python tests: a source tree and a build tree that are made up, with a scripted executor."""

from __future__ import annotations

import base64
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

HARNESS = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(HARNESS))

from rseqct.cases import manifest  # noqa: E402
from rseqct.cases.manifest import Case, Manifest  # noqa: E402
from rseqct.cases.manifest import Test as ManifestTest  # noqa: E402
from rseqct.catalogue import expected  # noqa: E402
from rseqct.catalogue.expected import Expected  # noqa: E402
from rseqct.catalogue.facts import Facts  # noqa: E402

PROMISE = """\
[unregister.promise]
text   = "A promise of the made-up catalogue, which holds since 4.18."
since  = "4.18"
source = ["kernel/rseq.c"]
level  = "must"
abi_id = ["UNR-006"]
"""

SOURCE = """\
// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Unregister, Claim) {
  VERIFIES("unregister.promise");
}

}  // namespace
}  // namespace rct
"""

# A shell that runs these tests in the background has them ignore Ctrl-C, and so would every program that they start.
signal.signal(signal.SIGINT, signal.default_int_handler)


def facts_event(**changes: Any) -> dict[str, Any]:
    """A facts event of a plain 6.18.44 with everything, and with changes."""
    event: dict[str, Any] = {
        "event": "facts", "v": 1, "release": "6.18.44", "version": "#1 SMP PREEMPT_DYNAMIC",
        "machine": "x86_64",
        "cmdline": "quiet", "cpus": {"possible": 2, "online": 2, "allowed": 2}, "nodes": 1, "page_size": 4096,
        "auxv": {"rseq_feature_size": 28, "rseq_align": 32},
        "features": ["rseq", "extended-area", "node-id", "mm-cid", "ptrace-rseq-configuration",
                     "membarrier-rseq"],
        "uid": 1000, "root": False, "tainted": 0, "kmsg": True, "rseq_debug": None, "boot_id": "made-up"}
    return {**event, **changes}


def config_event(text: str = "CONFIG_RSEQ=y\n# CONFIG_DEBUG_RSEQ is not set\n") -> dict[str, Any]:
    """A config event with a plain text."""
    return {"event": "config", "source": "/proc/config", "encoding": "base64",
            "data": base64.b64encode(text.encode()).decode()}


def make_facts(config: str | None = "CONFIG_RSEQ=y\n", as_release: str | None = None,
               **changes: Any) -> Facts:
    """Facts of a made-up kernel; no configuration where `config` is None."""
    return Facts.of(facts_event(**changes), config_event(config) if config is not None else None, as_release)


def make_case(name: str = "unregister.claim", abi: str = "x86_64",
              verifies: tuple[str, ...] = ("unregister.promise",),
              tests: tuple[str, ...] = ("Unregister.Claim",)) -> Case:
    """A case of the manifest."""
    area, _, claim = name.partition(".")
    return Case(name, abi, f"cases/{area}/{claim}.{abi}", f"cases/{area}/{claim}.cc",
                tuple(ManifestTest(test, 7, False) for test in tests), verifies)


@dataclass
class Tree:
    """A source tree and a build tree, of which the tool can be run."""

    source: Path
    build: Path
    script: dict[str, Any] = field(default_factory=dict)

    def write(self, path: str, text: str) -> Path:
        """Writes a file of the source tree."""
        file = self.source / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def cases(self, **acts: str) -> None:
        """Makes cases unregister.<name>, each of which the executor acts out (see fake_executor.py)."""
        cases = [make_case(f"unregister.{name}") for name in acts]
        for case in cases:
            self.write(case.source, SOURCE)
            binary = self.build / case.binary
            binary.parent.mkdir(parents=True, exist_ok=True)
            binary.touch()
        self.script["acts"] = {f"unregister.{name}": act for name, act in acts.items()}
        manifest.write(self.build / "manifest.json", Manifest(self.source, "executor", tuple(cases)))
        self.save()

    def save(self) -> None:
        """Writes the executor's script; after a change of `script`."""
        (self.build / "script.json").write_text(json.dumps(self.script), encoding="utf-8")

    def command(self, *arguments: str) -> list[str]:
        """The command line of the tool."""
        return [sys.executable, "-m", "rseqct", *arguments]

    def environment(self) -> dict[str, str]:
        """What the tool needs of its environment."""
        return {**os.environ, "PYTHONPATH": str(HARNESS), "RSEQCT_BUILD": str(self.build)}

    def rseqct(self, *arguments: str, limit_s: float = 60, **options: Any) -> subprocess.CompletedProcess[str]:
        """Runs the tool."""
        return subprocess.run(self.command(*arguments), capture_output=True, text=True, timeout=limit_s,
                              check=False,
                              env=self.environment(), cwd=self.build.parent, **options)

    def pytest(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Runs plain pytest in the build tree, without the report of the tool."""
        self.configure()
        environment = {key: value for key, value in self.environment().items() if key != "RSEQCT_BUILD"}
        return subprocess.run(["/usr/bin/pytest", *arguments], env=environment, cwd=self.build, capture_output=True,
                              text=True, check=False, timeout=60)

    def configure(self) -> None:
        """Writes what CMake configures for plain pytest."""
        for name in ("conftest.py", "pytest.ini"):
            text = (HARNESS / "templates" / f"{name}.in").read_text(encoding="utf-8")
            (self.build / name).write_text(text.replace("@RCT_PACKAGE_FROM_HERE@", str(HARNESS)), encoding="utf-8")

    def results(self) -> Path:
        """Where the results of a run are."""
        return self.build / "results" / "6.18.44-x86_64" / "results.json"

    def pid(self) -> int:
        """The process id of the last executor."""
        return int((self.build / "executor.pid").read_text())


@pytest.fixture
def tree(tmp_path: Path) -> Iterator[Tree]:
    """A tree with one promise and no case."""
    made = Tree(tmp_path / "source", tmp_path / "build")
    (made.source / "expected").mkdir(parents=True)
    real = HARNESS.parent / "expected"
    (made.source / "expected" / "schema").symlink_to(real / "schema")
    (made.source / "expected" / "features.toml").symlink_to(real / "features.toml")
    made.write("expected/requirements/unregister.toml", PROMISE)
    made.build.mkdir()
    executor = made.build / "executor"
    executor.write_text(
        f'#!/bin/sh\nexec {sys.executable} {HARNESS}/tests/fake_executor.py {made.build} "$@"\n')
    executor.chmod(0o755)
    made.script = {"facts": facts_event(), "config": config_event(), "acts": {}}
    yield made


@pytest.fixture
def guests(tree: Tree, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Tree:
    """A tree whose emulator is the scripted one."""
    emulator = tree.build / "qemu"
    emulator.write_text(f'#!/bin/sh\nexec {sys.executable} {HARNESS}/tests/fake_qemu.py {tree.build} "$@"\n')
    emulator.chmod(0o755)
    text = (HARNESS.parent / "arch/x86_64/qemu.toml").read_text().replace("qemu-system-x86_64", str(emulator))
    tree.write("arch/x86_64/qemu.toml", text.replace(', "i386"]', "]"))
    (tree.build / "bzImage").write_bytes(bytes(0x202) + b"HdrS" + bytes(100))
    for name, value in {"XDG_CACHE_HOME": str(tmp_path / "cache"), "RSEQCT_ACCEL": "tcg",
                        "RSEQCT_TIME_SCALE": "0.1", "TMPDIR": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("tempfile.tempdir", None)      # or what TMPDIR was earlier
    return tree


@pytest.fixture
def load(tree: Tree) -> Callable[..., Expected]:
    """Loads a made-up catalogue: the promise, and texts for more files by name."""
    def load_files(**files: str) -> Expected:
        for name, text in files.items():
            tree.write(f"expected/{name.replace('__', '/')}.toml", text)
        return expected.load(tree.source / "expected")
    return load_files
