# SPDX-License-Identifier: MIT
"""Guests: whole runs with a scripted emulator."""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import HARNESS, Tree, make_case, make_facts

from rseqct.cases import manifest
from rseqct.cases.manifest import Manifest
from rseqct.errors import RseqctError
from rseqct.judging.judge import Judgement
from rseqct.judging.verdicts import Verdict
from rseqct.kernels import image
from rseqct.machines import accelerator
from rseqct.machines.shape import Shape
from rseqct.results import results
from rseqct.results.results import Record, Results, RunInfo
from rseqct.running import fleet
from rseqct.support.scratch import Scratch
from rseqct.targets import order, patience, qemu, where as options
from rseqct.targets.patience import Patience
from rseqct.targets.where import GuestOptions

SOURCE = HARNESS.parent


def run(guests: Tree, *words: str) -> tuple[subprocess.CompletedProcess[str], dict[str, Record]]:
    """Runs everything in the scripted guest."""
    done = guests.rseqct("run", "--kernel", str(guests.build / "bzImage"), "--arch", "x86_64", *words)
    path = guests.results()
    kept = results.read(path).records if path.exists() else ()
    return done, {record.case.id.rpartition(".")[2]: record for record in kept}


def verdicts(records: dict[str, Record]) -> dict[str, str]:
    """Each case's verdict."""
    return {name: record.judgement.verdict.value for name, record in records.items()}


def test_a_run_in_a_guest(guests: Tree) -> None:
    guests.cases(claim="pass", noisy="noise-between", red="fail")
    done, records = run(guests)
    assert done.returncode == 1 and done.stderr == ""
    assert verdicts(records) == {"claim": "PASS", "noisy": "PASS", "red": "FAIL"}
    assert "tcg" in done.stdout.splitlines()[0]
    assert results.read(guests.results()).facts.event["emulator"] == "QEMU 7.2.22"
    assert (guests.results().parent / "console.txt").read_text() == "[    0.0] a line of the kernel's\n"


@pytest.mark.parametrize("target", [[], ["--rseq-target", "qemu"]])
def test_plain_pytest_in_a_guest(guests: Tree, target: list[str]) -> None:
    guests.cases(claim="pass", red="fail")
    words = ("--rseq-kernel", str(guests.build / "bzImage"), "--rseq-arch", "x86_64", "-k", "claim")
    done = guests.pytest(*target, *words)
    assert done.returncode == 0 and "1 passed, 1 deselected" in done.stdout, done.stdout + done.stderr
    kept = results.read(guests.results())
    assert (kept.run.target, kept.facts.event["accelerator"]) == ("qemu", "tcg")


@pytest.mark.parametrize("guest", [
    GuestOptions("tree:x"),
    GuestOptions("bzImage", "arm", Path("a b"), Shape(3, 512, 1, ("rseq_debug=1", "-x"), True))])
def test_the_words_for_a_guest_choose_it_again(guest: GuestOptions, monkeypatch: pytest.MonkeyPatch) -> None:
    parser = argparse.ArgumentParser()
    for option in options.WHERE:
        option.add(parser.add_argument)

    def chosen(words: list[str]) -> GuestOptions | None:
        return options.chosen(vars(parser.parse_args(words)).get)

    assert chosen(options.words(guest)) == guest
    monkeypatch.setattr(accelerator, "emulator_version", lambda machine: "QEMU 1")
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    there = image.Image(guest.kernel, Path("x"), "aarch64")
    target = qemu.QemuTarget(Path("build"), Manifest(SOURCE, "executor", ()), there, guest)
    assert chosen(shlex.split(target._again())) == replace(guest, arch="aarch64"), "the report's line, too"
    target.close()


def test_two_guests_share_the_cases(guests: Tree) -> None:
    guests.cases(first="until-two", red="fail", **{f"claim{number}": "pass" for number in range(5)})
    done, records = run(guests, "-n", "2")
    assert done.returncode == 1 and done.stderr == ""
    assert verdicts(records) == {"first": "PASS", "red": "FAIL", **{f"claim{number}": "PASS" for number in range(5)}}
    assert (guests.build / "boots").read_text() == "2"
    assert (guests.results().parent / "console.txt").read_text() == "[    0.0] a line of the kernel's\n" * 2


def test_a_guest_that_differs_is_not_used(guests: Tree) -> None:
    guests.script["later facts"] = {"nodes": 3}
    guests.cases(claim="until-one", other="pass")
    done, records = run(guests, "-n", "2")
    assert done.returncode == 0 and verdicts(records) == {"claim": "PASS", "other": "PASS"}
    assert "its facts differ from the first one's in 'nodes'" in done.stderr


