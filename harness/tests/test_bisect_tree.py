# SPDX-License-Identifier: MIT
"""Bisecting a git tree: what git is told, and the whole, with a made-up Linux whose make writes what the scripted guest
will do."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import HARNESS, Tree

from rseqct.bisect import step, tree
from rseqct.bisect.probe import Seen
from rseqct.bisect.search import Outcome
from rseqct.cases.manifest import Case
from rseqct.commands import bisect as bisect_command, main
from rseqct.errors import RseqctError
from rseqct.kernels import build
from rseqct.machines.machine import Machine
from rseqct.support.cache import locked
from rseqct.support.processes import child
from rseqct.targets.where import GuestOptions

# What each commit's kernel does, oldest first. 7 is the first that is tried between 0 and 14.
HISTORY = [*["pass"] * 7, "unbuildable", "pass", "fail", "fail", "unbootable", "fail", "crash", "fail", "fail", "pass",
           "pass"]
PLANTED, MENDED = 9, 16

MAKEFILE = """\
tinyconfig olddefconfig:
\techo CONFIG_RSEQ=y > $(O)/.config
bzImage:
\t@test "$$(cat kernel/rseq.c)" != unbuildable || { echo "kernel/rseq.c:1: error: made up"; exit 1; }
\tmkdir -p $(O)/arch/x86/boot
\tcp %(image)s $(O)/arch/x86/boot/bzImage
\t%(python)s -c "$$SCRIPT" %(script)s "$$(cat kernel/rseq.c)"
"""
SCRIPT = """\
import json, sys
path, act = sys.argv[1:]
script = json.load(open(path))
script["boots"] = ["panic"] * 99 if act == "unbootable" else []
script["acts"] = {"unregister.claim": "pass" if act == "unbootable" else act}
json.dump(script, open(path, "w"))
"""
# Of kernel/rseq.c what ci/bisect edits.
EDITED = """\
rseq_control_debug
stupid state
debug_ops
pointlessly updating it
if a syscall is issued
rseq_length_valid
static long rseq_reregister() { return rseq_reregister(); }
static long rseq_reregister(void);
survive magically
!rseq_handle_cs(current
debugfs_create_dir("rseq", NULL);
Already registered.
"""
Git = Callable[..., str]


@pytest.fixture
def git(guests: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Git:
    """Runs git in a tree of Linux whose commits are tagged c0, c1, …"""
    linux = tmp_path / "linux"
    guests.cases(claim="pass")

    def run(*words: str) -> str:
        return subprocess.run(["git", "-c", "user.name=n", "-c", "user.email=e", "-C", str(linux), *words], text=True,
                              check=True, capture_output=True, env=guests.environment()).stdout

    monkeypatch.setenv("SCRIPT", SCRIPT)
    (linux / "kernel").mkdir(parents=True)
    (linux / "Kconfig").touch()
    (linux / "Makefile").write_text(MAKEFILE % {
        "image": guests.build / "bzImage", "script": guests.build / "script.json", "python": sys.executable})
    run("init", "-q")
    for number, act in enumerate(HISTORY):
        (linux / "kernel/rseq.c").write_text(act)
        run("add", ".")
        run("commit", "-q", "--allow-empty", "-m", f"rseq: commit {number}")
        run("tag", f"c{number}")
    return run


def bisect(guests: Tree, *words: str) -> Sequence[str]:
    """Has the commit found, and returns what is said, line by line."""
    done = guests.rseqct("bisect", "unregister.claim", "--tree", "linux", "--arch", "x86_64", *words,
                         limit_s=600)      # it runs the tool ten times, each in a new process
    assert done.returncode == 0, done.stdout + done.stderr
    return [line.strip() for line in done.stdout.splitlines()]


def test_it_names_the_commit_among_those_that_tell_nothing(guests: Tree, git: Git) -> None:
    said = bisect(guests, "--good", "c0", "--bad", "c14")
    assert f"rseq: commit {PLANTED}" in said and git("rev-parse", f"c{PLANTED}").strip() in said
    steps = [line for line in said if line.startswith("rseqct bisect-step: ")]
    assert any("skip" in line and "kernel/rseq.c:1: error: made up" in line for line in steps), said
    assert not git("status", "--porcelain") and "bisect" not in git("branch") + git("for-each-ref")


def test_a_step_does_what_is_done_at_the_ends(guests: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    guests.cases(claim="pass")
    monkeypatch.setenv("RSEQCT_BUILD", str(guests.build))
    told: list[tuple[step.Step, Sequence[str]]] = []

    def bisect(_: Path, good: str, bad: str, wanted: step.Step, words: Sequence[str], *more: Path) -> int:
        told.append((wanted, words))
        return 0

    monkeypatch.setattr(tree, "bisect", bisect)
    options = "--runs 3 --limit 30 --icount --cpus 2 --memory 512 --numa 1 --append a=1 --append=-b --with X=n --jobs 7"
    for words in ("", "--find-fix --output out --arch x86_64 " + options):
        assert main.main("bisect unregister.claim --tree linux --good g --bad b".split() + words.split()) == 0
        ends, words_of_step = told.pop()
        parsed = main._parser().parse_args(["bisect-step", "--tree", "linux", *words_of_step])
        assert bisect_command.wanted(parsed, guests.build) == ends


@pytest.mark.parametrize("where", ["", "--tree linux"])
def test_without_an_emulator_nothing_is_fetched_or_built(where: str, guests: Tree, tmp_path: Path,
                                                         monkeypatch: pytest.MonkeyPatch,
                                                         capsys: pytest.CaptureFixture[str]) -> None:
    guests.cases(claim="pass")
    monkeypatch.setenv("RSEQCT_BUILD", str(guests.build))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main.main(f"bisect unregister.claim --good 6.18 --bad 7.0 --arch x86_64 {where}".split()) == 4
    assert "qemu-system-x86_64 is not on this machine; on Debian: apt install" in capsys.readouterr().err


def test_it_names_the_commit_that_mended_it(guests: Tree, git: Git) -> None:
    said = bisect(guests, "--good", "c17", "--bad", "c12", "--find-fix")
    assert "first fixed commit" in said and f"rseq: commit {MENDED}" in said


@pytest.mark.parametrize(("commit", "status", "said"), [
    ("c8", 0, "good"), ("c9", 1, "bad in"), ("c7", 125, "skip in .*error: made up"), ("c11", 125, "skip in"),
    ("c13", 1, "bad in .*killed by")])
def test_what_a_step_ends_with(guests: Tree, git: Git, commit: str, status: int, said: str,
                               tmp_path: Path) -> None:
    git("checkout", "-q", commit)
    done = guests.rseqct("bisect-step", "unregister.claim", "--tree", "linux", "--arch", "x86_64", "--output", "out")
    assert done.returncode == status, done.stdout + done.stderr
    line, = done.stdout.splitlines()
    assert re.search(rf"^rseqct bisect-step: [0-9a-f]+ .*{said}", line)
    log, = (tmp_path / "out/logs").glob("*.log")
    assert "tinyconfig" in log.read_text()


@pytest.mark.parametrize(("outcome", "fix", "status"), [
    (Outcome.GOOD, False, 0), (Outcome.BAD, False, 1), (Outcome.SKIP, False, 125),
    (Outcome.GOOD, True, 1), (Outcome.BAD, True, 0), (Outcome.SKIP, True, 125)])
def test_what_git_is_told(outcome: Outcome, fix: bool, status: int) -> None:
    assert step.exit_status(outcome, fix) == status


def test_another_symptom_is_no_evidence() -> None:
    assert step.counted(Seen(Outcome.BAD, ("a.cc:9",)), r"a\.cc:9") is Outcome.BAD
    assert step.counted(Seen(Outcome.BAD, ("a.cc:9",)), "") is Outcome.BAD
    assert step.counted(Seen(Outcome.BAD, ("a.cc:12",)), r"a\.cc:9") is Outcome.SKIP
    assert step.counted(Seen(Outcome.GOOD), r"a\.cc:9") is Outcome.GOOD


@pytest.mark.parametrize("words", [["bisect-step"], ["bisect-step", "--nosuch"], ["bisect-step", "no.such.case"],
                                   ["bisect-step", "unregister.promise", "--runs", "0"]])
def test_a_step_never_ends_with_another_status(words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                               capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("RSEQCT_BUILD", str(tmp_path))
    assert main.main(words) == 125
    assert capsys.readouterr().err.startswith("rseqct: ")


def test_a_symptom_that_is_no_expression_is_refused_before_a_build(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["bisect-step", "unregister.claim", "--symptom", "("]) == 125
    assert "argument --symptom: invalid regular expression '(': missing )" in capsys.readouterr().err


def test_a_defect_of_ours_is_no_evidence_either(monkeypatch: pytest.MonkeyPatch,
                                                capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(main, "_main", lambda words: 1 // 0)
    assert main.main(["bisect-step", "x"]) == 125
    assert "ZeroDivisionError" in capsys.readouterr().err


@pytest.mark.parametrize(("good", "bad", "message"), [
    ("c9", "c12", "c9 is named as good but is bad: "), ("c0", "c8", "c8 is named as bad but is good"),
    ("c0", "c11", "c11 is named as bad but gave no result: "),
    ("c7", "c12", "c7 is named as good but gave no result: "),
    ("c12", "c0", "c12 is not an ancestor of c0; to find a fix, add --find-fix"),
    ("c0", "c12 --find-fix", "c12 is not an ancestor of c0; leave --find-fix out, or swap them"),
    ("c12", "c12", "c12 and c12 are the same commit; name two different ones"),
    ("c0", "nosuch", "[^ ]*linux: git rev-parse nosuch")])
def test_ends_of_a_tree_that_are_none(guests: Tree, git: Git, good: str, bad: str, message: str) -> None:
    done = guests.rseqct("bisect", "unregister.claim", "--tree", "linux", "--arch", "x86_64", "--good", good,
                         "--bad", *bad.split())
    *retries, said = done.stderr.splitlines()
    assert done.returncode == 4 and re.match(f"rseqct: {message}", said), said
    assert all("boot" in line for line in retries)


def test_two_steps_do_not_build_in_one_place_at_once(git: Git, tmp_path: Path) -> None:
    wanted = step.Step(Case("unregister.claim", "x86_64", "none", "none", (), ()), tmp_path / "linux", tmp_path / "out",
                       GuestOptions("", "x86_64"), {})
    log = tmp_path / "out/logs"
    with ThreadPoolExecutor() as pool:
        with locked(wanted.output):
            second = pool.submit(step.attempt, wanted, tmp_path, HARNESS.parent)
            with pytest.raises(TimeoutError):
                second.result(timeout=0.5)
            assert not log.exists()
        assert second.result(timeout=60).outcome is Outcome.SKIP
        assert log.exists()


def test_two_bisections_do_not_take_the_work_tree_from_each_other(guests: Tree, git: Git, tmp_path: Path) -> None:
    def refused() -> None:
        done = guests.rseqct("bisect", "unregister.claim", "--tree", "linux", "--arch", "x86_64", "--output", "out",
                             "--good", "c0", "--bad", "c14")
        assert done.returncode == 4 and not done.stdout
        assert re.match(r"rseqct: \S+/linux is being bisected already, in \S+/out; wait", done.stderr)

    with locked(tree._place(tmp_path / "linux", tmp_path / "out")) as lock:
        refused()
        step_that_is_left_over = subprocess.Popen(["sleep", "60"], pass_fds=[lock])
    refused()
    step_that_is_left_over.kill()
    step_that_is_left_over.wait()


def test_a_work_tree_is_kept_for_the_next_bisection(git: Git, tmp_path: Path) -> None:
    linux, work = tmp_path / "linux", tmp_path / "work"
    ways: list[Callable[[], object]] = [lambda: None, (work / "kernel/rseq.c").touch, (work / "kernel/rseq.c").unlink,
                                        lambda: git("-C", str(work), "bisect", "start", "c14", "c0")]
    for spoil in ways:
        tree._check_out(linux, work, "c9")
        spoil()
        before = (work / "Kconfig").stat().st_mtime_ns
        tree._check_out(linux, work, "c11")
        assert (work / "kernel/rseq.c").read_text() == "unbootable" and (work / "Kconfig").stat().st_mtime_ns == before
    git("worktree", "remove", str(work))
    tree._check_out(linux, work, "c9")
    assert "BISECT" not in git("-C", str(work), "status") and (work / "kernel/rseq.c").read_text() == "fail"


def test_a_planted_history_is_made_whole_or_not_at_all(tmp_path: Path) -> None:
    source, rseqct, planted = tmp_path / "linux/kernel/rseq.c", tmp_path / "rseqct", tmp_path / "planted"
    source.parent.mkdir(parents=True)
    rseqct.write_text(f"#!/bin/sh\necho {tmp_path}/linux\n")
    rseqct.chmod(0o755)

    def make() -> str:
        return subprocess.run(["sh", HARNESS.parent / "ci/bisect", f"{planted}/", "--make"], text=True,
                              capture_output=True, env={**os.environ, "RSEQCT_BUILD": str(tmp_path)}).stderr

    source.write_text(EDITED)
    for _ in range(2):
        assert "include/linux/rseq_entry.h" in make() and not planted.exists(), "what the fourteenth edits"
    for path in ("include/linux/rseq_entry.h", "include/linux/rseq_types.h", "include/uapi/linux/rseq.h"):
        (tmp_path / "linux" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "linux" / path).write_text("extention\n")
    source.write_text("rseq_control_debug\n")
    assert "this Linux does not contain the text to edit for: Say what state" in make() and not planted.exists()
    source.write_text(EDITED)
    assert make() == "" and "v16" in subprocess.check_output(["git", "-C", planted, "tag"], text=True)


@pytest.mark.parametrize("what", ["git", "make"])
def test_an_interruption_ends_all_that_was_started(what: str, git: Git, tmp_path: Path,
                                                   monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build.KernelTree, "variables", lambda self: [])
    pid, linux = tmp_path / "pid", tmp_path / "linux"
    shell = f"sleep 600 & echo $! > {pid}; wait"
    (linux / "Makefile").write_text(f"tinyconfig:\n\t@{shell.replace('$', '$$')}\n")
    kernel = build.KernelTree(linux, tmp_path / "out", Machine.read("x86_64", HARNESS.parent), HARNESS.parent)

    def interrupt() -> None:
        while not (pid.exists() and pid.read_text()):
            time.sleep(0.02)
        os.kill(os.getpid(), signal.SIGINT)

    with ThreadPoolExecutor() as pool, pytest.raises(KeyboardInterrupt):
        pool.submit(interrupt)
        if what == "make":
            kernel.configure({}, tmp_path / "log")
        git("checkout", "-q", "--force", "c9")
        git("bisect", "start", "c14", "c0")
        tree._run(linux, ["sh", "-c", shell], 1)
    assert not Path(f"/proc/{int(pid.read_text())}").exists()


def test_who_does_not_listen_is_killed() -> None:
    with pytest.raises(ZeroDivisionError), child(["sh", "-c", "trap '' TERM; echo; sleep 600 & wait"], grace_s=0.2,
                                                 stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        1 // 0
    with pytest.raises(ProcessLookupError):
        for _ in range(500):      # init may take its time to bury them
            os.killpg(process.pid, 0)
            time.sleep(0.02)


@pytest.mark.parametrize(("said", "reason"), [
    (["  UPD     Makefile", "/bin/sh: 1: flex: not found", "make[5]: *** [lexer.lex.c] Error 127"], "flex: not found$"),
    (["make[4]: *** Deleting file 'mm/slab.o'", "kernel/rseq.c:1:2: error: made up"], "error: made up$"),
    (["  CC      kernel/rseq.o", "Killed", "make: *** [Makefile:1] Error 137"], "Killed$")])
def test_why_a_build_failed(said: list[str], reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "kernel").mkdir()
    for name in ("Kconfig", "kernel/rseq.c"):
        (tmp_path / name).touch()
    lines = "".join(f"\t@echo \"{line}\"\n" for line in said)
    (tmp_path / "Makefile").write_text(f"tinyconfig:\n{lines}\t@false\n")
    kernel = build.KernelTree(tmp_path, tmp_path / "out", Machine.read("x86_64", HARNESS.parent), HARNESS.parent)
    monkeypatch.setattr(build.KernelTree, "variables", lambda self: [])
    with pytest.raises(build.BuildFailed, match=reason):
        kernel.configure({}, tmp_path / "log")


@pytest.mark.parametrize(("here", "arch", "variables"), [
    (["gcc", "make"], "x86_64", ["ARCH=x86_64", "CROSS_COMPILE=", "CC=gcc"]),
    (["gcc-9", "gcc-12", "make", "ccache"], "x86_64", ["ARCH=x86_64", "CROSS_COMPILE=", "CC=ccache gcc-12"]),
    (["aarch64-linux-gnu-gcc-12", "clang", "ld.lld", "llvm-objcopy", "make"], "aarch64",
     ["ARCH=arm64", "CROSS_COMPILE=aarch64-linux-gnu-", "CC=aarch64-linux-gnu-gcc-12"]),
    (["gcc", "clang", "ld.lld", "llvm-objcopy", "clang-19", "make"], "aarch64", ["ARCH=arm64", "LLVM=1", "CC=clang"]),
    (["clang", "ld.lld", "llvm-objcopy", "clang-9", "clang-19", "ld.lld-19", "llvm-objcopy-19", "make"], "aarch64",
     ["ARCH=arm64", "LLVM=-19", "CC=clang-19"]),
    (["gcc", "clang", "make"], "aarch64", "install clang, lld and llvm, or gcc-aarch64-linux-gnu,"),
    (["gcc", "clang", "ld.lld", "llvm-objcopy", "make"], "mips64el", "mips64el; install gcc-mips64el-linux-gnuabi64,"),
    (["gcc"], "x86_64", "install gcc make")])
def test_what_builds_a_kernel(here: list[str], arch: str, variables: list[str] | str, tmp_path: Path,
                              monkeypatch: pytest.MonkeyPatch) -> None:
    for name in here:
        (tmp_path / name).touch(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(build, "_natives", lambda: ("x86_64",))
    kernel = build.KernelTree(tmp_path, tmp_path, Machine.read(arch, HARNESS.parent), HARNESS.parent)
    if isinstance(variables, list):
        assert kernel.variables() == variables
    else:
        with pytest.raises(RseqctError, match=variables):
            kernel.variables()
