# SPDX-License-Identifier: MIT
"""A test that cannot fail is a defect: every case of the system-call areas is shown kernels that lie
(rct-liar), and must find out exactly the lies that lies.toml says, with the right message."""

from __future__ import annotations

import functools
import os
import re
import signal
import subprocess
import time
from collections.abc import Iterable
from pathlib import Path

import lying
import pytest
from conftest import make_facts
from lying import Ledger, Lie
from rseqct.cases import manifest
from rseqct.cases.manifest import Case
from rseqct.cases.observe import Observation
from rseqct.catalogue import expected
from rseqct.judging.judge import judge
from rseqct.judging.verdicts import Verdict

LEDGER = Ledger.load()
# Lies that are told to 32-bit programs too: one of each mechanism. The liar's side is the same for both.
IN_I386 = ("none-by-proxy", "unregister-signature-ignored", "configuration-size",
           "membarrier-eperm-swallowed", "auxv-size-40")


@pytest.fixture(autouse=True)
def built() -> None:
    """There is a liar, unless the machine is one that it cannot be built for."""
    if os.uname().machine != "x86_64":
        pytest.skip("rct-liar is for x86_64")
    assert lying.LIAR.exists(), f"{lying.LIAR} was not built: is libseccomp's development package missing?"


@functools.cache
def liar_list() -> tuple[Lie, ...]:
    return tuple(lying.listed())


@functools.cache
def honest(abi: str) -> dict[str, Observation]:
    """What the cases see on the running kernel itself."""
    return lying.run(None, lying.cases_of(abi))


def shown(lie: Lie, abi: str) -> list[Case]:
    """The cases that a lie is told to: green on the running kernel, and not disturbed by the liar."""
    return [case for case in lying.cases_of(abi)
            if lying.is_green(honest(abi)[case.id]) and LEDGER.shown(lie, case.id)
            and case.id not in LEDGER.unreddened]


def described(messages: Iterable[tuple[str, str]]) -> str:
    return "".join(f"\n{case}\n    " + message.strip().replace("\n", "\n    ") for case, message in messages)


def check(lie: Lie, abi: str) -> None:
    cases = shown(lie, abi)
    red = LEDGER.red.get(lie.name, {})

    def wrong(found: dict[str, str]) -> dict[str, str]:
        """The cases that do not do what lies.toml says, and what they do instead."""
        faults = {}
        for case in (case.id for case in cases):
            if case in found and case not in red:
                faults[case] = f"finds it out, which lies.toml does not say:\n{found[case]}"
            elif case not in found and case in red:
                faults[case] = "must find it out, and passes"
            elif case in found and not re.search(red[case], found[case], re.DOTALL):
                faults[case] = f"fails with another message than {red[case]}:\n{found[case]}"
        return faults

    found = lying.reds(honest(abi), lying.run(lie.name, cases))
    doubtful = [case for case in cases if case.id in wrong(found)]
    if doubtful:
        patient = lying.reds(honest(abi), lying.run(lie.name, doubtful, patient=True))
        found = {case: message for case, message in found.items() if case not in wrong(found)} | patient
    assert not wrong(found), lie.wrong + described(wrong(found).items())


@pytest.mark.parametrize("name", [*LEDGER.red, "none-by-proxy"])
def test_exactly_these_cases_find_out(name: str) -> None:
    check(next(lie for lie in liar_list() if lie.name == name), "x86_64")


@pytest.mark.parametrize("name", IN_I386)
def test_32_bit_programs_are_lied_to_alike(name: str) -> None:
    if not lying.cases_of("i386"):
        pytest.skip("no i386 cases were built")
    check(next(lie for lie in liar_list() if lie.name == name), "i386")


def test_the_liar_disturbs_only_whom_it_must() -> None:
    """Every call is looked at and let through: what differs is the liar's fault."""
    disturbed = {case for cases in LEDGER.disturbed.values() for case in cases}
    green = [case for case in lying.cases_of("x86_64") if lying.is_green(honest("x86_64")[case.id])]
    undisturbed = [case for case in green if case.id not in disturbed]
    found = lying.reds(honest("x86_64"), lying.run("none", undisturbed))
    assert not found, f"disturbed, and not in lies.toml:{described(found.items())}"


def test_every_lie_is_known_and_found_out() -> None:
    names = {lie.name for lie in liar_list()}
    assert LEDGER.red.keys() <= names, "lies.toml names lies that rct-liar does not have"
    assert LEDGER.broad <= LEDGER.red.keys()
    assert {name for name in names if not LEDGER.red.get(name)} == {"none", "none-by-proxy"}


