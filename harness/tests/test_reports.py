# SPDX-License-Identifier: MIT
"""Results and the reports made of them: all pure functions of results.json."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import PROMISE, make_case, make_facts

from rseqct.cases.observe import Failure, Observation, TestRun as ObservedTest
from rseqct.catalogue.expected import Expected
from rseqct.errors import Exit, RseqctError
from rseqct.judging.judge import Judgement
from rseqct.judging.verdicts import TABLE, Verdict
from rseqct.reports import console, junit, ktap
from rseqct.results import history, kept, names, results
from rseqct.results.results import Record, Results, RunInfo

VERDICTS = {
    "pass": Judgement(Verdict.PASS), "fail": Judgement(Verdict.FAIL, "X at f.cc:1", "assertion"),
    "timeout": Judgement(Verdict.FAIL, "no end within 20 s", "timeout"),
    "xfail": Judgement(Verdict.XFAIL, "known bug the-bug", "assertion", bug="the-bug"),
    "xpass": Judgement(Verdict.XPASS, "passes, but", bug="the-bug"),
    "noted": Judgement(Verdict.XPASS, "passes, but", bug="the-bug", allowed=True),
    "skip": Judgement(Verdict.SKIP, "needs root: #1"), "na": Judgement(Verdict.NA, "not here"),
    "badskip": Judgement(Verdict.BADSKIP, "why?"), "error": Judgement(Verdict.ERROR, "mmap: ENOMEM"),
    "miss": Judgement(Verdict.MISS, "gone"),
    "unshown": Judgement(Verdict.UNSHOWN, "not shown", "control", bug="the-bug")}


def record(name: str) -> Record:
    """A record with one of the verdicts above, and a failure text that nothing likes."""
    test = ObservedTest("Unregister.Claim", "fail", 1, ["unregister.promise"],
                        [Failure("f.cc", 1, "a <b> \x00 # c\nd")])
    return Record(make_case(f"unregister.{name}"), Observation("exit", 1, 1000, tests=[test]), VERDICTS[name])


def run(*names: str) -> Results:
    """A run with these verdicts."""
    return Results(make_facts(), tuple(map(record, names or VERDICTS)),
                   RunInfo("0.1 (abc)", "build", selected=len(VERDICTS)))


@pytest.mark.parametrize("names, status", [
    ((), Exit.NOTHING), (("pass", "skip", "na", "xfail", "noted", "unshown"), Exit.OK), (("pass", "fail"), Exit.FAIL),
    (("xpass",), Exit.FAIL), (("badskip", "error", "miss"), Exit.FAIL), (("error", "miss"), Exit.ERROR),
    (("miss",), Exit.MISS)])
def test_exit_statuses(names: tuple[str, ...], status: Exit) -> None:
    assert Results(make_facts(), tuple(map(record, names))).status() is status


def test_what_is_written_is_read(tmp_path: Path) -> None:
    results.write(tmp_path / "deep" / "results.json", run())
    assert results.read(tmp_path / "deep" / "results.json") == run()


def test_writing_fails_in_one_line_and_leaves_nothing(tmp_path: Path,
                                                      monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")
    path = tmp_path / "results.json"
    path.write_text("old")
    monkeypatch.setattr("os.replace", full)
    with pytest.raises(RseqctError, match="No space left on device; nothing was changed"):
        results.write(path, run())
    assert path.read_text() == "old" and list(tmp_path.iterdir()) == [path]
    with pytest.raises(RseqctError, match="cannot be written"):
        results.write(path / "below", run())


def test_the_worst_of_several_runs() -> None:
    worst = results.worst([record("pass"), record("error"), record("fail"), record("pass")])
    assert (worst.judgement.verdict, worst.runs, worst.red_runs) == (Verdict.ERROR, 4, 2)
    assert results.worst([record("pass")]).red_runs == 0


def test_stored_results_are_judged_by_todays_data(load: Callable[..., Expected]) -> None:
    stored, failed = run("fail"), record("fail").observation
    assert failed is not None
    seen = Observation("exit", 1, plan=["Unregister.Claim"], finished=True, tests=failed.tests)
    stored = Results(stored.facts, (Record(make_case(), seen, VERDICTS["pass"]),))
    assert results.rejudge(stored, load()).records[0].judgement.verdict is Verdict.FAIL
    assert results.rejudge(stored, load(), "4.17").records[0].judgement.verdict is Verdict.NA


def test_ktap() -> None:
    lines = ktap.render(run()).splitlines()
    assert lines[:2] == ["KTAP version 1", "1..12"]
    told = {line.split(" unregister.")[1].split("[")[0]: line for line in lines[2:]
            if not line.startswith("#")}
    passed = [name for name, line in told.items() if line.startswith("ok ")]
    assert passed == ["pass", "noted", "skip", "na", "unshown"]
    for name, directive in (("timeout", "# TIMEOUT no end"), ("xfail", "# XFAIL the-bug"),
                            ("skip", "# SKIP needs root: 1"),
                            ("error", "# ERROR mmap: ENOMEM"), ("miss", "# ERROR gone"),
                            ("na", "# SKIP not here"), ("unshown", "# SKIP not shown")):
        assert directive in told[name]
    assert told["fail"] == "not ok 2 unregister.fail[x86_64]"


def test_ktap_is_tap_to_others() -> None:
    parser = pytest.importorskip("tap.parser")
    parsed = list(parser.Parser().parse_text(ktap.render(run("pass", "fail",
                                                             "skip")).replace("KTAP version 1\n", "")))
    assert [line.ok for line in parsed if line.category == "test"] == [True, False, True]


def test_junit() -> None:
    root = ElementTree.fromstring(junit.render(run()).encode())
    [suite] = root
    assert {key: suite.get(key) for key in ("name", "tests", "failures", "errors", "skipped")} == {
        "name": "unregister", "tests": "12", "failures": "4", "errors": "2", "skipped": "4"}
    cases = {case.get("classname"): case for case in suite.iter("testcase")}
    assert [child.tag for child in cases["unregister.noted"]] == []
    [failure] = cases["unregister.timeout"]
    assert (failure.get("type"), failure.get("message")) == ("timeout", "no end within 20 s")
    assert failure.text == "f.cc:1\na <b> ? # c\nd"
    release = suite.find("properties/property[@name='release']")
    assert release is not None and release.get("value") == "6.18.44"


def test_the_console_report(load: Callable[..., Expected]) -> None:
    text = console.render(run(), load())
    assert text.startswith("rseq conformance 0.1 (abc)   kernel 6.18.44 x86_64   PREEMPT_DYNAMIC   2 cpus   ")
    assert "unregister  .FFxXXs-BEMu" in text
    assert "1/12   1 known bug, 1 not shown, 1 not applicable, 1 unsupported" in text
    assert "noted        unregister.noted[x86_64] passes, but" in text
    assert "\033" not in text and "\033[31m" in console.render(run(), load(), console.Style(color=True))
    for verdict in ("FAIL(assertion)", "FAIL(timeout)", "XPASS", "BADSKIP", "ERROR", "MISS"):
        assert f"\n{verdict} unregister." in text
    assert "12 cases: 2 FAIL, 1 XPASS, 1 BADSKIP, 1 ERROR, 1 MISS." in text
    assert console.render(run(), load(), console.style_for(open("/dev/null"), True)).count("unregister  .") == 0


def test_requirements_come_to_their_worst_case() -> None:
    def count(*names: str) -> str:
        records = [record(name) for name in names]
        told = tuple(replace(each, judgement=replace(each.judgement, claims=(
            ("unregister.promise", each.judgement.verdict),))) for each in records)
        return TABLE[Results(make_facts(), told).requirements()["unregister.promise"]].count
    assert count("pass", "fail") == "BROKEN"
    assert count("xfail", "pass") == "known broken"
    assert (count("na", "pass"), count("pass", "error")) == ("hold", "not tested")
    assert count("pass", "unshown") == "not shown"
    assert (count("na"), count("miss", "na")) == ("not applicable", "not tested")


def test_where_it_passed_before(tmp_path: Path, load: Callable[..., Expected]) -> None:
    for release in ("6.9", "6.12.60", "6.1-rc2"):
        kept.write(tmp_path, release, Results(make_facts(release=release), (
            Record(make_case("unregister.fail"), None, VERDICTS["pass"]),)), load())
    for name in ("damaged.jsonl", ".6.9.jsonl.17.part"):
        (tmp_path / "expected" / "results" / name).write_bytes(b"half")
    passed = history.passed_on(tmp_path, run().records)
    assert passed == {"unregister.fail[x86_64]": ["6.1-rc2", "6.9", "6.12.60"]}
    assert "passes on    6.1-rc2, 6.9, 6.12.60" in console.render(
        run(), load(), context=console.Context(passed))


def test_promises_are_quoted(load: Callable[..., Expected]) -> None:
    expected = load(requirements__unregister=PROMISE.replace('"4.18"', '["4.19", "4.18.7"]'))
    red = Record(make_case(), None, Judgement(Verdict.MISS, "gone",
                                              requirements=("unregister.promise", "x.y")))
    text = console.failure(red, Results(make_facts(), (red,)), expected)
    assert "unregister.promise (must, since 4.19, 4.18.7)" in text and "x.y (in no catalogue)" in text


def test_results_say_which_results_they_are(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    results.write(path, run("pass"))
    value = json.loads(path.read_text())
    assert (value["format"], value["version"], len(value["cases"])) == ("rseqct-results", 2, 1)
    assert names.directory_name("6.18/x", "i386", "rseq_debug=1", "cpus1") == "6.18_x-i386-rseq_debug_1-cpus1"
