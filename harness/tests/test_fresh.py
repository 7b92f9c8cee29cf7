# SPDX-License-Identifier: MIT
"""ci/fresh: a command alone in its namespaces, and what becomes of a new machine."""

from __future__ import annotations

import importlib.util
import os
import signal
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

import pytest
from conftest import HARNESS

from rseqct.errors import RseqctError
from rseqct.kernels.archive import Archive

FRESH = HARNESS.parent / "ci/fresh"
ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root makes namespaces everywhere")


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script as a module."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    loader = SourceFileLoader("fresh", str(FRESH))
    spec = importlib.util.spec_from_loader("fresh", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


@pytest.fixture
def mmdebstrap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Puts a program in mmdebstrap's place, which makes a machine of this one's /usr; it writes down its words."""
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin/mmdebstrap"
    program.write_text(f'''#!/bin/sh
printf '%s\\n' "$@" >{tmp_path}/words
for word in "$@"; do case $word in */root) root=$word ;; esac; done
mkdir -p "$root/proc" "$root/sys" "$root/dev" "$root/etc" "$root/home"
cp -a /usr/bin/true "$root"
echo made
''')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:{os.environ['PATH']}")
    return tmp_path / "words"


def test_its_help() -> None:
    done = subprocess.run([FRESH, "--help"], capture_output=True, text=True)
    assert done.returncode == 0 and "SUITE" in done.stdout and "--run-only" in done.stdout


def test_only_root_makes_machines(fresh: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(RseqctError, match="only root can make another Debian system; run: sudo ci/fresh"):
        fresh.install_what_is_missing()


@ROOT
@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_an_end_leaves_no_process_and_no_mount(end: signal.Signals, tmp_path: Path) -> None:
    """However the program ends: a process that the command started holds a pipe, and the mount a file."""
    reader, writer = os.pipe()
    (tmp_path / "mounted").mkdir()
    script = f"mount -t tmpfs tmpfs {tmp_path}/mounted; touch {tmp_path}/mounted/file; setsid sleep 600 & echo; wait"
    code = f"""import runpy, sys
sys.argv[0] = {str(FRESH)!r}
fresh = runpy.run_path(sys.argv[0])
fresh["end_on_sigterm"]()
fresh["run_alone"](["sh", "-c", {script!r}], {writer})
"""
    with subprocess.Popen([sys.executable, "-B", "-c", code], pass_fds=[writer], stderr=subprocess.DEVNULL) as process:
        os.close(writer)
        assert os.read(reader, 1) == b"\n"
        process.send_signal(end)
    os.set_blocking(reader, end is signal.SIGKILL)      # then nothing waits for the others
    while said := os.read(reader, 100):      # until the last process that has the pipe is gone
        assert said.startswith(b"unshare: ")
    assert not list((tmp_path / "mounted").iterdir()) and str(tmp_path) not in Path("/proc/mounts").read_text()
    os.close(reader)


@ROOT
def test_a_command_sees_its_own_processes_only(fresh: ModuleType, tmp_path: Path) -> None:
    with open(tmp_path / "log", "wb") as log:
        assert fresh.run_alone(["sh", "-c", "echo $$; ls -d /proc/[0-9]*; exit 7"], log.fileno()) == 7
    assert (tmp_path / "log").read_text().split() == ["1", "/proc/1"]


@ROOT
def test_an_orphan_does_not_stay_a_zombie(fresh: ModuleType, tmp_path: Path) -> None:
    orphan = """import os, subprocess, sys, time
path = "/proc/" + subprocess.check_output(["sh", "-c", "sleep 0.1 >/dev/null & echo $!"], text=True).strip()
deadline = time.monotonic() + 5
while os.path.exists(path) and time.monotonic() < deadline:
    time.sleep(0.01)
sys.exit(7 if not os.path.exists(path) else "a zombie")
"""
    root = tmp_path / "root"
    root.mkdir()
    enter = ["sh", "-euc", f"mount --bind / {root}; {fresh.ENTER}", "fresh", str(root)]
    with open(tmp_path / "log", "wb") as log:
        assert fresh.run_alone([*enter, "/usr/bin/python3", "-c", orphan], log.fileno()) == 7
        assert fresh.run_alone([*enter, "sh", "-c", "echo >/dev/null"], log.fileno()) == 0


@ROOT
def test_a_machine_is_made_anew(fresh: ModuleType, mmdebstrap: Path, tmp_path: Path,
                                capsys: pytest.CaptureFixture[str]) -> None:
    machine = fresh.Machine("trixie", tmp_path / "fresh/trixie")
    (machine.root / "left over").mkdir(parents=True)
    machine.make(Archive("https://archive.example/debian"))
    assert not (machine.root / "left over").exists()
    for home in ("root", "home/tester"):
        assert (machine.root / home / "rseq-conformance/ci/run").exists()
    words = mmdebstrap.read_text().splitlines()
    assert words[-3:] == ["trixie", str(machine.root), "deb https://archive.example/debian trixie main"]
    assert "--include=ca-certificates" in words and "--keyring=/usr/share/keyrings/debian-archive-keyring.gpg" in words
    settings = (machine.directory / "apt.conf").read_text()
    assert "Acquire::" in settings and "IndexTargets" not in settings and 'AllowInsecureRepositories "0"' in settings
    begun, done = capsys.readouterr().out.splitlines()
    assert begun == f"trixie: mmdebstrap; progress: {machine.directory}/mmdebstrap.log"
    assert done.startswith("trixie: mmdebstrap: ") and done.endswith("s; made")
    machine.remove()
    assert not machine.root.exists()


@ROOT
def test_a_command_that_fails_is_shown(fresh: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    machine = fresh.Machine("trixie", tmp_path)
    with pytest.raises(fresh.Failed, match=r"^trixie: ci/run as root failed with status 3; the machine is in "):
        machine.step("ci/run as root", ["sh", "-c", "seq 30; exit 3"])
    assert capsys.readouterr().err.split() == [str(number) for number in range(11, 31)]
    assert (tmp_path / "ci-run-as-root.log").exists()
