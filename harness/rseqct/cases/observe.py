# SPDX-License-Identifier: MIT
"""From the executor's stream to an observation: what one case did, as data. Nothing is judged here.

docs/formats.md describes the stream."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

HOWS = ("exit", "signal", "timeout", "unstartable")
OUTCOMES = ("pass", "fail", "control", "skip", "broken")
FAILED = ("fail", "control")      # a claim failed; only controls failed
_EVENTS: dict[str, dict[str, type]] = {
    "facts": {"v": int},
    "config": {"encoding": str, "data": str},
    "begin": {"case": str, "abi": str},
    "case": {"case": str, "abi": str, "line": str},
    "kmsg": {"case": str, "abi": str, "line": str},
    "output": {"case": str, "abi": str, "text": str},
    "end": {"case": str, "abi": str, "how": str, "status": int, "wall_us": int, "cpu_us": int,
            "leftover": int},
    "done": {"cases": int},
}

_FACTS_VERSION = 1
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_MAY_HOLD_CONTROL = re.compile(r"\\u00|\\[bfr]|[\x7f-\x9f]")      # as JSON writes them

Event = Mapping[str, Any]


class MalformedStream(ValueError):
    """The executor or a case wrote a line that does not follow the format."""

    def __init__(self, message: str) -> None:
        super().__init__(visible(message))


@dataclass
class Failure:
    """One failed expectation: its place, and GoogleTest's text.

    control: the requirement that a failed control relies on; empty for a claim."""

    file: str
    line: int
    text: str
    child: bool = False
    control: str = ""


@dataclass
class TestRun:
    """The report of one TEST. `outcome` is None if it never ended; `us` is its duration in microseconds."""

    __test__ = False      # for pytest, which would take the class for a test because of its name
    name: str
    outcome: str | None = None
    us: int = 0
    verifies: list[str] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    skip: str | None = None
    broken: str | None = None    # the first reason; later ones may be its consequences
    skip_at: str = ""            # FILE:LINE of skip and broken; old results do not have them
    broken_at: str = ""
    measured: dict[str, int] = field(default_factory=dict)


@dataclass
class Observation:
    """What one run of a case did. Times are microseconds. `status` is an exit code, a signal or an errno, depending on
    `how`."""

    how: str
    status: int
    wall_us: int = 0
    cpu_us: int = 0
    leftover: int = 0
    plan: list[str] | None = None
    tests: list[TestRun] = field(default_factory=list)
    finished: bool = False
    output: str = ""
    kmsg: list[str] = field(default_factory=list)
    malformed: str | None = None
    marked: bool = True     # the case marks its controls; before version 2 of results.json cases did not

    def to_json(self) -> dict[str, Any]:
        """The observation as results.json stores it: plain data without empty or default values."""
        return {key: value for key, value in asdict(self).items()
                if value not in ("", [], None) and (key, value) != ("marked", True)}

    @staticmethod
    def from_json(value: Any) -> Observation:
        """Reads the output of to_json; raises ValueError."""
        try:
            observation = Observation(**value)
            observation.tests = [_test_from_json(test) for test in value.get("tests", [])]
        except (TypeError, AttributeError) as error:
            raise ValueError(f"not an observation: {error}") from None
        if observation.how not in HOWS:
            raise ValueError(f"not an observation: how is '{observation.how}'")
        return observation


def parse_event(line: str) -> Event:
    """The event in one line of the executor's stream; raises MalformedStream."""
    event = _json_object(line)
    shape = _EVENTS.get(str(event.get("event")))
    if shape is None:
        raise MalformedStream(f"unknown event: {line.strip()[:120]}")
    for key, kind in shape.items():
        if not isinstance(event.get(key), kind):
            raise MalformedStream(f"event '{event['event']}' without a proper '{key}': {line.strip()[:120]}")
    if event["event"] == "facts" and event["v"] != _FACTS_VERSION:
        raise MalformedStream(f"facts of version {event['v']}; this tool reads {_FACTS_VERSION}; use the executor of "
                              "the same commit")
    if event["event"] == "end" and event["how"] not in HOWS:
        raise MalformedStream(f"a case ended in an unknown way: {line.strip()[:120]}")
    return event