@pytest.mark.parametrize("cpus, free_mib, cases, count", [
    (1, 16384, 838, 1), (2, 16384, 838, 1), (16, 16384, 838, 6), (16, 65536, 838, 8), (8, 65536, 250, 2),
    (8, 65536, 1, 1), (8, 1024, 838, 1)])
def test_how_many_guests_are_worth_it(cpus: int, free_mib: int, cases: int, count: int,
                                      monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(cpus)))
    monkeypatch.setattr(Path, "read_text", lambda *_, **__: f"MemFree: 1 kB\nMemAvailable: {free_mib * 1024} kB\n")
    assert options.how_many(GuestOptions("x"), cases) == count


def test_boots_that_fail_are_tried_again(guests: Tree) -> None:
    guests.script["boots"] = ["panic", "exit"]
    guests.cases(claim="pass")
    done, records = run(guests)
    assert done.returncode == 0 and verdicts(records) == {"claim": "PASS"}
    first, second = done.stderr.splitlines()
    assert [f"rseqct: {note}" for note in results.read(guests.results()).run.notes] == [first, second]
    assert "boot 1 (tcg) did not reach the executor: [    7.1] Kernel panic" in first
    assert "boot 2 (tcg) did not reach the executor: the guest ended; its last line: [    0.0]" in second


@pytest.mark.parametrize("boots, tried, said", [
    (["panic"] * 9, 2, "2 boots did not reach the executor: [    7.1] Kernel panic"),
    (["mute"] * 9, 2, "2 boots did not reach the executor: the guest halted and sent nothing: idle for"),
    (["panic", "exit", "panic"], 3, "3 boots did not reach the executor: [    7.1] Kernel panic"),
    (["refuse"] * 9, 1, "refuses it: qemu-system-made-up:")])
