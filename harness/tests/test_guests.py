# SPDX-License-Identifier: MIT
"""Guests: an initramfs, the channel, QEMU's command line; and whole runs with a scripted emulator."""

from __future__ import annotations

import argparse
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import HARNESS, Tree, make_case, make_facts
from fake_qemu import frame

from rseqct import guests as options
from rseqct import manifest, results
from rseqct.errors import RseqctError
from rseqct.guests import GuestOptions
from rseqct.kernels.names import our_arch
from rseqct.manifest import Manifest
from rseqct.observe import MalformedStream
from rseqct.results import Record
from rseqct.scratch import Scratch
from rseqct.session import loadable
from rseqct.targets import accelerator, elf, image, initramfs, order, patience, qemu
from rseqct.targets.frames import FrameReader
from rseqct.targets.guest import Boot, Shape
from rseqct.targets.machine import Abi, Machine
from rseqct.targets.patience import Patience

SOURCE = HARNESS.parent


def test_frames_among_kernel_messages() -> None:
    reader = FrameReader()
    stream = (b"SeaBIOS\r\n" + frame(0, '{"a":1}') + b"[    1.0] a \x02 line\r\n" + frame(1, "two") +
              frame(2, "three").replace(b"\n", b"\r\n"))
    got = []
    for byte in stream:
        got += reader.feed(bytes([byte]))
    assert got == ['{"a":1}', "two", "three"]


@pytest.mark.parametrize("spoil, said", [
    (lambda two: two.replace(b"two", b"tw0"), "line 1 .*damaged"), (lambda two: b"", "line 1 .*lost; 2 came"),
    (lambda two: two[:-1] + b"[ 1.0] x\n", "line 1 .*damaged")])
def test_frames_that_suffered(spoil: Callable[[bytes], bytes], said: str) -> None:
    reader = FrameReader()
    with pytest.raises(MalformedStream, match=said):
        reader.feed(frame(0, "one") + spoil(frame(1, "two")) + frame(2, "three"))


def test_the_executor_and_the_reader_agree_on_checksums() -> None:
    assert f"{zlib.crc32(b'0 {}'):08x}" == frame(0, "{}").split()[1].decode()


def unpack(data: bytes) -> dict[str, tuple[int, bytes]]:
    """The entries of a cpio archive: mode and content."""
    entries, at = {}, 0
    while True:
        fields = [int(data[at + 6 + 8 * n:at + 14 + 8 * n], 16) for n in range(13)]
        assert data[at:at + 6] == b"070701"
        name = data[at + 110:at + 110 + fields[11] - 1].decode()
        start = at + 110 + fields[11] + -(110 + fields[11]) % 4
        if name == "TRAILER!!!":
            return entries
        entries[name] = fields[1], data[start:start + fields[6]]
        at = start + fields[6] + -fields[6] % 4


