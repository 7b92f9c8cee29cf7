# SPDX-License-Identifier: MIT
"""The strict reader of the executor's stream."""

from __future__ import annotations

import json
from typing import Any

import pytest

from rseqct.cases.observe import MalformedStream, Observation, observe, parse_event

ABOUT = {"case": "a.b", "abi": "x86_64"}
PLAN = {"plan": ["S.A", "S.B/extended"]}
FAILURE = {"failure": {"file": "f.cc", "line": 3, "text": "x\ny", "child": True}}
END = {"event": "end", "how": "exit", "status": 1, "wall_us": 10, "cpu_us": 9, "leftover": 0, **ABOUT}


def stream(*lines: Any, **changes: Any) -> Observation:
    """Observes a case that wrote these lines."""
    events = [{"event": "begin", **ABOUT}]
    events += [{"event": "case", "line": line if isinstance(line, str) else json.dumps(line), **ABOUT}
               for line in lines]
    return observe(parse_event(json.dumps(event)) for event in [*events, {**END, **changes}])


def test_a_whole_case() -> None:
    seen = stream(PLAN, {"start": "S.A"}, {"verifies": "a.b"}, FAILURE,
                  {"end": "S.A", "outcome": "fail", "us": 7},
                  {"start": "S.B/extended"}, {"skip": "needs root: no"},
                  {"end": "S.B/extended", "outcome": "skip", "us": 1},
                  {"finished": True})
    assert seen.malformed is None and seen.finished and (seen.how, seen.status) == ("exit", 1)
    assert [(test.name, test.outcome, test.verifies, test.skip) for test in seen.tests] == [
        ("S.A", "fail", ["a.b"], None), ("S.B/extended", "skip", [], "needs root: no")]
    assert (seen.tests[0].failures[0].line, seen.tests[0].failures[0].child) == (3, True)
    assert Observation.from_json(json.loads(json.dumps(seen.to_json()))) == seen


def test_a_skip_and_the_first_broken_step_have_a_place_where_the_stream_says_it() -> None:
    seen = stream(PLAN, {"start": "S.A"}, {"broken": "the first", "file": "a.cc", "line": 7}, {"broken": "the second"},
                  {"end": "S.A", "outcome": "broken", "us": 1}, {"start": "S.B/extended"},
                  {"skip": "needs root: no", "file": "b.cc", "line": 8})
    assert [(test.broken, test.broken_at, test.skip, test.skip_at) for test in seen.tests] == [
        ("the first", "a.cc:7", None, ""), (None, "", "needs root: no", "b.cc:8")]
    old = seen.to_json()
    for test in old["tests"]:
        del test["broken_at"], test["skip_at"]
    assert [test.broken_at for test in Observation.from_json(old).tests] == ["", ""]


def test_output_and_kernel_messages_are_kept() -> None:
    seen = observe([{"event": "begin"}, {"event": "kmsg", "line": "oh"},
                    {"event": "output", "text": "hi", "truncated": True},
                    END])
    assert (seen.output, seen.kmsg, seen.plan) == ("hi\n[cut]", ["oh"], None)


@pytest.mark.parametrize("lines", [
    ["not JSON"], ["[]"], [{"start": "S.A"}], [PLAN, PLAN], [{"plan": "S.A"}], [PLAN, {"start": "S.C"}],
    [PLAN, {"start": 1}],
    [PLAN, {"start": "S.A"}, {"start": "S.B/extended"}], [PLAN, {"end": "S.A", "outcome": "pass", "us": 1}],
    [PLAN, {"start": "S.A"}, {"end": "S.A", "outcome": "pass", "us": 1}, {"start": "S.A"}],
    [PLAN, {"start": "S.A"}, {"end": "S.B/extended", "outcome": "pass", "us": 1}],
    [PLAN, {"start": "S.A"}, {"end": "S.A", "outcome": "well", "us": 1}],
    [PLAN, {"start": "S.A"}, {"end": "S.A", "outcome": "pass"}],
    [PLAN, {"start": "S.A"}, FAILURE, {"end": "S.A", "outcome": "pass", "us": 1}],
    [PLAN, {"start": "S.A"}, {"failure": {"file": "f"}}], [PLAN, {"start": "S.A"}, {"failure": 3}],
    [PLAN, {"start": "S.A"}, {"skip": 3}], [PLAN, {"start": "S.A"}, {"dance": "yes"}], [PLAN, {}],
    [PLAN, FAILURE],
    [PLAN, {"finished": True}, {"finished": True}],
])
def test_a_line_that_breaks_the_rules_is_malformed_and_told(lines: list[Any]) -> None:
    seen = stream(*lines)
    assert seen.malformed is not None and "\n" not in seen.malformed


@pytest.mark.parametrize("line", [
    "junk", "3", "{}", '{"event": "dance"}', '{"event": "begin", "case": "a.b"}',
    '{"event": "end", "case": "a", "abi": "x"}',
    '{"event": "facts", "v": 2}', json.dumps({**END, "how": "well"}), json.dumps({**END, "status": "0"})])
def test_an_event_that_is_none(line: str) -> None:
    with pytest.raises(MalformedStream):
        parse_event(line)


@pytest.mark.parametrize("raw", ["\x1b[2J", "\x07", "\x9b31m", "\r", "\x7f"])
def test_what_a_target_sends_commands_no_terminal(raw: str) -> None:
    shown = "".join(f"\\x{ord(letter):02x}" if letter < " " or letter > "~" else letter for letter in raw)
    events = [{"event": "begin", **ABOUT}, {"event": "case", "line": json.dumps(PLAN), **ABOUT},
              {"event": "case", "line": json.dumps({"start": "S.A"}), **ABOUT},
              {"event": "case", **ABOUT,
               "line": json.dumps({"failure": {**FAILURE["failure"], "text": f"a\n\t{raw}"}})},
              {"event": "kmsg", "line": raw, **ABOUT}, {"event": "output", "text": raw, **ABOUT}, END]
    for ascii_only in (True, False):
        seen = observe(parse_event(json.dumps(event, ensure_ascii=ascii_only)) for event in events)
        assert (seen.tests[0].failures[0].text, seen.kmsg, seen.output) == (f"a\n\t{shown}", [shown], shown)
        assert parse_event(json.dumps({"event": "facts", "v": 1, "x": [{raw: raw}]}, ensure_ascii=ascii_only))["x"] == [
            {shown: shown}]
    with pytest.raises(MalformedStream) as malformed:
        parse_event(raw)
    assert raw.strip() == "" or raw not in str(malformed.value)
    assert stream(PLAN, raw).malformed is None or raw not in str(stream(PLAN, raw).malformed)


def test_a_truncated_stream() -> None:
    with pytest.raises(MalformedStream, match="middle of a case"):
        observe([{"event": "begin"}])


@pytest.mark.parametrize("value", [
    3, {}, {"how": "exit"}, {"how": "well", "status": 0}, {"how": "exit", "status": 0, "x": 1},
    {"how": "exit", "status": 0, "tests": [{"nome": "x"}]}, {"how": "exit", "status": 0, "tests": [3]}])
def test_what_is_no_stored_observation(value: Any) -> None:
    with pytest.raises(ValueError, match="not an observation"):
        Observation.from_json(value)
