# SPDX-License-Identifier: MIT
"""Facts: what the probe sent, and what follows from it."""

from __future__ import annotations

import base64
import gzip
from typing import Any

import pytest
from conftest import config_event, facts_event, make_facts

from rseqct.catalogue.facts import Facts
from rseqct.errors import RseqctError


@pytest.mark.parametrize("release, version, judged, distribution", [
    ("6.18.44", "#1 SMP PREEMPT_DYNAMIC", "6.18.44", False),
    ("7.1.0-rc3+", "#4 SMP", "7.1.0-rc3+", False),
    ("6.18.44-fc-v445", "#1 SMP", "6.18.44-fc-v445", True),
    ("6.1.0-32-amd64", "#1 SMP PREEMPT_DYNAMIC Debian 6.1.129-1 (2025-03-06)", "6.1.129", True),
    ("6.12.107+deb13-cloud-amd64", "#1 SMP Debian 6.12.107-1", "6.12.107", True),
    ("5.15.0-91-generic", "#101-Ubuntu SMP", "5.15.0-91-generic", True),
    ("6.8.0", "#1 SMP Fedora", "6.8.0", True),
    ("6.8.0", "#1 SMP Debian 5.10.3-1", "6.8.0", True),       # another series: not its version
])
def test_the_release_that_counts(release: str, version: str, judged: str, distribution: bool) -> None:
    facts = make_facts(release=release, version=version)
    assert (str(facts.judged_as), facts.distribution) == (judged, distribution)
    assert str(make_facts(release=release, version=version, as_release="6.12").judged_as) == "6.12"


@pytest.mark.parametrize("machine, arch", [("x86_64", "x86_64"), ("i686", "i386"), ("mips64", "mips64el"),
                                           ("armv7l", "arm"),
                                           ("aarch64", "aarch64"),
                                           ("ppc64le", "ppc64le"), ("s390x", "s390x"),
                                           ("riscv64", "riscv64")])
def test_architectures(machine: str, arch: str) -> None:
    assert make_facts(machine=machine).arch == arch


@pytest.mark.parametrize("config, cmdline, probed, debug", [
    ("CONFIG_RSEQ=y\n", "quiet", None, False), ("CONFIG_DEBUG_RSEQ=y\n", "", None, True),
    (None, "quiet", None, None),
    (None, "a rseq_debug=1 b", None, True), ("CONFIG_DEBUG_RSEQ=y\n", "rseq_debug=off", None, False),
    (None, "", True, True),
    ("CONFIG_RSEQ_DEBUG_DEFAULT_ENABLE=y\n", "", False, False), (None, "xrseq_debug=1", None, None)])
def test_debug_mode(config: str | None, cmdline: str, probed: bool | None, debug: bool | None) -> None:
    assert make_facts(config, cmdline=cmdline, rseq_debug=probed).debug is debug


def test_configurations() -> None:
    text = "CONFIG_RSEQ=y\nCONFIG_KVM=m\n# CONFIG_DEBUG_RSEQ is not set\nCONFIG_NR_CPUS=64\n"
    packed = {"event": "config",
              "encoding": "gzip+base64", "data": base64.b64encode(gzip.compress(text.encode())).decode()}
    for event in (packed, config_event(text)):
        facts = Facts.of(facts_event(), event)
        assert [facts.configured(name) for name in ("RSEQ", "KVM", "DEBUG_RSEQ", "NR_CPUS",
                                                    "NEVER_HEARD")] == [
            True, True, False, False, False]
    assert make_facts(None).configured("KVM") is None
    assert make_facts(None).configured("RSEQ")      # for the call answers


@pytest.mark.parametrize("config", [
    {"encoding": "base64", "data": "%%%"}, {"encoding": "gzip+base64", "data": "AAAA"},
    {"encoding": "rot13", "data": ""}])
def test_a_configuration_that_cannot_be_unpacked(config: dict[str, Any]) -> None:
    with pytest.raises(RseqctError, match="cannot be unpacked"):
        Facts.of(facts_event(), config)


@pytest.mark.parametrize("changes, words", [
    ({"release": None}, "'release' is missing"), ({"features": "rseq"}, "'features'"),
    ({"release": "six"}, "--as RELEASE")])
def test_what_are_no_facts(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(RseqctError, match=words):
        Facts.of(facts_event(**changes))


@pytest.mark.parametrize("cmdline, on", [
    ("", None), ("rseq_debug", None), ("rseq_debug=", None), ("rseq_debug=2", None), ("rseq_debug=o", None),
    ("rseq_debug=1", True), ("rseq_debug=Yes", True), ("rseq_debug=on", True), ("rseq_debug=enable", True),
    ("rseq_debug=0", False), ("rseq_debug=No", False), ("rseq_debug=off", False),
    ("rseq_debug=1 rseq_debug=0", False), ("rseq_debug=1 rseq_debug=?", True), ("not_rseq_debug=1", None)])
def test_boot_parameters_as_the_kernel_reads_them(cmdline: str, on: bool | None) -> None:
    assert make_facts(cmdline=cmdline).switched("rseq_debug") is on


def test_what_is_not_told_is_unknown() -> None:
    facts = make_facts(cpus={}, nodes=None, root=None)
    assert (facts.cpus_allowed, facts.nodes, facts.root) == (None, None, None)


@pytest.mark.parametrize("accelerator, guest, emulated", [
    (None, False, False), ("kvm", True, False), ("tcg", True, True)])
def test_guests(accelerator: str | None, guest: bool, emulated: bool) -> None:
    facts = make_facts(**({"accelerator": accelerator} if accelerator else {}))
    assert (facts.guest, facts.emulated) == (guest, emulated)


def test_stored_facts_are_the_same() -> None:
    facts = make_facts(as_release="6.1")
    assert Facts.from_json(facts.to_json()) == facts
    with pytest.raises(RseqctError):
        Facts.from_json([])
