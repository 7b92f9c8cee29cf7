# SPDX-License-Identifier: MIT
"""Bisecting over kernels: the search, and whole ones over kernels that are made up."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import make_facts
from hypothesis import given, settings
from hypothesis import strategies as st

from rseqct.bisect import prebuilt
from rseqct.bisect.probe import Seen
from rseqct.bisect.search import Outcome, Row, Span, run, span, steps
from rseqct.cases.manifest import Case, Test as ManifestTest
from rseqct.catalogue.versions import Release
from rseqct.errors import Exit, RseqctError
from rseqct.kernels.apt import PackageGone
from rseqct.kernels.index import Kernel, Package
from rseqct.kernels.names import DebianName
from rseqct.kernels.store import CachedKernel, Store
from rseqct.machines.shape import Shape
from rseqct.targets.where import GuestOptions

CASE = Case("unregister.promise", "x86_64", "cases/unregister/promise", "cases/unregister/promise.cc",
            (ManifestTest("Unregister.Claim", 7, False),), ("unregister.promise",))
RELEASES = ["6.18.5", "6.18.15", "6.19.6", "6.19.14", "7.0.4", "7.0.7", "7.0.9", "7.0.10", "7.0.13", "7.1.3", "7.3.4"]
FAILURE = "Expected equality of these values:\n  mine->cpu_id\n    Which is: 7\n  0u\n    Which is: 0\n"


def kernel(linux: str, flavour: str = "cloud-amd64") -> Kernel:
    package = Package("linux-image", f"{linux.replace('-', '~')}-1", "trixie", 1)
    return Kernel(f"{linux}+deb13-{flavour}", "x86_64", "amd64", package)


# How Debian's experimental packs 7.3-rc7.
RC = Kernel("7.3-cloud-amd64", "x86_64", "amd64", Package("linux-image", "7.3~rc7-1~exp1", "experimental", 1))


def row(length: int, weights: list[float] | None = None) -> Row:
    return Row(tuple(f"k{number}" for number in range(length)), tuple(weights or [1.0] * (length - 1)))


@settings(deadline=None)      # a busy machine says nothing about the search
@given(st.integers(2, 40), st.data())
def test_the_search_ends_between_two_neighbours(length: int, data: Any) -> None:
    weights = data.draw(st.lists(st.sampled_from([1.0, 2.0]), min_size=length - 1, max_size=length - 1))
    cut = data.draw(st.integers(0, length - 2))
    older: Outcome = data.draw(st.sampled_from([Outcome.GOOD, Outcome.BAD]))
    newer = Outcome.BAD if older is Outcome.GOOD else Outcome.GOOD
    mute = data.draw(st.sets(st.integers(1, max(1, length - 2))))
    kernels = row(length, weights)
    tried: list[str] = []

    def attempt(name: str, remaining: int) -> Outcome:
        tried.append(name)
        number = kernels.names.index(name)
        return Outcome.SKIP if number in mute else older if number <= cut else newer

    left = run(kernels, older, {"k0": older, kernels.names[-1]: newer}, attempt)
    assert left.low <= cut < left.high and len(set(tried)) == len(tried)
    assert all(number in mute for number in range(left.low + 1, left.high)), "only what tells nothing is left between"


@settings(deadline=None)      # a busy machine says nothing about the search
@given(st.integers(2, 40), st.data())
def test_it_says_at_first_how_many_steps_it_takes_at_most(length: int, data: Any) -> None:
    weights = data.draw(st.lists(st.sampled_from([0.5, 1.0, 2.0]), min_size=length - 1, max_size=length - 1))
    cut = data.draw(st.integers(0, length - 2))
    kernels, tried = row(length, weights), []
    known = {"k0": Outcome.GOOD, kernels.names[-1]: Outcome.BAD}
    most = steps(span(kernels, [Outcome.GOOD, *[None] * (length - 2), Outcome.BAD], Outcome.GOOD))

    def attempt(name: str, remaining: int) -> Outcome:
        tried.append(remaining)
        return Outcome.GOOD if kernels.names.index(name) <= cut else Outcome.BAD

    run(kernels, Outcome.GOOD, known, attempt)
    assert len(tried) <= most <= math.ceil(math.log2(length - 1)), "no search can promise fewer"
    assert tried == sorted(tried, reverse=True)


def test_outcomes_that_contradict_each_other() -> None:
    with pytest.raises(ValueError, match="k1 and k2 contradict each other"):
        span(row(4), [Outcome.GOOD, Outcome.BAD, Outcome.GOOD, Outcome.BAD], Outcome.GOOD)


def test_a_row_of_two_needs_no_step() -> None:
    def attempt(name: str, remaining: int) -> Outcome:
        pytest.fail(f"{name} is tried")

    assert run(row(2), Outcome.GOOD, {"k0": Outcome.GOOD, "k1": Outcome.BAD}, attempt) == Span(0, 1, ())


def seen(outcome: Outcome, *symptoms: str, **more: Any) -> Seen:
    return Seen(outcome, symptoms, "; ".join(symptoms), **more)


class Made:
    """A bisection over kernels that are made up: `kernels` says what each does."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kernels: Mapping[str, Seen | BaseException],
                 releases: list[str] = RELEASES) -> None:
        self.booted: list[str] = []
        self.kernels = dict(kernels)
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
        monkeypatch.setattr(Store, "available", lambda store, arch: ([
            *map(kernel, releases), kernel("7.0.9", "rt-amd64"), RC], []))
        monkeypatch.setattr(Store, "cached", lambda store: [])
        monkeypatch.setattr(prebuilt.Prebuilt, "_boot", self._boot)

    def _boot(self, which: Kernel) -> Seen:
        self.booted.append(str(which.upstream))
        found = self.kernels[str(which.upstream)]
        if isinstance(found, BaseException):
            raise found
        return found

    def run(self, good: str, bad: str, tmp_path: Path, **more: Any) -> int:
        more.setdefault("guest", GuestOptions("", "x86_64"))
        wanted = prebuilt.Wanted(CASE, good, bad, **more)
        return prebuilt.Prebuilt(tmp_path, wanted).run()


