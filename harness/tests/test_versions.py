# SPDX-License-Identifier: MIT
"""Releases: their order, and ranges with stable series."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rseqct.catalogue.versions import Bounds, Release, Truth, in_range, overlap

settings.register_profile("busy", deadline=None)       # a loaded machine is no failure
settings.load_profile("busy")

IN_ORDER = ["4.18", "5.10.0-46-cloud-amd64", "5.10.240", "6.1.0-32-amd64", "6.1.146", "6.9", "6.10-rc1",
            "6.10",
            "6.12.107+deb13-cloud-amd64", "6.18.9", "6.18.44", "6.18.44-fc-v59", "6.18.44-fc-v595",
            "6.19-rc3", "6.19",
            "7.0", "7.1-rc3", "7.1-rc3-00012-gabcdef012345", "7.1-rc10", "7.1", "7.1.0-1-generic", "7.1.1"]

numbers = st.integers(0, 30)
suffixes = st.sampled_from(["", "-1", "-32-amd64", "+", "-fc-v595", "+deb13-cloud-amd64", "-generic", "_x"])
plain = st.builds(lambda a, b, c, rc: f"{a}.{b}" + (f".{c}" if c is not None else "") + (f"-rc{rc}" if rc
                                                                                         else ""),
                  numbers, numbers, st.none() | numbers, st.none() | st.integers(1, 9))
texts = st.builds(str.__add__, plain, suffixes)
releases = texts.map(Release.parse)
finals = st.builds(lambda a, b, c: f"{a}.{b}.{c}", numbers, numbers, numbers)


@st.composite
def bounds(draw: st.DrawFn) -> Bounds:
    """A mainline release x.y, and first fixed releases of older series."""
    major, minor = draw(st.integers(1, 8)), draw(st.integers(0, 20))
    series = draw(st.sets(st.tuples(numbers, numbers).filter(lambda s: s < (major, minor)), max_size=4))
    return Bounds.parse([f"{major}.{minor}", *(f"{a}.{b}.{draw(st.integers(1, 99))}" for a,
                                               b in sorted(series))])


def test_real_names_are_in_order() -> None:
    parsed = [Release.parse(text) for text in IN_ORDER]
    assert sorted(parsed, key=lambda release: release) == parsed
    assert all(a < b for a, b in zip(parsed, parsed[1:]))


@pytest.mark.parametrize("text", ["", "6", "six", "v6.1", "Linux 6.1", "6.x"])
def test_what_is_no_release_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a kernel release"):
        Release.parse(text)


@pytest.mark.parametrize("text, is_plain", [
    ("6.18", True), ("6.18.44", True), ("7.1-rc3", True), ("7.1.0-rc3+", True),
    ("7.1-rc3-00012-gabcdef012345", True),
    ("6.18.44-fc-v595", False), ("6.12.107+deb13-amd64", False), ("5.15.0-91-generic", False)])
def test_names_that_kernel_org_gives(text: str, is_plain: bool) -> None:
    assert Release.parse(text).is_plain is is_plain


@given(releases, releases)
def test_order_is_total(a: Release, b: Release) -> None:
    assert (a < b) + (a == b) + (a > b) == 1
    assert (a <= b) == (not a > b)
    assert a != b or hash(a) == hash(b)


@given(releases, releases, releases)
def test_order_is_transitive(a: Release, b: Release, c: Release) -> None:
    if a <= b <= c:
        assert a <= c


@given(finals, st.integers(1, 20), suffixes)
def test_candidates_come_before_and_suffixes_after(text: str, rc: int, suffix: str) -> None:
    release = Release.parse(text)
    assert Release.parse(f"{text}-rc{rc}") < release <= Release.parse(text + suffix)
    assert Release.parse(f"{text}-rc{rc}") < Release.parse(f"{text}-rc{rc + 1}")
    following = Release.parse(f"{release.major}.{release.minor}.{release.patch + 1}")
    assert Release.parse(text + suffix) < following


@given(numbers, numbers)
def test_a_missing_patch_level_is_zero(major: int, minor: int) -> None:
    assert Release.parse(f"{major}.{minor}") == Release.parse(f"{major}.{minor}.0")


@given(bounds(), texts)
def test_a_range_and_its_complement_never_both_hold(bound: Bounds, text: str) -> None:
    release = Release.parse(text)
    truths = (in_range(release, bound, None), in_range(release, None, bound))
    assert truths in ((Truth.YES, Truth.NO), (Truth.NO, Truth.YES), (Truth.UNKNOWN, Truth.UNKNOWN))


@given(bounds(), finals, st.integers(0, 30))
def test_what_has_a_change_keeps_it_within_its_series(bound: Bounds, text: str, more: int) -> None:
    release = Release.parse(text)
    later = Release.parse(f"{release.major}.{release.minor}.{release.patch + more}")
    if bound.reached(release) is Truth.YES:
        assert bound.reached(later) is Truth.YES


@given(bounds(), suffixes)
def test_the_bounds_themselves_have_the_change_and_their_predecessors_do_not(bound: Bounds,
                                                                             suffix: str) -> None:
    for first in (bound.mainline, *bound.stable):
        assert bound.reached(Release.parse(first.text + suffix)) is Truth.YES
    for first in bound.stable:
        assert bound.reached(Release.parse(f"{first.major}.{first.minor}.{first.patch - 1}")) is Truth.NO


@given(bounds(), finals)
def test_stable_entries_count_for_their_own_series_only(bound: Bounds, text: str) -> None:
    release = Release.parse(text)
    if release < bound.mainline and release.series not in {first.series for first in bound.stable}:
        assert bound.reached(release) is Truth.NO


@pytest.mark.parametrize("text, truth", [
    ("6.14.8", Truth.NO), ("6.14.9", Truth.YES), ("6.13.99", Truth.NO), ("6.12.39", Truth.YES),
    ("6.12.38", Truth.NO),
    ("6.15", Truth.YES), ("6.15-rc4", Truth.UNKNOWN), ("6.14-rc4", Truth.NO),
    ("7.3.4+deb13-amd64", Truth.YES),
    ("6.12.39-rc1", Truth.UNKNOWN), ("6.12.107+deb13-cloud-amd64", Truth.YES), ("6.12", Truth.NO)])
def test_the_registration_segfault_is_fixed_where_it_is(text: str, truth: Truth) -> None:
    assert Bounds.parse(["6.15", "6.14.9", "6.12.39"]).reached(Release.parse(text)) is truth


@pytest.mark.parametrize("text, truth", [
    ("7.0.9", Truth.NO), ("7.0.10", Truth.YES), ("7.1-rc2", Truth.NO), ("7.1-rc3", Truth.YES),
    ("7.1", Truth.YES)])
def test_a_bound_may_be_a_candidate(text: str, truth: Truth) -> None:
    assert Bounds.parse(["7.1-rc3", "7.0.10"]).reached(Release.parse(text)) is truth


@pytest.mark.parametrize("value, why", [
    ([], "empty"), ("6.1-amd64", "not a release"), ("6", "not a release"),
    (["6.12.3", "6.15"], "mainline comes first"),
    (["6.15", "6.12.3", "6.12.9"], "two entries")])
def test_bounds_that_make_no_sense_are_refused(value: str | list[str], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        Bounds.parse(value)


@pytest.mark.parametrize("first, second, common", [
    (("4.18", "6.0"), ("6.0", ["6.1", "6.0.10"]), False),      # one ends where the other begins
    (("6.0", "6.19"), ("6.0", ["6.1", "6.0.10"]), True), ((None, None), ("7.0", None), True),
    ((["7.1", "7.0.7"], None), ("7.0", ["7.1", "7.0.7"]), False),      # before 7.1, 7.0.7 is where the other ends
    ((["7.1", "7.0.7"], None), ("7.0", ["7.1", "7.0.9"]), True), (("6.3", None), ("6.19-rc1", "6.19"), True),
    ((None, ["6.15", "6.12.39"]), ("6.12.39", "6.13"), False), ((None, ["6.15", "6.12.39"]), ("6.12", "6.13"), True)])
def test_ranges_that_have_a_release_in_common(first: Any, second: Any, common: bool) -> None:
    def bounds(ends: Any) -> Any:
        return tuple(None if end is None else Bounds.parse(end) for end in ends)

    assert overlap(bounds(first), bounds(second)) is overlap(bounds(second), bounds(first)) is common
