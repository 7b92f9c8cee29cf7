# SPDX-License-Identifier: MIT
"""The format of recorded results, expected/results/KERNEL.jsonl. The same observation is always the same line, so git
stores little if a kernel is recorded again.

Each line is a JSON object without spaces. A key with its default value is left out; an unknown key is an error.

1. `format` and `version`. `marked` is false if the cases did not mark their controls (Observation.marked).
2. `run`: the RunInfo.
3. `facts`: the probe's event; `config`: the configuration that it sent, if any; `as`: the release of --as.
4. Then one line for each case, sorted by id. ABIs with otherwise equal records share a line.

| key | value | default |
|---|---|---|
| `case`, `abi` | the id, and the ABIs | |
| `source` | as in the manifest | `cases/AREA/CLAIM.cc` |
| `binary` | as in the manifest | `cases/AREA/CLAIM`, below `ABI/` for another ABI than the kernel's |
| `tests` | the TESTs, without their lines; `Suite.Name/*` runs once in each mode | |
| `verifies` | the requirements | |
| `verdict` | the verdict when it was recorded; the rest of the judgement is computed again | `"PASS"` |
| `missing`, `runs`, `red_runs` | as in Record | `""`, 1, 0 |
| `seen` | the observation; null if there is none | every TEST ran and passed |

`seen` has the fields of Observation. By default the exit status is 0, the case finished, and everything else is empty.
`plan` is by default the plan in the manifest. `ran` lists the TESTs that began, by default those of the plan. `tests`
has the TESTs that did more than pass, by name (`Suite.Name/*` if both modes are equal), with the fields of TestRun; the
defaults are the outcome `pass` and the case's `verifies`. The default `file` of a failure is the case's source.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from rseqct.cases.manifest import MODES, Case, Test
from rseqct.cases.observe import HOWS, Failure, Observation, TestRun
from rseqct.catalogue.facts import Facts
from rseqct.errors import Exit, RseqctError
from rseqct.judging.judge import Judgement
from rseqct.judging.verdicts import Verdict
from rseqct.results.results import Record, Results, RunInfo

FORMAT = "rseqct-recorded"
VERSION = 1
_MARK = f'{{"format":"{FORMAT}",'
_REMEDY = "restore it (`git checkout`), or record the kernel again (ci/matrix)"
_EVERY = "/*"      # the end of a TEST's name that stands for the TEST in each mode

Json = dict[str, Any]
_OBSERVATION: Json = asdict(Observation("exit", 0, finished=True))
_TEST: Json = asdict(TestRun("", "pass"))
_FAILURE: Json = {"child": False, "control": ""}
_RECORD: Json = {"verdict": Verdict.PASS.value, "missing": "", "runs": 1, "red_runs": 0, "seen": {}}
_CASE = {"case", "abi", "tests", "verifies", "source", "binary", *_RECORD}


def is_recorded(text: str) -> bool:
    """Whether a text says that it has this format."""
    return text.startswith(_MARK)


def render(whole: Results) -> str:
    """The recorded form of results. It omits the lines of TESTs, and everything in a judgement but the verdict."""
    marked = all(record.observation.marked for record in whole.records if record.observation)
    facts: Json = {"facts": dict(whole.facts.event)}
    if whole.facts.config_event:
        facts["config"] = dict(whole.facts.config_event)
    if whole.facts.as_release:
        facts["as"] = whole.facts.as_release
    first: Json = {"format": FORMAT, "version": VERSION}
    head = [first if marked else {**first, "marked": False}, {"run": _unusual(asdict(whole.run), asdict(RunInfo()))},
            facts]
    cases: dict[tuple[str, str], list[str]] = {}
    for record in sorted(whole.records, key=_order):
        line = _dump(_record(record, whole.facts.arch))
        cases.setdefault((record.case.id, line), []).append(record.case.abi)
    lines = [*map(_dump, head)]
    for (name, line), abis in cases.items():
        lines.append(_dump({"case": name, "abi": abis})[:-1] + "," + line[1:])
    return "\n".join(lines) + "\n"


def parse(text: str, path: object) -> Results:
    """The results in a text; `path` is for messages. Judgements contain only the verdict.

    Raises RseqctError that names file, line and remedy."""
    lines = text.split("\n")
    number = 1
    try:
        if lines.pop() != "":
            number = len(lines) + 1
            raise ValueError("the last line does not end in a newline")
        first = _object(lines[0], {"format", "version"}, {"marked"})
        if first["version"] != VERSION:
            raise RseqctError(f"{path}:1: recorded results of version {first['version']}; this tool reads {VERSION}; "
                              "use the tool of the same commit", Exit.USAGE)
        number = 2
        told: dict[str, Any] = {key: tuple(item) if isinstance(item, list) else item for key, item in
                                _object(lines[1], {"run"})["run"].items()}
        run = RunInfo(**told)
        number = 3
        about = _object(lines[2], {"facts"}, {"config", "as"})
        facts = Facts.from_json({"event": about["facts"], "config": about.get("config"), "as": about.get("as")})
        records: list[Record] = []
        for number, line in enumerate(lines[3:], 4):
            records += _records(line, facts.arch, first.get("marked", True))
        if len({record.case.key for record in records}) != len(records):
            raise ValueError("the file has a case twice")
        if len(records) < run.selected and not run.interrupted:
            raise ValueError(f"{run.selected} cases ran, but the file has {len(records)}")
    except IndexError:
        raise RseqctError(f"{path}:{len(lines) + 1}: damaged recorded results: the file ends here; {_REMEDY}",
                          Exit.USAGE) from None
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        said = f"no {error}" if isinstance(error, KeyError) else error
        raise RseqctError(f"{path}:{number}: damaged recorded results: {said}; {_REMEDY}", Exit.USAGE) from None
    except RseqctError as error:
        said = str(error)
        raise error if said.startswith(f"{path}:") else RseqctError(f"{path}:{number}: {said}; {_REMEDY}",
                                                                    Exit.USAGE) from None
    records.sort(key=_order)
    return Results(facts, tuple(records), run)


def _order(record: Record) -> tuple[str, str, str]:
    """The sort key of a record: the order of the manifest, and so of results.json."""
    return record.case.area, record.case.id, record.case.abi


def _dump(value: Json) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _object(line: str, needed: Iterable[str], allowed: Iterable[str] = ()) -> Json:
    """The JSON object in a line; raises ValueError if a needed key is missing or a key is not allowed."""
    value = json.loads(line)
    if not isinstance(value, dict):
        raise ValueError("not a JSON object")
    for key in needed:
        if key not in value:
            raise ValueError(f"no '{key}'")
    for key in value:
        if key not in needed and key not in allowed:
            raise ValueError(f"unknown key '{key}'")
    return value


def _unusual(value: Mapping[str, Any], usual: Mapping[str, Any]) -> Json:
    """The entries of `value` that differ from the defaults in `usual`."""
    return {key: item for key, item in value.items() if key not in usual or usual[key] != item}


def _source(name: str) -> str:
    area, _, claim = name.partition(".")
    return f"cases/{area}/{claim}.cc"


def _binary(name: str, abi: str, arch: str) -> str:
    return ("" if abi == arch else f"{abi}/") + _source(name).removesuffix(".cc")


def _record(record: Record, arch: str) -> Json:
    """A record without the case's id and ABI."""
    case, seen = record.case, record.observation
    value: Json = _unusual({"source": case.source, "binary": case.binary},
                           {"source": _source(case.id), "binary": _binary(case.id, case.abi, arch)})
    value |= {"tests": [test.name + _EVERY * test.modes for test in case.tests], "verifies": list(case.verifies)}
    return value | _unusual({
        "verdict": record.judgement.verdict.value, "missing": record.missing, "runs": record.runs,
        "red_runs": record.red_runs, "seen": None if seen is None else _seen(seen, case)}, _RECORD)