def history(*states: tuple[str, Seen], releases: list[str] = RELEASES) -> dict[str, Seen]:
    """What each release does: the state of the last one named that is not newer."""
    return {release: [state for since, state in states if Release.parse(since) <= Release.parse(release)][-1]
            for release in releases}


GOOD, BAD = seen(Outcome.GOOD), seen(Outcome.BAD, "cases/unregister/promise.cc:9", failure=FAILURE)
BROKEN = history(("6.18", GOOD), ("6.19", BAD), ("7.0.10", GOOD))


def test_it_finds_the_break(monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
                            capsys: pytest.CaptureFixture[str]) -> None:
    made = Made(monkeypatch, tmp_path, BROKEN)
    assert made.run("6.18.5", "7.0.9", tmp_path) == Exit.OK
    said = capsys.readouterr().out
    assert "last good    6.18.15+deb13-cloud-amd64" in said and "first bad    6.19.6+deb13-cloud-amd64" in said
    assert made.booted[:2] == ["7.0.9", "6.18.5"], "both ends first, the bad one first of all"
    assert f"git bisect start v6.19 v6.18 && git bisect run {tmp_path}/rseqct bisect-step --arch x86_64" in said
    assert 'introduced = { release = "6.19.6" }   # or earlier, after 6.18.15' in said
    assert r"symptom    = 'mine\->cpu_id\s+Which is: 7'" in said
    assert "rt-amd64" not in said and RC.release not in said


def test_the_next_command_runs_the_same_in_the_same_guest(monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
                                                          capsys: pytest.CaptureFixture[str]) -> None:
    guest = GuestOptions("", "x86_64", None, Shape(2, 512, 1, ("rseq_debug=1",), True))
    Made(monkeypatch, tmp_path, BROKEN).run("6.18.5", "7.0.9", tmp_path, guest=guest, runs=3, limit_s=40)
    assert ("bisect-step --arch x86_64 --cpus 2 --memory 512 --numa 1 --icount --append rseq_debug=1 --runs 3 "
            "--limit 40 'unregister.promise[x86_64]' ") in capsys.readouterr().out