def test_every_case_finds_out_a_lie() -> None:
    """Broad lies do not count: they stop a case before it comes to its claim."""
    cases = {case.id for case in lying.cases_of("x86_64")}
    green = {case for case, observed in honest("x86_64").items() if lying.is_green(observed)}
    named = {case for red in LEDGER.red.values() for case in red} | LEDGER.unreddened.keys() | {
        case for disturbed in LEDGER.disturbed.values() for case in disturbed}
    assert named <= cases, f"lies.toml names cases that are not there: {', '.join(sorted(named - cases))}"
    reddened = {case for name, red in LEDGER.red.items() if name not in LEDGER.broad for case in red}
    assert not reddened & LEDGER.unreddened.keys(), "reddened after all"
    print(f"{len(reddened & green)} of {len(green)} cases that are green here find out a lie. Shown none:")
    for case in sorted(cases - reddened):
        print(f"  {case}: {LEDGER.unreddened.get(case, 'not about this kernel')}")
    missing = sorted(green - reddened - LEDGER.unreddened.keys())
    assert not missing, f"no lie reddens these cases, and lies.toml does not say why: {', '.join(missing)}"


@pytest.mark.parametrize(("config", "verdict"), [
    ("# CONFIG_RSEQ is not set\n", Verdict.SKIP), ("CONFIG_RSEQ=y\n", Verdict.BADSKIP)])
def test_a_kernel_without_rseq_is_excused_by_its_configuration(config: str, verdict: Verdict) -> None:
    every = [case for case in manifest.read(lying.BUILD / "manifest.json").cases if case.area != "seccomp"]
    observed = lying.run("no-rseq", [case for case in every if case.abi == "x86_64"])
    catalogue = expected.load(Path(__file__).resolve().parents[2] / "expected")
    facts = make_facts(config, features=[])
    verdicts = {case.id: judge(case, observed[case.id], facts, catalogue).verdict
                for case in every if case.abi == "x86_64"}
    about_it = "register.not_configured"
    assert verdicts.pop(about_it) is (Verdict.PASS if verdict is Verdict.SKIP else Verdict.NA)
    wrong = {case: found for case, found in verdicts.items() if found not in (verdict, Verdict.NA)}
    assert not wrong and verdict in verdicts.values()


def liar(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([lying.LIAR, *arguments], capture_output=True, text=True, timeout=20, check=False)


def test_the_program_s_end_is_the_liar_s() -> None:
    assert liar("none", "--", "/bin/sh", "-c", "echo said; exit 7").stdout == "said\n"
    assert liar("none", "--", "/bin/sh", "-c", "exit 7").returncode == 7
    assert liar("none", "--", "/bin/sh", "-c", "kill -USR1 $$").returncode == -signal.SIGUSR1


@pytest.mark.parametrize(("arguments", "status", "message"), [
    ((), 2, "usage:"), (("none",), 2, "usage:"), (("none", "--"), 2, "usage:"),
    (("none", "true", "x"), 2, "usage:"),
    (("white", "--", "true"), 2, "no such lie: white"),
    (("none", "--", "/nowhere"), 127, "/nowhere: No such file")])
def test_wrong_use_is_told(arguments: tuple[str, ...], status: int, message: str) -> None:
    done = liar(*arguments)
    assert done.returncode == status and message in done.stderr and not done.stdout


def test_nothing_is_left_behind() -> None:
    mark = f"3{os.getpid()}"
    left = f"setsid sleep {mark} >/dev/null 2>&1 & exit 0"
    assert liar("none", "--", "/bin/sh", "-c", left).returncode == 0
    assert not running(mark)
    process = subprocess.Popen(
        [lying.LIAR, "none", "--", "/bin/sh", "-c", f"setsid sleep {mark} & sleep {mark}"])
    deadline = time.monotonic() + 10
    while len(running(mark)) < 3 and time.monotonic() < deadline:
        time.sleep(0.01)
    process.terminate()
    assert process.wait(10) == -signal.SIGTERM
    assert not running(mark)


def running(mark: str) -> list[str]:
    """The processes that have this in their arguments, but for the liar."""
    found = []
    for entry in os.listdir("/proc"):
        try:
            with open(f"/proc/{entry}/cmdline", encoding="utf-8", errors="replace") as file:
                line = file.read()
        except OSError:
            continue
        if mark in line and "rct-liar" not in line:
            found.append(line)
    return found