def _seen(seen: Observation, case: Case) -> Json:
    value = _unusual(asdict(replace(seen, plan=None, tests=[], marked=True)), _OBSERVATION)
    if seen.plan != case.planned():
        value["plan"] = seen.plan
    names = [test.name for test in seen.tests]
    if names != (seen.plan or []):
        value["ran"] = names
    tests = {test.name: said for test in seen.tests if (said := _test(test, case))}
    for test in case.tests:
        modes = [tests.get(name, {}) for name in test.planned()]
        if test.modes and modes[0] and all(each == modes[0] for each in modes):
            for name in test.planned():
                del tests[name]
            tests[test.name + _EVERY] = modes[0]
    return value | ({"tests": {name: tests[name] for name in sorted(tests)}} if tests else {})


def _test(test: TestRun, case: Case) -> Json:
    said = _unusual(asdict(replace(test, name="", failures=[])), _TEST | {"verifies": list(case.verifies)})
    failures = [_unusual(asdict(failure), _FAILURE | {"file": case.source}) for failure in test.failures]
    return said | ({"failures": failures} if failures else {})


@functools.cache
def _records(line: str, arch: str, marked: bool) -> tuple[Record, ...]:
    """The records of a line. Cached, because most kernels have the same line for a case."""
    value = _object(line, {"case", "abi", "tests", "verifies"}, _CASE)
    tests = tuple(Test(name.removesuffix(_EVERY), 0, name.endswith(_EVERY)) for name in value["tests"])
    name, said, records = value["case"], _RECORD | value, []
    for abi in value["abi"]:
        case = Case(name, abi, value.get("binary", _binary(name, abi, arch)), value.get("source", _source(name)), tests,
                    tuple(value["verifies"]))
        seen = None if said["seen"] is None else _observation(said["seen"], case, marked)
        records.append(Record(case, seen, Judgement(Verdict(said["verdict"])), said["missing"], said["runs"],
                              said["red_runs"]))
    return tuple(records)


def _observation(value: Json, case: Case, marked: bool) -> Observation:
    plan = value.get("plan", case.planned())
    said: dict[str, Json] = {}
    for name, test in value.get("tests", {}).items():
        bare = name.removesuffix(_EVERY)
        said |= dict.fromkeys([name] if bare == name else [f"{bare}/{mode}" for mode in MODES], test)
    names: Sequence[str] = value["ran"] if "ran" in value else plan or []
    if strange := [name for name in said if name not in names]:
        raise ValueError(f"'{strange[0]}' is not a TEST that ran")
    rest = {key: item for key, item in value.items() if key not in ("plan", "ran", "tests")}
    seen = Observation(**{**_OBSERVATION, **rest, "plan": plan, "marked": marked, "tests": [
        _test_run(name, said.get(name, {}), case) for name in names]})
    if seen.how not in HOWS:
        raise ValueError(f"how is '{seen.how}'")
    return seen


def _test_run(name: str, value: Json, case: Case) -> TestRun:
    whole: Json = {**_TEST, "verifies": list(case.verifies), **value, "name": name}
    whole["failures"] = [_failure(failure, case) for failure in whole["failures"]]
    return TestRun(**whole)


def _failure(value: Json, case: Case) -> Failure:
    usual: Json = {"file": case.source}
    return Failure(**{**usual, **value})