def test_it_finds_the_repair(monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
                             capsys: pytest.CaptureFixture[str]) -> None:
    made = Made(monkeypatch, tmp_path, BROKEN)
    assert made.run("7.3", "6.19.6", tmp_path, fix=True) == Exit.OK
    said = capsys.readouterr().out
    assert "last bad     7.0.9+" in said and "first good   7.0.10+" in said and "--find-fix" in said
    assert "git bisect start --term-old=broken --term-new=fixed v7.0.10 v7.0.9" in said
    assert len(made.booted) <= 6


@pytest.mark.parametrize(("good", "bad", "fix", "message"), [
    ("7.0.9", "6.18.5", False, "is newer than the bad one.*to find a fix, add --find-fix"),
    ("6.18.5", "7.0.9", True, "is older than the bad one.*leave --find-fix out"),
    ("6.18.5", "6.18.15", False, "passes on 6.18.15.*is named as bad"),
    ("6.19.6", "7.0.4", False, r"fails on 6.19.6.*is named as good: cases/unregister/promise.cc:9"),
    ("7.0.4", "7.0.4", False, "the same Linux"),
    ("7.0.4", "7.0-rt", False, "differ in architecture or flavour"),
    ("6.18.4", "7.0.4", False, "debian:6.18.4: Debian's archive has no such kernel for x86_64"),
    ("6.18.5", "7.0.4-nosuch", False, "debian:7.0.4-nosuch: Debian's archive has no such kernel"),
    ("6.18.5", "newest", False, "newest")])
def test_ends_that_are_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, good: str, bad: str, fix: bool,
                            message: str) -> None:
    made = Made(monkeypatch, tmp_path, BROKEN)
    with pytest.raises(RseqctError, match=message) as error:
        made.run(good, bad, tmp_path, fix=fix)
    assert "\n" not in str(error.value) and error.value.status == Exit.USAGE


MANY = ["6.18.5", "6.18.9", "6.18.12", "6.18.15", "6.19.6", "6.19.8", "6.19.10", "6.19.11", "6.19.13", "6.19.14",
        "7.0.4", "7.0.7", "7.0.9", "7.0.10", "7.0.12", "7.0.13", "7.1.3", "7.1.7", "7.1.8", "7.1.13", "7.2.6", "7.2.9",
        "7.2.11", "7.2.12", "7.2.13", "7.3.2", "7.3.4"]


@pytest.mark.parametrize("fix", [False, True])
@pytest.mark.parametrize("first", MANY[1:])
def test_six_boots_find_any_of_these(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, first: str, fix: bool,
                                     capsys: pytest.CaptureFixture[str]) -> None:
    old, new = (BAD, GOOD) if fix else (GOOD, BAD)
    made = Made(monkeypatch, tmp_path, history(("6.18", old), (first, new), releases=MANY), MANY)
    good, bad = ("7.3.4", "6.18.5") if fix else ("6.18.5", "7.3.4")
    assert made.run(good, bad, tmp_path, fix=fix) == Exit.OK
    assert len(made.booted) == len(set(made.booted)) <= 6
    said = capsys.readouterr().out
    assert f"{'first good' if fix else 'first bad'}    "[:13] + f"{first}+deb13" in said
    assert f"last {'bad' if fix else 'good'}" in said and "of which 6 at most are booted" in said


def test_a_good_end_of_many_that_is_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    made = Made(monkeypatch, tmp_path, history(("6.18", BAD), releases=MANY), MANY)
    with pytest.raises(RseqctError, match=r"fails on 6.18.5.*is named as good: cases/unregister/promise.cc:9") as error:
        made.run("6.18.5", "7.3.4", tmp_path)
    assert error.value.status == Exit.USAGE and len(made.booted) <= 6
    made.kernels["6.18.5"] = seen(Outcome.SKIP, "skipped: needs two CPUs")
    with pytest.raises(RseqctError, match="6.18.5.*: no result on this end; .*: skipped: needs two CPUs"):
        Made(monkeypatch, tmp_path / "other", made.kernels, MANY).run("6.18.5", "7.3.4", tmp_path)