def test_boots_that_fail_for_good(guests: Tree, boots: list[str], tried: int, said: str,
                                  monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RSEQCT_TIME_SCALE", "0.05")
    guests.script["boots"] = boots
    guests.cases(claim="pass")
    done, records = run(guests)
    assert done.returncode == 3 and not records and done.stdout == ""
    lines = done.stderr.splitlines()
    assert said in lines[-1] and len(lines) == tried and "Traceback" not in done.stderr
    assert (guests.build / "boots").read_text() == str(tried)
    assert not list(Path(os.environ["TMPDIR"]).glob("rseqct-*"))
    pid = int((guests.build / "qemu.pid").read_text())
    assert not Path(f"/proc/{pid}").exists()


def test_a_guest_whose_facts_are_of_no_use_is_ended(guests: Tree) -> None:
    guests.cases(claim="pass")
    done, records = run(guests, "--as", "six")
    assert done.returncode == 2 and "--as RELEASE" in done.stderr and not records
    pid = int((guests.build / "qemu.pid").read_text())
    assert not Path(f"/proc/{pid}").exists() and not list(Path(os.environ["TMPDIR"]).glob("rseqct-guest-*"))


def test_a_typing_error_boots_nothing(guests: Tree) -> None:
    guests.cases(claim="pass")
    done, _ = run(guests, "unregister.clam")
    assert done.returncode == 5 and "no case is named 'unregister.clam'" in done.stderr
    assert not (guests.build / "boots").exists()


@pytest.mark.parametrize("name, said", [("", "'' is not a kernel image"), (".", "tree:PATH")])
def test_a_directory_is_no_image(name: str, said: str) -> None:
    with pytest.raises(RseqctError, match=said):
        image.find(name, SOURCE, "x86_64")


def test_a_busy_machine_is_not_a_hang(monkeypatch: pytest.MonkeyPatch) -> None:
    told = iter([(1.0, 1.0), (1.1, 25.0), (1.1, 25.1)])      # ran; ran or waited
    clock = iter([0.0, 30.0, 60.0])
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    monkeypatch.setattr(Patience, "_work", lambda _: next(told))
    watch = Patience(1, 1.0)
    assert [watch.hopeless() for _ in range(2)] == [None, None]      # it waits for a CPU
    said = watch.hopeless()
    assert said is not None and "idle for 30 s" in said


def test_a_guest_that_spins_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    with subprocess.Popen([sys.executable, "-c", "while True: pass"]) as spinning:
        monkeypatch.setattr(patience, "SPENT_S", 0.2)
        watch, of_many_cpus = Patience(spinning.pid, 1.0), Patience(spinning.pid, 1.0, cpus=64)
        assert watch.hopeless() is None
        deadline = time.monotonic() + 60
        while (said := watch.hopeless()) is None and time.monotonic() < deadline:
            time.sleep(0.05)
        assert of_many_cpus.hopeless() is None      # each CPU takes time of its own
        spinning.kill()
    assert said is not None and "of CPU time and sent nothing" in said


def test_what_a_killed_run_left_is_removed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    stale, others = tmp_path / "rseqct-guest-stale", tmp_path / "rseqct-else"
    for path in (stale, others):
        path.mkdir()
        (path / "console").touch()
    first = Scratch()
    second = Scratch()
    assert not stale.exists() and others.exists() and first.path.exists()      # in use, or not ours
    for scratch in (first, second, second):
        scratch.close()
    assert os.listdir(tmp_path) == ["rseqct-else"]


@pytest.mark.parametrize("act, verdict, status, said", [
    ("panic", "FAIL", 1, "the kernel reported: [    7.1] Kernel panic"),
    ("freeze", "FAIL", 1, "no end within"),
    ("vanish", "MISS", 3, "was killed (SIGKILL) while it ran unregister.claim[x86_64]"),
    ("corrupt", "MISS", 3, "of the guest's channel is damaged while it ran")])
def test_a_guest_that_dies_in_a_case(guests: Tree, act: str, verdict: str, status: int, said: str) -> None:
    guests.cases(before="pass", claim=act, later="pass")
    done, records = run(guests, "--limit", "2")
    assert verdicts(records) == {"before": "PASS", "claim": verdict, "later": "PASS"}, done.stdout + done.stderr
    assert said in records["claim"].judgement.reason
    assert done.returncode == status and "while it ran unregister.claim[x86_64]" in done.stderr
    assert done.stderr.count("rseqct: ") == 1
    assert (guests.build / "boots").read_text() == "2"


@pytest.mark.parametrize("act, verdict, boots", [("int3-once", "PASS", 2), ("int3", "MISS", 3)])
def test_a_fault_of_the_emulators_is_no_result_until_it_comes_twice(guests: Tree, act: str, verdict: str,
                                                                    boots: int) -> None:
    guests.cases(before="pass", claim=act, later="pass")
    done, records = run(guests)
    assert verdicts(records) == {"before": "PASS", "claim": verdict, "later": "PASS"}
    notes = results.read(guests.results()).run.notes
    assert [note.partition(" while it ran ")[2] or note for note in notes] == [
        "unregister.claim[x86_64]; the run continues in a new one",
        "unregister.claim[x86_64] runs once more: the emulator failed, which says nothing about the kernel",
        "unregister.claim[x86_64]; the run continues in a new one"][:boots], "each try is in the results"
    assert done.stderr == "".join(f"rseqct: {note}\n" for note in notes)
    assert all(f"noted        {note}"[:100] in done.stdout for note in notes)
    assert verdict == "PASS" or "because of an emulator fault" in records["claim"].judgement.reason
    assert (guests.build / "boots").read_text() == str(boots)


def test_a_damaged_guest_is_no_witness_for_the_next_case(guests: Tree) -> None:
    guests.cases(before="splat:BUG: Bad page map in process x", later="pass",
                 warned="splat:WARNING: CPU: 1 PID: 7 at kernel/rseq.c:1 x", yet="pass")
    done, records = run(guests)
    assert verdicts(records) == {"before": "FAIL", "later": "PASS", "warned": "FAIL", "yet": "PASS"}
    assert done.stderr == ("rseqct: unregister.before[x86_64] damaged the guest (BUG: Bad page map in process x); the "
                           "remaining cases run in a new one\n")
    assert (guests.build / "boots").read_text() == "2"


def test_a_guest_that_cannot_be_booted_again(guests: Tree) -> None:
    guests.script["boots"] = ["ok", "panic", "panic"]
    guests.cases(claim="vanish", first="pass", second="pass")
    done, records = run(guests)
    assert set(verdicts(records).values()) == {"MISS"} and done.returncode == 3
    assert (guests.build / "boots").read_text() == "3"


@pytest.mark.parametrize("count, waits_for", [("1", "qemu.pid"), ("1", "frozen"), ("2", "frozen")])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_is_left_behind(guests: Tree, number: signal.Signals, count: str, waits_for: str) -> None:
    """Neither while the guest boots nor while it runs a case."""
    guests.cases(claim="pass", stuck="freeze")
    environment = {**guests.environment(), "RSEQCT_TIME_SCALE": "1"}
    command = guests.command("run", "--kernel", str(guests.build / "bzImage"), "--arch", "x86_64", "-n", count)
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL) as process:
        deadline = time.monotonic() + 30
        while not (guests.build / waits_for).exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        process.send_signal(number)
    pid = int((guests.build / "qemu.pid").read_text())
    while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not Path(f"/proc/{pid}").exists()
    if number == signal.SIGKILL:      # who can do nothing leaves it to the next
        assert list(Path(os.environ["TMPDIR"]).glob("rseqct-guest-*"))
        Scratch().close()
    assert not list(Path(os.environ["TMPDIR"]).glob("rseqct-guest-*"))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_fleet_ends_with_its_runner_and_keeps_what_it_has(guests: Tree, number: signal.Signals) -> None:
    guests.cases(claim="pass", stuck="freeze")
    other = shutil.copy(guests.build / "bzImage", guests.build / "other")
    command = guests.command("run", "--jobs", "1", "--arch", "x86_64", "--kernel", str(other), "--kernel",
                             str(guests.build / "bzImage"))
    deadline = time.monotonic() + 30
    with subprocess.Popen(command, env={**guests.environment(), "RSEQCT_TIME_SCALE": "1"},
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while not (guests.build / "frozen").exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        process.send_signal(number)
    pid = int((guests.build / "qemu.pid").read_text())
    kept: list[results.Results] = []
    while (Path(f"/proc/{pid}").exists() or not kept) and time.monotonic() < deadline:
        time.sleep(0.02)
        kept = [results.read(file) for file in guests.build.glob("results/*/results.json")]
    assert not Path(f"/proc/{pid}").exists()
    assert (guests.build / "boots").read_text() == "1"
    (whole,) = kept
    assert whole.run.interrupted and [record.case.id for record in whole.records] == ["unregister.claim"]
    assert number == signal.SIGKILL or process.returncode == 130, "who is killed cannot wait, nor say so"


def test_what_does_not_go_together(guests: Tree) -> None:
    guests.cases(claim="pass")
    second = ("--kernel", "other")
    for words, said in ((("-n", "0"), "-n 0: expected a number, or auto"), (("--cpus", "0"), "at least 1"),
                        (("--gdb",), "--gdb .* for the running kernel"), (("--host", "x"), "--host needs --target ssh"),
                        (("--target", "ssh"), "--target ssh .* leave out one"),
                        (("--resume",), "--resume is for several"),
                        ((*second, "--resume", "-k", "x"), "--resume cannot know"),
                        ((*second, "--gdb"), "--gdb .* running kernel"),
                        ((*second, "--collect-only"), "--collect-only .* leave out the kernels"),
                        ((*second, "--junit", "x"), "--junit .* each has a junit.xml below --results DIR"),
                        ((*second, "--ktap", "x"), "--ktap .* each has a results.ktap"),
                        ((*second, "--target", "ssh", "--host", "x"), "--target ssh .* leave out one")):
        done, _ = run(guests, *words)
        assert done.returncode == 4 and re.search(said, done.stderr), (words, done.stderr)
    assert not (guests.build / "boots").exists()


def test_a_kernel_that_cannot_be_had_does_not_stop_the_others(guests: Tree) -> None:
    guests.cases(claim="pass")
    done, _ = run(guests, "--kernel", "tree:/gone")
    assert done.returncode == 3 and re.fullmatch("tree:/gone  not available: tree:/gone: no arch/.*\n", done.stderr)
    assert re.fullmatch("\\S+bzImage .* 1 PASS .*\n", done.stdout), done.stdout


def test_a_fleet_is_resumed(guests: Tree) -> None:
    guests.cases(claim="pass")
    other = shutil.copy(guests.build / "bzImage", guests.build / "other")
    guests.write("VERSION", "0.1 (abcdef1)\n")
    first, _ = run(guests, "--kernel", str(other))
    next(guests.build.glob("results/*other*/results.json")).unlink()
    again, _ = run(guests, "--kernel", str(other), "--resume")
    lines = [sorted(re.sub(r"\d+ s$", "", line) for line in done.stdout.splitlines()) for done in (first, again)]
    assert lines[0] == lines[1] and (first.returncode, again.returncode) == (0, 0)
    boots = [2, 3]      # so far: the kernel without results has run again
    for suite, act in (("0.1 (abcdef2)", "pass"), ("0.1 (abcdef2-dirty)", "pass"), ("0.1 (abcdef2)", "pass"),
                       ("0.1 (abcdef2)", "pass"), ("0.1 (abcdef2)", "unstartable"), ("0.1 (abcdef2)", "unstartable")):
        guests.cases(claim="pass", **({} if act == "pass" else {"new": act}))
        guests.write("VERSION", f"{suite}\n")
        run(guests, "--kernel", str(other), "--resume")
        boots.append(int((guests.build / "boots").read_text()))
    assert boots == [2, 3, 5, 7, 9, 9, 11, 13], "another version, changes, changes, all there, a new case, no verdict"


@pytest.mark.parametrize("abis, asked, done", [
    (("x86_64", "i386"), {}, True), (("x86_64",), {}, False), (("x86_64",), {"abi": ["x86_64"]}, True),
    (("x86_64", "i386"), {"repeat": 3}, True), (("x86_64", "i386"), {"repeat": 4}, False),
    (("x86_64", "i386"), {"as_release": "6.12"}, False)])
def test_what_counts_as_run_to_the_end(tree: Tree, monkeypatch: pytest.MonkeyPatch, abis: tuple[str, ...],
                                       asked: dict[str, Any], done: bool) -> None:
    monkeypatch.setenv("RSEQCT_BUILD", str(tree.build))
    tree.write("VERSION", "0.1 (abcdef1)\n")
    tree.write("arch/i386/qemu.toml", (HARNESS.parent / "arch/i386/qemu.toml").read_text(encoding="utf-8"))
    cases = [make_case(abi=abi) for abi in ("x86_64", "i386")]
    manifest.write(tree.build / "manifest.json", Manifest(tree.source, "executor", tuple(cases)))
    records = tuple(Record(case, None, Judgement(Verdict.PASS), runs=3) for case in cases if case.abi in abis)
    results.write(tree.build / "k/results.json", Results(make_facts(), records, RunInfo("0.1 (abcdef1)")))
    places = {"k": tree.build / "k"}
    arguments = argparse.Namespace(**{"cases": [], "abi": [], "repeat": 1, "as_release": None, **asked})
    assert (fleet._resumed(arguments, places), places) == (([0], {}) if done else ([], {"k": tree.build / "k"}))


@pytest.mark.parametrize("scale", ["0", "-1", "nan", "inf", "4x"])
def test_a_time_scale_that_is_none(guests: Tree, monkeypatch: pytest.MonkeyPatch, scale: str) -> None:
    monkeypatch.setenv("RSEQCT_TIME_SCALE", scale)
    guests.cases(claim="pass")
    done, _ = run(guests)
    assert (done.returncode, done.stderr) == (
        4, f"rseqct: invalid RSEQCT_TIME_SCALE '{scale}': expected a number greater than 0, such as 4\n")


def test_no_limit_is_so_short_that_an_executor_refuses_it() -> None:
    assert order(make_case(), "/x", 0.001 * 0.1, []).split(b"\t")[3] == b"1"


def test_results_of_another_guest_have_a_place_of_their_own(guests: Tree) -> None:
    guests.cases(claim="pass")
    for words in ((), ("--append", "rseq_debug=1 a=b", "--cpus", "1")):
        assert run(guests, *words)[0].returncode == 0
    assert {path.name for path in (guests.build / "results").iterdir()} == {
        "6.18.44-x86_64", "6.18.44-x86_64-rseq_debug_1-a_b-cpus1"}


def test_a_kernel_of_two_names_runs_once(guests: Tree) -> None:
    guests.cases(claim="pass")
    (guests.build / "link").symlink_to(guests.build / "bzImage")
    done, _ = run(guests, "--kernel", str(guests.build / "link"))
    assert done.returncode == 0 and "bzImage; it runs once" in done.stderr
    assert (guests.build / "boots").read_text() == "1"
    shutil.copy(guests.build / "bzImage", guests.build / "a_b")
    (guests.build / "a").mkdir()
    shutil.copy(guests.build / "bzImage", guests.build / "a/b")
    done, _ = run(guests, "--kernel", str(guests.build / "a/b"), "--kernel", str(guests.build / "a_b"))
    assert done.returncode == 4 and "for the results of another --kernel" in done.stderr


def test_two_kernels(guests: Tree) -> None:
    guests.cases(claim="pass", red="fail")
    other = guests.build / "other"
    shutil.copy(guests.build / "bzImage", other)
    done, _ = run(guests, "--kernel", str(other), "unregister.claim")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert len(lines) == 2 and all("6.18.44 x86_64" in line and "1 PASS" in line for line in lines)
    done, _ = run(guests, "--kernel", str(other), "--jobs", "2")
    assert done.returncode == 1 and done.stdout.count("FAIL(assertion) unregister.red") == 2
    kept = sorted((guests.build / "results").glob("*/results.json"))
    assert len(kept) == 2 and json.loads(kept[0].read_text())["format"] == "rseqct-results"
