# SPDX-License-Identifier: MIT
"""Fetching kernels, libraries and emulators, from an archive that is made up, signed, and local."""

from __future__ import annotations

import gzip
import hashlib
import os
import platform
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from rseqct.errors import RseqctError
from rseqct.kernels import apt, archive, emulator, libraries, source
from rseqct.kernels.apt import AptRoot
from rseqct.kernels.archive import Archive, Source
from rseqct.kernels.names import DebianName
from rseqct.kernels.store import Store
from rseqct.kernels.unpack import unpack
from rseqct.machines import accelerator
from rseqct.machines.machine import Abi, Machine

SOURCE = Path(__file__).resolve().parents[2]
APT = shutil.which("apt-get") and shutil.which("gpg") and shutil.which("dpkg-deb")


class Mirror:
    """An archive of one suite on this disk, with a key of its own."""

    def __init__(self, base: Path) -> None:
        self.base, self.home, self.keyring = base / "debian", base / "gnupg", base / "keyring.gpg"
        self.home.mkdir(mode=0o700)
        self._gpg("--passphrase", "", "--quick-generate-key", "made-up <archive@example.invalid>", "ed25519")
        self.keyring.write_bytes(self._gpg("--export").stdout)
        self.pool = self.base / "pool"
        self.pool.mkdir(parents=True)
        self.packages = ""

    def add(self, name: str, version: str, files: dict[str, bytes], depends: str = "") -> Path:
        """Adds a package."""
        tree = self.base.parent / "tree"
        shutil.rmtree(tree, ignore_errors=True)
        control = (f"Package: {name}\nVersion: {version}\nMaintainer: x <x@y>\n"
                   "Architecture: amd64\nDescription: made up\n")
        for path, data in {**files, "DEBIAN/control": control.encode()}.items():
            (tree / path).parent.mkdir(parents=True, exist_ok=True)
            (tree / path).write_bytes(data)
            (tree / path).chmod(0o755 if path.startswith("usr/bin/") else 0o644)
        deb = self.pool / f"{name}_{version}_amd64.deb"
        subprocess.run(["dpkg-deb", "-Znone", "--root-owner-group", "--build", tree, deb], check=True,
                       capture_output=True)
        self.packages += (f"Package: {name}\nVersion: {version}\nArchitecture: amd64\nMaintainer: x\n"
                          + f"Depends: {depends}\n" * bool(depends) +
                          f"Filename: pool/{deb.name}\nSize: {deb.stat().st_size}\n"
                          f"SHA256: {hashlib.sha256(deb.read_bytes()).hexdigest()}\nDescription: made up\n\n")
        return deb

    def publish(self, suite: str = "trixie") -> Archive:
        """Signs what there is."""
        dist = self.base / "dists" / suite
        (dist / "main/binary-amd64").mkdir(parents=True, exist_ok=True)
        plain = self.packages.encode()
        indexes = {"Packages": plain, "Packages.gz": gzip.compress(plain)}      # apt wants to know of both
        (dist / "main/binary-amd64/Packages.gz").write_bytes(indexes["Packages.gz"])
        (dist / "Release").write_text(
            f"Origin: Debian\nLabel: Debian\nSuite: stable\nCodename: {suite}\nComponents: main\n"
            "Architectures: amd64\nDate: Thu, 01 Jan 2026 00:00:00 UTC\nSHA256:\n" + "".join(
                f" {hashlib.sha256(data).hexdigest()} {len(data)} main/binary-amd64/{name}\n"
                for name, data in indexes.items()))
        self._gpg("--clearsign", "--output", str(dist / "InRelease"), str(dist / "Release"))
        return Archive(f"copy:{self.base}", keyring=self.keyring)

    def _gpg(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(["gpg", "--homedir", self.home, "--batch", "--yes", *arguments], check=True,
                              capture_output=True)


IMAGE = os.urandom(1_200_000)


@pytest.fixture
def mirror(tmp_path: Path) -> Iterator[Mirror]:
    """A signed archive with one kernel as Debian packs it since 7.2."""
    if not APT:
        pytest.skip("needs apt-get, gpg and dpkg-deb")
    made = Mirror(tmp_path)
    release = "7.3.4+deb13-cloud-amd64"
    made.add(f"linux-binary-{release}", "7.3.4-1", {f"usr/lib/modules/{release}/vmlinuz": IMAGE})
    made.add(f"linux-base-{release}", "7.3.4-1", {f"usr/lib/modules/{release}/config": b"CONFIG_RSEQ=y\n",
                                                  f"usr/lib/modules/{release}/System.map": b"no"})
    yield made
    subprocess.run(["gpgconf", "--homedir", made.home, "--kill", "all"], capture_output=True)


def fetch(store: Store, name: str = "7.3") -> tuple[bool, Path]:
    """Fetches a kernel; whether it was cached already, and where it is."""
    here, known = store.find(DebianName.parse(name, "x86_64"))
    if here is not None:
        return True, here.directory
    assert known is not None
    return False, store.fetch(known).directory


def test_fetch(mirror: Mirror, tmp_path: Path) -> None:
    store = Store(tmp_path / "cache", mirror.publish())
    known, complaints = store.available("x86_64")
    assert [k.release for k in known] == ["7.3.4+deb13-cloud-amd64"]
    assert "bullseye: " in complaints[0] and not any("trixie: " in line for line in complaints)
    cached, where = fetch(store)
    assert not cached and (where / "image").read_bytes() == IMAGE
    assert (where / "config").read_text() == "CONFIG_RSEQ=y\n"
    assert sorted(path.name for path in where.iterdir()) == ["config", "image", "kernel.json"]
    shutil.rmtree(mirror.base)      # not needed again
    assert fetch(store) == (True, where)
    assert fetch(store, "7.3.4+deb13-cloud-amd64") == (True, where)


def test_a_wrong_signature_is_refused(mirror: Mirror, tmp_path: Path) -> None:
    published = mirror.publish()
    path = mirror.base / "dists/trixie/InRelease"
    path.write_text(path.read_text().replace("Label: Debian", "Label: Other"))
    with pytest.raises(RseqctError, match="no index of Debian's archive is available"):
        Store(tmp_path / "cache", published).available("x86_64")


def test_a_package_that_was_tampered_with_is_refused(mirror: Mirror, tmp_path: Path) -> None:
    store = Store(tmp_path / "cache", mirror.publish())
    store.available("x86_64")
    deb = next(mirror.pool.glob("linux-binary-*"))
    data = bytearray(deb.read_bytes())
    data[-4096] ^= 1
    deb.write_bytes(data)
    # apt 3.1 says no more of it.
    with pytest.raises(RseqctError, match="linux-binary.*cannot be fetched: .*([Hh]ash|Undetermined Error)"):
        fetch(store)
    assert not list((tmp_path / "cache/kernels").glob("*"))


def test_a_package_that_is_gone(mirror: Mirror, tmp_path: Path) -> None:
    store = Store(tmp_path / "cache", mirror.publish())
    store.available("x86_64")
    shutil.rmtree(mirror.pool)
    with pytest.raises(RseqctError, match="linux-binary-7.3.4.*cannot be fetched"):
        fetch(store)
    assert not list((tmp_path / "cache/kernels").glob("*"))


def test_an_archive_that_is_down(mirror: Mirror, tmp_path: Path) -> None:
    down = Archive("http://127.0.0.1:9", keyring=mirror.keyring)
    with pytest.raises(RseqctError, match="no index of Debian's archive is available: .*127.0.0.1"):
        Store(tmp_path / "cache", down).available("x86_64")


def test_an_archive_that_went_down(mirror: Mirror, tmp_path: Path) -> None:
    store = Store(tmp_path / "cache", mirror.publish())
    store.available("x86_64")
    down = Store(tmp_path / "cache", Archive("http://127.0.0.1:9", "http://127.0.0.1:9", mirror.keyring))
    known, complaints = down.available("x86_64")
    assert len(known) == 1 and complaints == []      # by the indexes that are here
    today = time.strftime("%Y-%m-%d")
    with pytest.raises(RseqctError, match=f"bullseye: .*127.0.0.1.*; the indexes of {today} are cached"):
        down.available("x86_64", update=True)
    with pytest.raises(RseqctError, match=r"linux-binary-7.3.4\S+ 7.3.4-1 .*cannot be fetched: .*127.0.0.1"):
        fetch(down)
    assert down.available("x86_64")[0] == known


def test_an_archive_that_does_not_answer_is_asked_once(mirror: Mirror, tmp_path: Path,
                                                       monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def update(_: AptRoot, source: Source) -> list[str]:
        asked.append(source)
        return [f"{source.suite}: Could not connect"] if source.uri == "x:down" else []
    monkeypatch.setattr(AptRoot, "_update", update)
    monkeypatch.setattr(AptRoot, "indexes", lambda _: [("trixie", mirror.keyring)])
    sources = [Source("x:down", "a"), Source("x:down", "b"), Source("x:up", "c"), Source("x:up", "d")]
    complaints = AptRoot(tmp_path / "apt", "amd64", sources, mirror.keyring).update()
    assert [source.suite for source in asked] == ["a", "c", "d"] and complaints == ["a: Could not connect"]


HELPER = """\
#!/bin/sh
for word; do case $word in APT::Status-Fd=*) fd=${word#*=};; */archives/*) file=$word;; esac; done
echo half > "$file"
echo "dlstatus:1:50.0:half" > "/dev/fd/$fd"
%s
"""


@pytest.fixture
def helper(mirror: Mirror, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Store]:
    """Gives a store whose downloads end half-way, as some words of a shell say."""
    def made(end: str) -> Store:
        store = Store(tmp_path / "cache", mirror.publish())
        store.available("x86_64")
        path = tmp_path / "apt-helper"
        path.write_text(HELPER % end)
        path.chmod(0o755)
        monkeypatch.setattr(apt, "_HELPER", str(path))
        return store
    return made


def test_a_full_disk_keeps_no_half_of_a_package(helper: Callable[[str], Store], tmp_path: Path) -> None:
    store = helper('echo "E: Failed to fetch it  Error writing to file - write (28: No space left on device)"'
                   ' >&2; exit 100')
    kernel, = store.available("x86_64")[0]
    with pytest.raises(RseqctError, match="cannot be fetched: .*archives: No space left on device; set XDG"):
        store.fetch(kernel)
    assert not list((tmp_path / "cache").rglob("*.deb")) and not list((tmp_path / "cache/kernels").glob("*"))


def test_a_disk_that_is_too_full_to_unpack(mirror: Mirror, tmp_path: Path) -> None:
    deb = next(mirror.pool.glob("*.deb"))
    with pytest.raises(RseqctError, match=rf"^{re.escape(deb.name)}: cannot be unpacked: No space .*; set XDG"):
        unpack(deb, lambda name: Path("/dev/full"))


def test_a_package_that_the_archive_has_dropped(helper: Callable[[str], Store]) -> None:
    store = helper('echo "E: Failed to fetch http://deb/x.deb  404  Not Found [IP: 192.0.2.1 80]" >&2; exit 100')
    kernel, = store.available("x86_64")[0]
    with pytest.raises(apt.PackageGone, match="cannot be fetched: the archive no longer holds it; .* --update"):
        store.fetch(kernel)


def test_an_interrupted_download_ends_at_once_and_goes_on_later(
        helper: Callable[[str], Store], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = helper(f'echo $$ > {tmp_path}/pid; exec sleep 30')
    kernel, = store.available("x86_64")[0]

    def interrupt(_: float) -> None:
        raise KeyboardInterrupt
    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        store.fetch(kernel, interrupt)
    assert time.monotonic() - started < 10
    assert [path.read_text() for path in (tmp_path / "cache").rglob("*.deb")] == ["half\n"]
    monkeypatch.undo()
    assert store.fetch(kernel).image.read_bytes() == IMAGE
    assert not list((tmp_path / "cache").rglob("*.deb"))


def test_a_kernel_that_does_not_exist(mirror: Mirror, tmp_path: Path) -> None:
    store = Store(tmp_path / "cache", mirror.publish())
    with pytest.raises(RseqctError, match="debian:7.9: Debian's archive has no such kernel for x86_64"):
        fetch(store, "7.9")


def test_a_package_without_an_image(mirror: Mirror, tmp_path: Path) -> None:
    mirror.add("linux-image-6.1.0-1-amd64", "6.1.9-1", {"boot/System.map": os.urandom(1_100_000)})
    store = Store(tmp_path / "cache", mirror.publish())
    with pytest.raises(RseqctError, match="holds no kernel image"):
        fetch(store, "6.1")
    assert not os.listdir(tmp_path / "cache/kernels")


def test_the_archive_of_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(archive, "KEYRING", tmp_path)
    monkeypatch.setattr(archive, "_targets", lambda: [
        "Other|Other|http://other.example/x/|y|y", "Debian|Debian|http://m.example/debian/|bookworm|bookworm",
        "Debian|Debian-Security|http://s.example/debian-security/|bookworm-security|bookworm-security"])
    found = archive.find()
    assert (found.uri, found.security_uri) == ("http://m.example/debian", "http://s.example/debian-security")
    assert found.codename == "bookworm"
    monkeypatch.setattr(archive, "_targets", lambda: [])
    with pytest.raises(RseqctError, match="set RSEQCT_ARCHIVE"):
        archive.find()
    monkeypatch.setenv("RSEQCT_ARCHIVE", "http://mine.example/debian/")
    assert archive.find().uri == "http://mine.example/debian"


def test_libraries_and_what_is_linked_with(mirror: Mirror, tmp_path: Path) -> None:
    mirror.add("g++", "4:16.1.0-3", {"usr/bin/g++": b""}, "cpp (= 4:16.1.0-3), g++-16 (>= 16.1.0-3~), gcc-16")
    mirror.add("libc6", "2", {"lib/x/libc.so.6": b"c", "lib/x/gconv/UTF.so": b"", "usr/share/doc/c": b""})
    mirror.add("libgcc-16-dev", "16", {"usr/lib/gcc/x/16/crtbegin.o": b"", "usr/share/doc/g": b""})
    debian = replace(mirror.publish("forky"), codename="bookworm")      # the first later release that has it
    where = libraries.fetch(tmp_path / "cache", "x86_64", debian, ["libc6"], ["libgcc-GCC-dev"])
    assert sorted(str(path.relative_to(where)) for path in where.rglob("*") if path.is_file()) == [
        "lib/x/libc.so.6", "usr/lib/gcc/x/16/crtbegin.o"]
    shutil.rmtree(mirror.base)      # not needed again
    assert libraries.fetch(tmp_path / "cache", "x86_64", debian, ["libc6"]) == where


def test_a_source_that_there_is_not(mirror: Mirror, tmp_path: Path) -> None:
    store = Store(tmp_path / "cache", mirror.publish())
    store.available("x86_64")
    for name, said in (("newest", "'newest' is not a kernel release such"), ("7.9", "has no linux-source of 7.9")):
        with pytest.raises(RseqctError, match=said):
            source.find(store.root("amd64"), name)


def test_a_library_that_there_is_not(mirror: Mirror, tmp_path: Path) -> None:
    debian = replace(mirror.publish(), codename="trixie")
    with pytest.raises(RseqctError, match="; name Debian's archive in apt's sources, and run apt-get update"):
        libraries.fetch(tmp_path / "cache", "x86_64", replace(debian, codename=""))
    with pytest.raises(RseqctError, match="has no libc6 for this architecture"):
        libraries.fetch(tmp_path / "cache", "x86_64", debian, ["linux-base-7.3.4+deb13-cloud-amd64", "libc6"])
    assert not [*(tmp_path / "cache/libraries").iterdir()], "nothing is left of what was there"


def test_an_emulator_that_is_too_old(mirror: Mirror, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setattr(platform, "machine", lambda: "x86_64")
    old = tmp_path / "qemu-system-loongarch64"
    old.write_text("#!/bin/sh\necho QEMU emulator version 7.2.22\n")
    old.chmod(0o755)
    machine = Machine.read("loongarch64", SOURCE)
    with pytest.raises(RseqctError, match="is QEMU 7.2.22, and loongarch64 needs 9.1; `rseqct kernels emulator"):
        accelerator.emulator_version(machine)

    new = old.read_bytes().replace(b"7.2.22", b"10.0.2")
    mirror.add("qemu-system-misc", "10", {"usr/bin/qemu-system-loongarch64": new}, "libc6, qemu-system-data (>> 10)")
    mirror.add("qemu-system-data", "10", {"usr/share/qemu/rom": b"rom"}, "qemu-system-misc")
    debian = replace(mirror.publish("bookworm-backports"), codename="bookworm")
    where = emulator.fetch(tmp_path / "cache/rseqct", machine, debian)
    assert (Path(where).parents[1] / "share/qemu/rom").read_bytes() == b"rom"
    machine = Machine.read("loongarch64", SOURCE)
    assert machine.emulator == where and accelerator.emulator_version(machine) == "QEMU 10.0.2"
    assert emulator.fetch(tmp_path / "cache/rseqct", machine) == where, "nothing is fetched twice"


def test_firmware_lies_beside_the_libraries() -> None:
    machine, abi = Machine.read("loongarch64", SOURCE), Abi.read("loongarch64", SOURCE)
    assert "qemu-efi-loongarch64" in abi.unpacked and "{" not in machine.firmware
    assert str(abi.libraries[-1]).startswith(machine.firmware[:machine.firmware.index("loongarch64/")])