def test_an_end_that_skips(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    made = Made(monkeypatch, tmp_path, BROKEN | {"7.0.9": seen(Outcome.SKIP, "skipped: needs two CPUs")})
    with pytest.raises(RseqctError, match="7.0.9.*: no result on this end; choose .*: skipped: needs two CPUs"):
        made.run("6.18.5", "7.0.9", tmp_path)


def test_kernels_that_do_not_boot_or_fail_otherwise(monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
                                                    capsys: pytest.CaptureFixture[str]) -> None:
    other = seen(Outcome.BAD, "crash: killed by SIGSEGV")
    made = Made(monkeypatch, tmp_path, BROKEN | {"6.19.6": seen(Outcome.SKIP, "does not boot"), "6.18.15": other})
    assert made.run("6.18.5", "7.0.4", tmp_path) == Exit.OK
    said = capsys.readouterr().out
    assert "last good    6.18.5+" in said and "first bad    6.19.14+" in said
    assert "or one of    6.18.15+deb13-cloud-amd64, 6.19.6+deb13-cloud-amd64, on which the case gave no result" in said
    assert "another failure; crash: killed by SIGSEGV" in said


def test_an_interrupted_one_goes_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
                                    capsys: pytest.CaptureFixture[str]) -> None:
    made = Made(monkeypatch, tmp_path, dict(BROKEN))
    made.kernels["6.19.14"] = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        made.run("6.18.5", "7.0.9", tmp_path)
    first, made.booted, made.kernels = made.booted, [], dict(BROKEN)
    assert made.run("6.18.5", "7.0.9", tmp_path) == Exit.OK
    assert not set(first[:-1]) & set(made.booted), "what was seen is not seen again"
    assert f"{len(first) - 1} of them are known from an interrupted run" in capsys.readouterr().out
    assert not list(tmp_path.glob("rseqct/bisect/*.json")), "nothing is kept of what has ended"


@pytest.mark.parametrize("name", [CASE.binary, CASE.starter, CASE.starter.replace("rct-starter", "librct.so"),
                                  "harness/rct-executor"])
def test_another_build_begins_again(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    made = Made(monkeypatch, tmp_path, dict(BROKEN))
    made.kernels["6.19.14"] = KeyboardInterrupt()
    for built in range(2):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(str(built))
        with pytest.raises(KeyboardInterrupt):
            made.run("6.18.5", "7.0.9", tmp_path)
        made.booted = []
    assert len(list(tmp_path.glob("rseqct/bisect/*.json"))) == 2


def test_a_damaged_state_is_begun_anew(monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
                                       capsys: pytest.CaptureFixture[str]) -> None:
    made = Made(monkeypatch, tmp_path, dict(BROKEN))
    made.kernels["6.18.5"] = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        made.run("6.18.5", "7.0.9", tmp_path)
    (state,) = tmp_path.glob("rseqct/bisect/*.json")
    state.write_text('{"7.0.9": 3', encoding="utf-8")
    made.kernels = dict(BROKEN)
    assert made.run("6.18.5", "7.0.9", tmp_path) == Exit.OK
    assert "cannot be read; the bisection starts again" in capsys.readouterr().err


def test_several_runs_have_a_confidence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
                                        capsys: pytest.CaptureFixture[str]) -> None:
    racy = replace(BAD, runs=10, red_runs=5)
    Made(monkeypatch, tmp_path, history(("6.18", replace(GOOD, runs=10)), ("6.19", racy))).run(
        "6.18.5", "7.0.9", tmp_path, runs=10)
    said = capsys.readouterr().out
    assert "red in 50 % of the runs on bad kernels: each good one is in fact bad with a probability of 0.001" in said
    assert "5 of 10 runs red" in said


def test_a_cached_kernel_counts_that_the_archive_no_longer_has(monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
                                                               capsys: pytest.CaptureFixture[str]) -> None:
    made = Made(monkeypatch, tmp_path, BROKEN | {"6.18.20": GOOD})
    cached = CachedKernel(tmp_path, "6.18.20+deb13-cloud-amd64", "x86_64", "6.18.20", "linux-image", "6.18.20-1", "x")
    monkeypatch.setattr(Store, "cached", lambda store: [cached])
    made.run("6.18.15", "6.19.6", tmp_path)
    assert "last good    6.18.20+deb13-cloud-amd64" in capsys.readouterr().out


