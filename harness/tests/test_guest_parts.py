# SPDX-License-Identifier: MIT
"""What a guest is made of: the channel, an initramfs, libraries, QEMU's command line."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import HARNESS, Tree, make_case, make_facts
from fake_qemu import frame

from rseqct.cases import manifest
from rseqct.cases.manifest import Manifest
from rseqct.cases.observe import MalformedStream
from rseqct.errors import RseqctError
from rseqct.kernels import image
from rseqct.kernels.names import our_arch
from rseqct.machines import accelerator
from rseqct.machines.machine import Abi, Machine
from rseqct.machines.shape import Shape
from rseqct.running.session import loadable
from rseqct.targets import elf, initramfs
from rseqct.targets.frames import FrameReader
from rseqct.targets.guest import Boot

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
    entries: dict[str, tuple[int, bytes]] = {}
    at = 0
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
    nothing: dict[str, str] = {}
    assert subprocess.run([slim, "A=1"], capture_output=True, text=True, env=nothing, check=True).stdout == "A=1\n"
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
def test_libraries_that_a_kernel_cannot_load(page: int, abis: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    whole = Manifest(SOURCE, "executor", (make_case(abi="aarch64"), make_case(abi="arm")))
    facts = make_facts(machine="aarch64", page_size=page)
    assert [case.abi for case in loadable(whole, facts, quiet=False).cases] == abis
    said = "the cases of arm do not run: their libraries are aligned to pages of 4096"
    assert (said in capfd.readouterr().err) is (page > 4096)


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
    assert "RSEQCT_TIME_SCALE=4" in words[-1] and "RSEQCT_OWN_MACHINE=1" in words[-1]
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
        assert (SOURCE / "arch" / name / "kernel.config").exists(), "what a kernel is built with"
        assert name == "x86_64" or (SOURCE / "arch" / name / "packages").exists(), "what ci/setup installs for it"


@pytest.mark.parametrize("arch", sorted(path.parent.name for path in SOURCE.glob("arch/*/qemu.toml")))
def test_an_image_is_known_by_any_of_its_marks(arch: str, tmp_path: Path) -> None:
    machine = Machine.read(arch, SOURCE)
    image = tmp_path / "image"
    for offset, value in machine.magic:
        image.write_bytes(bytes(offset) + value + bytes(100))
        assert machine.is_image(image)
        image.write_bytes(bytes(offset + 1) + value)
        assert not machine.is_image(image)


def test_accelerators(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(accelerator, "emulator_version", lambda machine: "QEMU 1")
    monkeypatch.setattr(platform, "machine", lambda: "x86_64")
    machine = Machine.read("x86_64", SOURCE)
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert accelerator.candidates(machine) == ["tcg"]
    monkeypatch.setattr(os, "access", lambda *_: True)
    assert accelerator.candidates(machine) == ["kvm", "tcg"]
    accelerator.remember(machine, "tcg")
    assert accelerator.candidates(machine) == ["tcg"]
    monkeypatch.setattr(accelerator, "emulator_version", lambda machine: "QEMU 2")
    assert accelerator.candidates(machine) == ["kvm", "tcg"]
    monkeypatch.setenv("RSEQCT_ACCEL", "hvf")
    with pytest.raises(RseqctError, match="expected kvm or tcg"):
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
    for name, said in ((f"tree:{real.parent}", "build the kernel"), (config, "is not a kernel image"),
                       (f"{config}2", "No such file"), ("debian:latest", "is not the name of a kernel")):
        with pytest.raises(RseqctError, match=said):
            image.find(name, SOURCE, "x86_64")