def test_an_initramfs(tree: Tree, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    if not Path("/lib/x86_64-linux-gnu/libc.so.6").exists():
        pytest.skip("needs a Debian of x86_64")
    tree.cases(claim="pass")
    shutil.copy("/usr/bin/env", tree.build / "cases/unregister/claim.x86_64")
    cases = manifest.read(tree.build / "manifest.json")
    path = initramfs.make(tree.build, cases, [Abi.read("x86_64", SOURCE)])
    entries = unpack(path.read_bytes())
    assert entries["init"] == (0o120777, b"rct/executor")
    assert {"dev/console", "lib64/ld-linux-x86-64.so.2", "lib/x86_64-linux-gnu/libc.so.6"} <= set(entries)
    program = entries["rct/cases/unregister/claim.x86_64"][1]
    assert len(program) <= Path("/usr/bin/env").stat().st_size
    slim = tmp_path / "slim"
    slim.write_bytes(program)
    slim.chmod(0o755)
    assert subprocess.run([slim, "A=1"], capture_output=True, text=True, env={}, check=True).stdout == "A=1\n"
    assert all(str(Path(name).parent) in {*entries, "."} for name in entries)
    before = path.stat().st_mtime_ns
    assert initramfs.make(tree.build, cases, [Abi.read("x86_64", SOURCE)]) == path
    assert path.stat().st_mtime_ns >= before and len(list(path.parent.glob("*.cpio"))) == 1


def test_an_initramfs_that_is_interrupted_leaves_nothing(tree: Tree, monkeypatch: pytest.MonkeyPatch,
                                                         tmp_path: Path) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt
    tree.cases(claim="pass")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("os.replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        initramfs.make(tree.build, Manifest(tree.source, "executor", ()), [])
    assert [path.name for path in (tmp_path / "cache/rseqct/initramfs").iterdir()] == [".lock"]


def test_a_library_that_is_not_here(tree: Tree, tmp_path: Path) -> None:
    tree.cases(claim="pass")
    shutil.copy(sys.executable, tree.build / "executor")
    nowhere = Abi("x86_64", 62, 64, (tmp_path,))
    data = elf.parse((tree.build / "executor").read_bytes())
    if data is None or not data.needed or data.machine != 62:
        pytest.skip("needs a dynamic interpreter of x86_64")
    with pytest.raises(RseqctError, match="which this machine lacks; `rseqct kernels libraries x86_64`"):
        initramfs.gather(tree.build, Manifest(tree.source, "executor", ()), [nowhere])


@pytest.mark.parametrize("page, abis", [(4096, ["aarch64", "arm"]), (16384, ["aarch64"])])
def test_libraries_that_a_kernel_cannot_load(page: int, abis: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    whole = Manifest(SOURCE, "executor", (make_case(abi="aarch64"), make_case(abi="arm")))
    facts = make_facts(machine="aarch64", page_size=page)
    assert [case.abi for case in loadable(whole, facts, quiet=False).cases] == abis
    assert ("arm is not run: its libraries are aligned to pages of 4096" in capsys.readouterr().err) is (page > 4096)


@pytest.mark.parametrize("data", [b"", b"#!/bin/sh\n", b"\x7fELF", b"\x7fELF\x02\x01" + bytes(80)])
def test_what_is_no_elf(data: bytes) -> None:
    parsed = elf.parse(data)
    assert parsed is None or not parsed.needed


def test_the_command_line() -> None:
    machine = Machine.read("x86_64", SOURCE)
    shape = Shape(4, 1025, 2, ("rseq_debug=1",))
    words = Boot(machine, Path("i"), Path("r"), shape, "tcg", 4.0).command(Path("c"), 5, 6)
    text = " ".join(words)
    assert "-numa node,nodeid=0,cpus=0-1" in text and "-numa node,nodeid=1,cpus=2-3" in text
    assert "size=513M" in text and "size=512M" in text
    assert "-smp 4,sockets=2" in text and "tcg,thread=multi" in text and "maxcpus=1" in words[-1]
    assert words[-1].endswith("rseq_debug=1") and "panic=-1" in words[-1]
    assert "RCT_TIME_SCALE=4" in words[-1] and "RCT_OWN_MACHINE=1" in words[-1]
    assert Shape(1, 512, 2).fitted(machine).nodes == 1
    mips = Machine.read("mips64el", SOURCE)      # has room for one
    assert Shape(4, 512, 2).fitted(mips) == Shape(1, 512, 1)
    assert "-numa" not in Boot(machine, Path("i"), Path("r"), Shape(1, 512, 1), "kvm", 1.0).command(
        Path("c"), 5, 6)


@pytest.mark.parametrize("arch", sorted(path.parent.name for path in SOURCE.glob("arch/*/qemu.toml")))
def test_every_architecture_is_described(arch: str) -> None:
    machine = Machine.read(arch, SOURCE)
    assert our_arch(arch) == arch
    assert machine.magic and machine.images and machine.abis[0] == arch
    for name in machine.abis:
        assert Abi.read(name, SOURCE).libraries and (SOURCE / "arch" / name / "asm.h").exists()
        assert name == "x86_64" or (SOURCE / "arch" / name / "packages").exists(), "what ci/setup installs for it"


def test_accelerators(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(accelerator, "emulator_version", lambda machine: "QEMU 1")
    monkeypatch.setattr(accelerator.platform, "machine", lambda: "x86_64")
    machine = Machine.read("x86_64", SOURCE)
    monkeypatch.setattr(accelerator.os, "access", lambda *_: False)
    assert accelerator.candidates(machine) == ["tcg"]
    monkeypatch.setattr(accelerator.os, "access", lambda *_: True)
    assert accelerator.candidates(machine) == ["kvm", "tcg"]
    accelerator.remember(machine, "tcg")
    assert accelerator.candidates(machine) == ["tcg"]
    monkeypatch.setattr(accelerator, "emulator_version", lambda machine: "QEMU 2")
    assert accelerator.candidates(machine) == ["kvm", "tcg"]
    monkeypatch.setenv("RSEQCT_ACCEL", "hvf")
    with pytest.raises(RseqctError, match="takes kvm or tcg"):
        accelerator.candidates(machine)


def test_names_of_images(tmp_path: Path) -> None:
    real = tmp_path / "arch/x86/boot/bzImage"
    real.parent.mkdir(parents=True)
    real.write_bytes(bytes(0x202) + b"HdrS" + bytes(100))
    (tmp_path / ".config").write_text("CONFIG_RSEQ=y\n")
    found = image.find(f"tree:{tmp_path}", SOURCE, "x86_64")
    assert found.path == real and found.config == tmp_path / ".config"
    assert image.find(str(real), SOURCE, "x86_64").config is None
    config = str(tmp_path / ".config")
    for name, said in ((f"tree:{real.parent}", "build the kernel"), (config, "no kernel image"),
                       (f"{config}2", "No such file"), ("debian:latest", "names no kernel")):
        with pytest.raises(RseqctError, match=said):
            image.find(name, SOURCE, "x86_64")


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


@pytest.mark.parametrize("guest", [
    GuestOptions("tree:x"),
    GuestOptions("bzImage", "arm", Path("a b"), Shape(3, 512, 1, ("rseq_debug=1", "-x"), True))])
def test_the_words_for_a_guest_choose_it_again(guest: GuestOptions, monkeypatch: pytest.MonkeyPatch) -> None:
    parser = argparse.ArgumentParser()
    options.add_arguments(parser.add_argument)

    def chosen(words: list[str]) -> GuestOptions | None:
        return options.chosen(vars(parser.parse_args(words)).get)

    assert chosen(options.words(guest)) == guest
    monkeypatch.setattr(accelerator, "emulator_version", lambda machine: "QEMU 1")
    monkeypatch.setattr(qemu.platform, "machine", lambda: "riscv64")
    there = image.Image(guest.kernel, Path("x"), "aarch64")
    target = qemu.QemuTarget(Path("build"), Manifest(SOURCE, "executor", ()), there, guest)
    assert chosen(shlex.split(target._again())) == replace(guest, arch="aarch64"), "the report's line, too"
    target.close()


def test_boots_that_fail_are_tried_again(guests: Tree) -> None:
    guests.script["boots"] = ["panic", "exit"]
    guests.cases(claim="pass")
    done, records = run(guests)
    assert done.returncode == 0 and verdicts(records) == {"claim": "PASS"}
    first, second = done.stderr.splitlines()
    assert "boot 1 (tcg) did not reach the executor: [    7.1] Kernel panic" in first
    assert "boot 2 (tcg) did not reach the executor: the guest ended; its last line: [    0.0]" in second


@pytest.mark.parametrize("boots, tried, said", [
    (["panic"] * 9, 2, "2 boots did not reach the executor: [    7.1] Kernel panic"),
    (["mute"] * 9, 2, "2 boots did not reach the executor: the guest halted without a word: idle for"),
    (["panic", "exit", "panic"], 3, "3 boots did not reach the executor: [    7.1] Kernel panic"),
    (["refuse"] * 9, 1, "refuses it: qemu-system-made-up:")])
def test_boots_that_fail_for_good(guests: Tree, boots: list[str], tried: int, said: str,
                                  monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RCT_TIME_SCALE", "0.05")
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


@pytest.mark.parametrize("name, said", [("", "'' is no kernel image"), (".", "tree:PATH")])
def test_a_directory_is_no_image(name: str, said: str) -> None:
    with pytest.raises(RseqctError, match=said):
        image.find(name, SOURCE, "x86_64")


def test_a_busy_machine_is_not_a_hang(monkeypatch: pytest.MonkeyPatch) -> None:
    told = iter([(1.0, 1.0), (1.1, 25.0), (1.1, 25.1)])      # ran; ran or waited
    clock = iter([0.0, 30.0, 60.0])
    monkeypatch.setattr(patience.time, "monotonic", lambda: next(clock))
    monkeypatch.setattr(Patience, "_work", lambda _: next(told))
    watch = Patience(1, 1.0)
    assert [watch.hopeless() for _ in range(2)] == [None, None]      # it waits for a CPU
    said = watch.hopeless()
    assert said is not None and "idle for 30 s" in said


def test_a_guest_that_spins_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    with subprocess.Popen([sys.executable, "-c", "while True: pass"]) as spinning:
        watch = Patience(spinning.pid, 1.0)
        assert watch.hopeless() is None
        monkeypatch.setattr(patience, "SPENT_S", 0.2)
        deadline = time.monotonic() + 60
        while (said := watch.hopeless()) is None and time.monotonic() < deadline:
            time.sleep(0.05)
        spinning.kill()
    assert said is not None and "of CPU time without a word" in said


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
    ("corrupt", "MISS", 3, "of the guest's channel is damaged while it ran"),
    ("int3", "MISS", 3, "by a fault of the emulator's")])
def test_a_guest_that_dies_in_a_case(guests: Tree, act: str, verdict: str, status: int, said: str) -> None:
    guests.cases(before="pass", claim=act, later="pass")
    done, records = run(guests, "--limit", "2")
    assert verdicts(records) == {"before": "PASS", "claim": verdict, "later": "PASS"}, done.stdout + done.stderr
    assert said in records["claim"].judgement.reason
    assert done.returncode == status and "while it ran unregister.claim[x86_64]" in done.stderr
    assert done.stderr.count("rseqct: ") == 1
    assert (guests.build / "boots").read_text() == "2"


def test_a_damaged_guest_is_no_witness_for_the_next_case(guests: Tree) -> None:
    guests.cases(before="splat:BUG: Bad page map in process x", later="pass",
                 warned="splat:WARNING: CPU: 1 PID: 7 at kernel/rseq.c:1 x", yet="pass")
    done, records = run(guests)
    assert verdicts(records) == {"before": "FAIL", "later": "PASS", "warned": "FAIL", "yet": "PASS"}
    assert done.stderr == ("rseqct: unregister.before[x86_64] damaged the guest (BUG: Bad page map in process x); the "
                           "other cases go on in a new one\n")
    assert (guests.build / "boots").read_text() == "2"


def test_a_guest_that_cannot_be_booted_again(guests: Tree) -> None:
    guests.script["boots"] = ["ok", "panic", "panic"]
    guests.cases(claim="vanish", first="pass", second="pass")
    done, records = run(guests)
    assert set(verdicts(records).values()) == {"MISS"} and done.returncode == 3
    assert (guests.build / "boots").read_text() == "3"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_is_left_behind(guests: Tree, number: signal.Signals) -> None:
    guests.cases(claim="pass", stuck="freeze")
    environment = {**guests.environment(), "RCT_TIME_SCALE": "1"}
    command = guests.command("run", "--kernel", str(guests.build / "bzImage"), "--arch", "x86_64")
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL) as process:
        path = guests.build / "qemu.pid"
        deadline = time.monotonic() + 30
        while not (path.exists() and path.read_text()) and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(0.3)
        process.send_signal(number)
    pid = int(path.read_text())
    while Path(f"/proc/{pid}/cmdline").exists() and time.monotonic() < deadline:
        if "fake_qemu" not in Path(f"/proc/{pid}/cmdline").read_text(errors="replace"):
            return
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
    with subprocess.Popen(command, env={**guests.environment(), "RCT_TIME_SCALE": "1"},
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while not (guests.build / "frozen").exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        process.send_signal(number)
    pid, kept = int((guests.build / "qemu.pid").read_text()), []
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
    for words, said in ((("-n", "2"), "-n .* one case at a time"), (("--cpus", "0"), "at least 1"),
                        (("--gdb",), "--gdb .* for the running kernel"), (("--host", "x"), "--host .* of --target ssh"),
                        (("--target", "ssh"), "--target ssh .* leave out one"),
                        ((*second, "-n", "2"), "-n .* --jobs"), ((*second, "--gdb"), "--gdb .* running kernel"),
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
    assert done.returncode == 3 and re.fullmatch("tree:/gone  cannot be had: tree:/gone: no arch/.*\n", done.stderr)
    assert re.fullmatch("\\S+bzImage .* 1 PASS .*\n", done.stdout), done.stdout


@pytest.mark.parametrize("scale", ["0", "-1", "nan", "inf", "4x"])
def test_a_time_scale_that_is_none(guests: Tree, monkeypatch: pytest.MonkeyPatch, scale: str) -> None:
    monkeypatch.setenv("RCT_TIME_SCALE", scale)
    guests.cases(claim="pass")
    done, _ = run(guests)
    assert (done.returncode, done.stderr) == (
        4, f"rseqct: RCT_TIME_SCALE is '{scale}'; it takes a number greater than 0, such as 4\n")


def test_no_limit_is_so_short_that_an_executor_refuses_it() -> None:
    assert order(make_case(), "/x", 0.001 * 0.1, []).split(b"\t")[3] == b"1"


def test_results_of_another_guest_have_a_place_of_their_own(guests: Tree) -> None:
    guests.cases(claim="pass")
    for words in ((), ("--append", "rseq_debug=1 a=b", "--cpus", "1")):
        assert run(guests, *words)[0].returncode == 0
    assert {path.name for path in (guests.build / "results").iterdir()} == {
        "6.18.44-x86_64", "6.18.44-x86_64-rseq_debug_1-a_b-cpus1"}


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
