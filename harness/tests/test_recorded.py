# SPDX-License-Identifier: MIT
"""The form of recorded results: what it keeps, that it is always the same, and what it says of damaged files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import make_facts
from hypothesis import given, strategies as st

from rseqct.cases.manifest import Case, Test as ManifestTest
from rseqct.cases.observe import HOWS, OUTCOMES, Failure, Observation, TestRun
from rseqct.errors import Exit, RseqctError
from rseqct.judging.judge import Judgement
from rseqct.judging.verdicts import Verdict
from rseqct.results import kept, recorded
from rseqct.results.results import Record, Results, RunInfo

SOURCE = Path(__file__).resolve().parents[2]
FILES = kept.files(SOURCE)
CASE = Case("fork.claim", "x86_64", "cases/fork/claim", "cases/fork/claim.cc",
            (ManifestTest("Fork.One", 0, True), ManifestTest("Fork.Other", 0, False)), ("fork.promise", "fork.other"))
HEAD = ('{"format":"rseqct-recorded","version":1}\n{"run":{}}\n'
        '{"facts":{"release":"7.3","version":"#1","machine":"x86_64","cpus":{},"features":[]}}\n')
LINE = '{"case":"fork.claim","abi":["x86_64"],"tests":["Fork.One/*","Fork.Other"],"verifies":["fork.promise"]}'


def passed(case: Case = CASE, **changes: Any) -> Record:
    """A record in which everything is as usual, but for some fields of the observation."""
    tests = [TestRun(name, "pass", verifies=list(case.verifies)) for name in case.planned()]
    seen = Observation("exit", 0, plan=case.planned(), tests=tests, finished=True)
    return Record(case, replace(seen, **changes), Judgement(Verdict.PASS))


def lines(*records: Record) -> list[str]:
    """The lines of the cases."""
    return recorded.render(Results(make_facts(), records)).splitlines()[3:]


def back(whole: Results) -> Results:
    """The same, written and read."""
    return recorded.parse(recorded.render(whole), "x.jsonl")


def test_what_is_usual_is_left_out() -> None:
    foreign = replace(CASE, abi="i386", binary="i386/cases/fork/claim")
    assert lines(passed(), passed(foreign)) == [
        '{"case":"fork.claim","abi":["i386","x86_64"],"tests":["Fork.One/*","Fork.Other"],'
        '"verifies":["fork.promise","fork.other"]}']
    assert back(Results(make_facts(), (passed(foreign), passed()))).records == (passed(foreign), passed())


def test_both_modes_share_what_they_say() -> None:
    failure = Failure("cases/fork/claim.cc", 7, "Actual: 3\nline two – ü")
    tests = [TestRun(name, "fail", verifies=["fork.promise"], failures=[failure]) for name in CASE.planned()]
    line, = lines(passed(status=1, tests=tests))
    assert line.endswith('"seen":{"status":1,"tests":{' + ",".join(
        f'"Fork.{name}":{{"outcome":"fail","verifies":["fork.promise"],"failures":[{{"line":7,"text":"Actual: 3\\nline '
        'two – ü"}]}' for name in ("One/*", "Other")) + "}}}")


def test_the_lines_are_sorted() -> None:
    cases = [replace(CASE, id=name) for name in ("b.a", "a.b", "a.a")]
    assert [line.split('"')[3] for line in lines(*map(passed, cases))] == ["a.a", "a.b", "b.a"]


@st.composite
def records(draw: st.DrawFn) -> Record:
    """Any record that a run can make; of the judgement only the verdict is kept."""
    text, number = st.text(max_size=5), st.integers(0, 9)
    failure = st.builds(Failure, st.sampled_from(["cases/fork/claim.cc", "a.cc"]), number, text, st.booleans(), text)
    names: list[str] = draw(st.sampled_from([CASE.planned(), CASE.planned()[:2], CASE.planned()[2:], []]))
    tests = [draw(st.builds(TestRun, st.just(name), st.sampled_from([None, *OUTCOMES]), number,
                            st.sampled_from([list(CASE.verifies), ["fork.promise"], []]), st.lists(failure, max_size=2),
                            st.none() | text, st.none() | text, text, text, st.dictionaries(text, number, max_size=1)))
             for name in names]
    seen = st.builds(Observation, st.sampled_from(HOWS), number, number, number, number,
                     st.sampled_from([None, [], names, CASE.planned()]), st.just(tests), st.booleans(), text,
                     st.lists(text, max_size=1), st.none() | text)
    return Record(CASE, draw(st.none() | seen), Judgement(draw(st.sampled_from(Verdict))), draw(text), draw(number),
                  draw(number))


@given(records(), st.booleans())
def test_nothing_is_lost(one: Record, marked: bool) -> None:
    if one.observation is not None:
        one.observation.marked = marked
    whole = Results(make_facts(as_release="6.12"), (one,), RunInfo("0.1 (abcdef0)", wall_s=1.5, notes=("a", "b")))
    assert back(whole) == whole


def test_controls_that_were_not_marked() -> None:
    whole = Results(make_facts(), (passed(marked=False),))
    assert recorded.render(whole).startswith('{"format":"rseqct-recorded","version":1,"marked":false}\n')
    assert back(whole) == whole


@pytest.mark.parametrize("text, where, said", [
    (HEAD.replace(":1}", ":9}"), 1, "recorded results of version 9; this tool reads 1"),
    (HEAD.replace(":1}", ":1,\"more\":1}"), 1, "unknown key 'more'"),
    (HEAD.replace('"run":{}', '"run":{"wall":1}'), 2, "unexpected keyword argument 'wall'"),
    (HEAD.replace('"run":{}', '"run":{"selected":2}') + LINE + "\n", 4, "2 cases ran, but the file has 1"),
    (HEAD.replace('"7.3"', "7"), 3, "facts: 'release' is missing or not of type str"),
    (HEAD.partition("\n")[0] + "\n", 2, "the file ends here"),
    (HEAD + LINE, 4, "the last line does not end in a newline"),
    (HEAD + f"{LINE}\n{LINE[:-9]}\n", 5, "Unterminated string"),
    (HEAD + f"{LINE}\n{LINE}\n", 5, "the file has a case twice"),
    (HEAD + f"{LINE}\n[]\n", 5, "not a JSON object"),
    (HEAD + LINE.replace('"verifies"', '"cites"') + "\n", 4, "no 'verifies'"),
    (HEAD + LINE[:-1] + ',"verdict":"GOOD"}\n', 4, "'GOOD' is not a valid Verdict"),
    (HEAD + LINE[:-1] + ',"seen":{"how":"well"}}\n', 4, "how is 'well'"),
    (HEAD + LINE[:-1] + ',"seen":{"tests":{"Fork.None":{}}}}\n', 4, "'Fork.None' is not a TEST that ran"),
    (HEAD + LINE[:-1] + ',"seen":{"tests":{"Fork.Other":{"end":1}}}}\n', 4, "unexpected keyword argument 'end'"),
], ids=lambda value: value[-40:] if isinstance(value, str) and "\n" not in value else "")
def test_a_damaged_file_is_told_by_line(tmp_path: Path, text: str, where: int, said: str) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text(text)
    with pytest.raises(RseqctError) as caught:
        kept.read(path)
    message = str(caught.value)
    assert message.startswith(f"{path}:{where}: ") and said in message and "; " in message and "\n" not in message
    assert caught.value.status is Exit.USAGE


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_what_is_recorded_is_written_the_same_again(path: Path) -> None:
    assert recorded.render(kept.read(path)) == path.read_text(encoding="utf-8")