def observe(events: Iterable[Event]) -> Observation:
    """The observation of one case from its events; raises MalformedStream if `end` is not among them."""
    kmsg: list[str] = []
    output = ""
    reader = _CaseReader()
    for event in events:
        match event["event"]:
            case "case":
                reader.feed(event["line"])
            case "kmsg":
                kmsg.append(event["line"])
            case "output":
                output += event["text"] + ("\n[cut]" if event.get("truncated") else "")
            case "end":
                return Observation(
                    event["how"], event["status"], event["wall_us"], event["cpu_us"], event["leftover"],
                    reader.plan, reader.tests, reader.finished, output, kmsg, reader.malformed)
    raise MalformedStream("the stream ends in the middle of a case")


class _CaseReader:
    """Reads the lines of a case's GoogleTest listener. `malformed` describes the first line that breaks the rules."""

    def __init__(self) -> None:
        self.plan: list[str] | None = None
        self.tests: list[TestRun] = []
        self.finished = False
        self.malformed: str | None = None
        self._current: TestRun | None = None

    def feed(self, line: str) -> None:
        """Takes one line; ignores all lines after a malformed one."""
        if self.malformed is None:
            try:
                self._take(_json_object(line))
            except (MalformedStream, KeyError, TypeError, ValueError) as error:
                self.malformed = visible(
                    f"{type(error).__name__ if not str(error) else error}: {line.strip()[:120]}")

    def _take(self, message: dict[str, Any]) -> None:
        kind = next(iter(message), "")
        value = message.get(kind)
        if self.finished:
            raise MalformedStream("a line after the last one")
        if kind == "plan":
            if self.plan is not None or not isinstance(value, list):
                raise MalformedStream("a second plan, or one that is not a list of names")
            self.plan = value
        elif self.plan is None:
            raise MalformedStream("a line before the plan")
        elif kind == "finished":
            self.finished = True
        elif kind == "start":
            known = any(test.name == value for test in self.tests)
            if self._current is not None or known or value not in self.plan or not isinstance(value, str):
                raise MalformedStream("a test that was not planned, or starts inside another, or twice")
            self._current = TestRun(value)
            self.tests.append(self._current)
        elif self._current is None:
            raise MalformedStream("a line outside a test")
        else:
            self._take_in_test(self._current, kind, value, message)

    def _take_in_test(self, test: TestRun, kind: str, value: Any, message: dict[str, Any]) -> None:
        if kind == "end":
            if value != test.name or message.get("outcome") not in OUTCOMES:
                raise MalformedStream("the end of another test, or with no proper outcome")
            if message["outcome"] == "pass" and (test.failures or test.skip or test.broken):
                raise MalformedStream("a test that passed although it failed, skipped or broke")
            test.outcome, test.us = message["outcome"], int(message["us"])
            self._current = None
        elif kind == "failure":
            test.failures.append(Failure(str(value["file"]), int(value["line"]), str(value["text"]),
                                         bool(value.get("child"))))
        elif kind == "control":
            test.failures.append(Failure(str(value["file"]), int(value["line"]), str(value["text"]),
                                         control=str(value["requirement"])))
        elif kind == "verifies" and isinstance(value, str):
            test.verifies.append(value)
        elif kind == "measured" and isinstance(value, dict) and all(type(n) is int for n in value.values()):
            test.measured |= value
        elif kind == "skip" and isinstance(value, str):
            test.skip, test.skip_at = value, _place(message)
        elif kind == "broken" and isinstance(value, str):
            if test.broken is None:
                test.broken, test.broken_at = value, _place(message)
        else:
            raise MalformedStream("an unknown line")


def _place(message: dict[str, Any]) -> str:
    return f"{message['file']}:{int(message['line'])}" if "file" in message else ""


def _test_from_json(value: dict[str, Any]) -> TestRun:
    test = TestRun(**value)
    test.failures = [Failure(**failure) for failure in value.get("failures", [])]
    return test


def _json_object(line: str) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except ValueError:
        raise MalformedStream(f"not JSON: {line.strip()[:120]}") from None
    if not isinstance(value, dict):
        raise MalformedStream(f"not a JSON object: {line.strip()[:120]}")
    return dict(_visible_in(value)) if _MAY_HOLD_CONTROL.search(line) else value


def visible(text: str) -> str:
    """The text with its control characters, but newlines and tabs, as escapes (\\x1b): what a target sends reaches
    terminals and files, and must not command them."""
    return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


def _visible_in(value: Any) -> Any:
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, dict):
        return {visible(key): _visible_in(each) for key, each in value.items()}
    return [_visible_in(each) for each in value] if isinstance(value, list) else value