def fetched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, failures: dict[str, RseqctError]) -> Made:
    """A bisection whose kernels are all to be fetched, of which these cannot be."""
    boot = prebuilt.Prebuilt._boot
    made = Made(monkeypatch, tmp_path, BROKEN)

    def fetch(store: Store, which: Kernel, progress: Any = None) -> None:
        if str(which.upstream) in failures:
            raise failures[str(which.upstream)]

    monkeypatch.setattr(Store, "fetch", fetch)
    monkeypatch.setattr(prebuilt.Prebuilt, "_boot", boot)
    monkeypatch.setattr(prebuilt, "Session", lambda build, options: Booted(options.guest.kernel))
    monkeypatch.setattr(prebuilt, "probe", lambda session, case, runs: BROKEN[session.linux])
    return made


class Booted:
    """The session of a guest, whose kernel is the one that its name means."""

    def __init__(self, name: str) -> None:
        known, _ = Store().available("x86_64")
        found = DebianName.parse(name.removeprefix("debian:"), "x86_64").newest(known)
        assert found is not None
        self.linux, self.facts = str(found.upstream), make_facts(release=found.release)

    def connect(self) -> None:
        pass

    def close(self) -> None:
        pass


def test_the_kernel_that_is_meant_is_booted_or_tells_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
                                                             capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(BROKEN, "7.3-rc7", BAD)
    assert fetched(monkeypatch, tmp_path, {}).run("7.0.13", "7.3-rc7", tmp_path) == Exit.OK
    assert "first bad    7.3-cloud-amd64   (Linux 7.3-rc7)" in capsys.readouterr().out, "not 7.3.4, which is good"
    made = fetched(monkeypatch, tmp_path, {})
    monkeypatch.setattr(prebuilt, "Session", lambda build, options: Booted("debian:7.3"))
    with pytest.raises(RseqctError, match=r"7.3-cloud-amd64: .* on this end; .*: 7.3.4\+deb13-cloud-amd64 was booted"):
        made.run("7.0.13", "7.3-rc7", tmp_path)


def test_a_kernel_that_the_archive_has_dropped_tells_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
                                                             capsys: pytest.CaptureFixture[str]) -> None:
    gone = PackageGone("linux-image 6.19.6 cannot be fetched: the archive no longer holds it")
    assert fetched(monkeypatch, tmp_path, {"6.19.6": gone}).run("6.18.5", "7.0.9", tmp_path) == Exit.OK
    said = capsys.readouterr().out
    assert "or one of    6.19.6+" in said and "first bad    6.19.14+" in said and "the archive no longer holds" in said
    with pytest.raises(RseqctError, match="7.0.9.*: no result on this end; .*the archive no longer holds it"):
        fetched(monkeypatch, tmp_path, {"7.0.9": gone}).run("6.18.5", "7.0.9", tmp_path)


def test_no_space_for_a_kernel_ends_it_and_it_goes_on_later(monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
                                                            capsys: pytest.CaptureFixture[str]) -> None:
    full = RseqctError("linux-image 6.19.6 cannot be fetched: archives: No space left on device")
    with pytest.raises(RseqctError, match="^linux-image 6.19.6 cannot be fetched: .*: No space left on device$"):
        fetched(monkeypatch, tmp_path, {"6.19.6": full}).run("6.18.5", "7.0.9", tmp_path)
    capsys.readouterr()
    assert fetched(monkeypatch, tmp_path, {}).run("6.18.5", "7.0.9", tmp_path) == Exit.OK
    said = capsys.readouterr().out
    assert "are known from an interrupted run" in said and "first bad    6.19.6+" in said


def test_the_case_that_a_name_means() -> None:
    other = replace(CASE, abi="i386")
    assert prebuilt.case_of([other, CASE], "unregister.promise", "x86_64") is CASE
    assert prebuilt.case_of([CASE, other], "unregister.promise[i386]", "x86_64") is other
    with pytest.raises(RseqctError, match="^no case is named 'unregister.nosuch'; `rseqct list` shows them all$"):
        prebuilt.case_of([CASE], "unregister.nosuch", "x86_64")
