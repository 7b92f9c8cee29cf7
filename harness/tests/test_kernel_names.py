# SPDX-License-Identifier: MIT
"""What kernels there are: their names, Debian's indexes, the fleet."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest
from conftest import facts_event

from rseqct.catalogue.facts import Facts
from rseqct.errors import RseqctError
from rseqct.kernels import image
from rseqct.kernels.index import Kernel, Package, flavour_of, merge, parse
from rseqct.kernels.known import fleet, recorded
from rseqct.kernels.names import DebianName
from rseqct.running import fleet as runs


def paragraph(name: str, version: str, size: int = 13_000_000) -> str:
    """A paragraph of a Packages file."""
    return f"Package: {name}\nVersion: {version}\nSize: {size}\nSHA256: 00\nFilename: pool/{name}.deb\n\n"


def kernel(release: str, version: str, arch: str = "x86_64") -> Kernel:
    """A kernel as the index has it."""
    return Kernel(release, arch, "amd64", Package("linux-image-" + release, version, "trixie", 1))


FLEET = [kernel("5.10.0-46-cloud-amd64", "5.10.262-1"), kernel("5.10.0-46-amd64", "5.10.262-1"),
         kernel("6.12.57+deb12-cloud-amd64", "6.12.57-1~bpo12+1"),
         kernel("6.12.117+deb13-cloud-amd64", "6.12.117-1"), kernel("6.12.117+deb13-amd64", "6.12.117-1"),
         kernel("6.12.117+deb12-cloud-amd64", "6.12.117-1~deb12u1"),
         kernel("7.3-amd64", "7.3~rc7-1~exp1"), kernel("7.3.4+deb13-amd64", "7.3.4-1~bpo13+1"),
         kernel("7.3.4+deb13-cloud-amd64", "7.3.4-1~bpo13+1"),
         kernel("7.3.4+deb13-rt-amd64", "7.3.4-1~bpo13+1"),
         kernel("7.3.4+deb13-cloud-arm64", "7.3.4-1~bpo13+1", "aarch64"),
         kernel("7.3.4+deb13-arm64-16k", "7.3.4-1~bpo13+1", "aarch64")]


@pytest.mark.parametrize("name, release", {
    "7.3": "7.3.4+deb13-cloud-amd64", "7.3-rt": "7.3.4+deb13-rt-amd64", "7.3-amd64": "7.3.4+deb13-amd64",
    "7.3-rc7-amd64": "7.3-amd64", "7.3-rc7": "7.3-amd64", "6.12": "6.12.117+deb13-cloud-amd64",
    "6.12.57": "6.12.57+deb12-cloud-amd64",
    "6.12.117+deb12-cloud-amd64": "6.12.117+deb12-cloud-amd64", "5.10": "5.10.0-46-cloud-amd64",
    "5.10.262": "5.10.0-46-cloud-amd64", "5.10.0-46-cloud-amd64": "5.10.0-46-cloud-amd64",
    "7.3-arm64-16k": "7.3.4+deb13-arm64-16k", "7.3-arm64": "7.3.4+deb13-cloud-arm64", "6.13": None,
    "5.10.0": None, "7.3-lowlatency": None, "=7.3-amd64": "7.3-amd64", "=7.3.4+deb13-rt-amd64": "7.3.4+deb13-rt-amd64",
    "=7.2-amd64": None}.items())
def test_names(name: str, release: str | None) -> None:
    found = DebianName.parse(name, None if "arm64" in name else "x86_64").newest(reversed(FLEET))
    assert (found.release if found else None) == release


@pytest.mark.parametrize("text", ["", "linux", "7", "7.3-", "latest", "../x", "=", "=7.3", "=../x"])
def test_what_is_no_name(text: str) -> None:
    with pytest.raises(RseqctError, match="is not the name of a kernel"):
        DebianName.parse(text)


def test_a_name_that_contradicts_the_architecture() -> None:
    with pytest.raises(RseqctError, match="for aarch64, not x86_64"):
        DebianName.parse("7.3-arm64", "x86_64")


def test_flavours() -> None:
    assert [flavour_of(release) for release in (
        "6.1.0-50-5kc-malta", "6.5.0-0.deb12.4-686-pae", "6.12.90+deb13.1-cloud-amd64", "7.3-rt-amd64",
        "7.3.4+deb13-arm64-16k", "6.18.44")] == \
        ["5kc-malta", "686-pae", "cloud-amd64", "rt-amd64", "arm64-16k", ""]


def test_an_index() -> None:
    text = "".join((
        paragraph("linux-image-6.12-amd64", "6.12.107-1", 1500),                            # a meta package
        paragraph("linux-image-6.12.107+deb13-amd64-dbg", "6.12.107-1"),
        paragraph("linux-doc-6.12", "6.12.107-1"),
        paragraph("linux-image-6.12-amd64-signed-template", "6.12.107-1"),
        paragraph("linux-image-6.12.107+deb13-amd64-unsigned", "6.12.107-1"),
        paragraph("linux-image-6.12.107+deb13-amd64", "6.12.107-1", 2_000_000),
        paragraph("linux-binary-7.3.4+deb13-amd64", "7.3.4-1"),
        paragraph("linux-image-7.3.4+deb13-amd64", "7.3.4-1", 1900),
        paragraph("linux-base-7.3.4+deb13-amd64", "7.3.4-1", 1000)))
    found = parse(text.encode(), "trixie", "amd64")
    assert [(k.release, k.image.name, k.config and k.config.name, k.size) for k in found] == [
        ("6.12.107+deb13-amd64", "linux-image-6.12.107+deb13-amd64", "linux-image-6.12.107+deb13-amd64",
         2_000_000),
        ("7.3.4+deb13-amd64", "linux-binary-7.3.4+deb13-amd64", "linux-base-7.3.4+deb13-amd64", 13_001_000)]
    assert str(found[1].upstream) == "7.3.4" and found[1].arch == "x86_64"


def test_two_suites_with_one_kernel() -> None:
    old, new = kernel("6.1.0-9-amd64", "6.1.90-1"), kernel("6.1.0-9-amd64", "6.1.99-1")
    assert merge([old, new]) == merge([new, old]) == [new]


def test_the_fleet_is_found() -> None:
    assert ("7.3.4+deb13-cloud-amd64", "x86_64") in fleet("eras") and set(fleet("eras")) < set(fleet("all"))
    with pytest.raises(RseqctError, match="no fleet 'nosuch'"):
        fleet("nosuch")


def test_a_fleet_names_releases_which_no_newer_kernel_takes_the_place_of() -> None:
    named = runs.kernels(argparse.Namespace(fleet="all", arch="s390x", kernel=["debian:7.3"]))
    assert named[0] == "debian:7.3" and "debian:=7.3-s390x" in named
    newer = [kernel("7.3-s390x", "7.3~rc7-1~exp1", "s390x"), kernel("7.3.4+deb14-s390x", "7.3.4-1", "s390x")]
    found = DebianName.parse("=7.3-s390x", "s390x").newest(newer)
    assert found is newer[0]


def test_a_configuration_that_is_known_in_part() -> None:
    known = recorded("7.0.4+deb13-cloud-amd64")
    assert known is not None and recorded("7.3.4+deb13-cloud-amd64") is None
    event = image.Image("debian:7.0.4", Path("x"), "x86_64", None, known).config_event()
    facts = Facts.of(facts_event(), event)
    assert (facts.configured("RSEQ"), facts.configured("DEBUG_RSEQ"), facts.configured("NUMA")) == (
        True, False, None)
