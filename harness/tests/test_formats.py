# SPDX-License-Identifier: MIT
"""docs/formats.md: what it says of each format is what the code writes, and the schemas accept that and no more."""

from __future__ import annotations

import copy
import itertools
import json
import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import HARNESS, Tree, config_event, facts_event, make_case, make_facts
from test_layers import LAYERS

from rseqct.cases import manifest, observe
from rseqct.cases.manifest import Case, Manifest, Test as ManifestTest
from rseqct.cases.observe import Failure, Observation, TestRun
from rseqct.catalogue import conditions
from rseqct.catalogue.expected import Expected
from rseqct.errors import Exit
from rseqct.judging.judge import Judgement
from rseqct.judging.verdicts import NOTED, TABLE, Meaning, Verdict
from rseqct.reports import junit, ktap, matrix
from rseqct.results import kept, recorded, results
from rseqct.results.results import Record, Results, RunInfo

TOP = HARNESS.parent
SCHEMAS = TOP / "expected" / "schema"
TEXT = (TOP / "docs" / "formats.md").read_text(encoding="utf-8")
EXECUTOR = Path(os.environ.get("RSEQCT_BUILD", TOP / "build")).resolve() / "harness/rct-executor"
Json = dict[str, Any]


def rows(head: str) -> list[list[str]]:
    """The cells of the one table of the page whose first row begins with these words."""
    (table,) = re.findall(rf"^\| {re.escape(head)} \|.*\n\|[-| ]+\n((?:\|.*\n)+)", TEXT, re.MULTILINE)
    return [[cell.strip() for cell in line.strip("|\n").split(" | ")] for line in table.splitlines()]


def named(head: str) -> list[str]:
    """The names in the first column of a table."""
    return [name for row in rows(head) for name in re.findall(r"`([^`]+)`", row[0])]


def schema(kind: str) -> Json:
    """A schema that needs no other file."""
    text = (SCHEMAS / f"{kind}.json").read_text(encoding="utf-8")
    own = json.loads(re.sub(r'"(stream|definitions)\.json#', '"#', text))
    for other in set(re.findall(r'"(stream|definitions)\.json#', text)):
        theirs = json.loads((SCHEMAS / f"{other}.json").read_text(encoding="utf-8"))["definitions"]
        assert not theirs.keys() & own.get("definitions", {}).keys()
        own.setdefault("definitions", {}).update(theirs)
    jsonschema.Draft7Validator.check_schema(own)
    return dict(own)


def wrong(kind: str, value: Any) -> list[str]:
    """What a schema says against a value."""
    return [error.message for error in jsonschema.Draft7Validator(schema(kind)).iter_errors(value)]


def objects(value: Any) -> Iterator[Json]:
    """Every object of a JSON value."""
    if isinstance(value, dict):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from objects(each)


def keys(kind: type) -> list[str]:
    """The fields of a dataclass, sorted."""
    return sorted(each.name for each in fields(kind))


@pytest.fixture
def ran(tree: Tree) -> Json:
    """results.json of a made-up run in which everything happens."""
    tree.cases(passes="pass", fails="fail", skips="skip:needs cpus>=9: 2 allowed", breaks="broken:no such thing",
               crashes="crash", hangs="timeout", says="garbage", leaves="leftover", is_silent="silent",
               splats="splat:BUG: a bug", cannot="unstartable", dies="die")
    tree.rseqct("run")
    value: Json = json.loads(tree.results().read_text(encoding="utf-8"))
    return value


def test_results_of_a_run_are_as_the_schema_has_them(ran: Json) -> None:
    assert not wrong("results", ran)
    verdicts = {record["judgement"]["verdict"] for record in ran["cases"]}
    assert verdicts == {"PASS", "FAIL", "SKIP", "ERROR", "MISS"}


def test_results_of_a_guest_are_as_the_schema_has_them() -> None:
    facts = make_facts(accelerator="tcg", emulator="QEMU 7.2.22", kernel="debian:7.3", guest="--kernel debian:7.3")
    assert not wrong("results", json.loads(json.dumps(results.to_json(Results(facts, ())))))


def test_the_facts_of_recorded_kernels_are_as_the_schema_has_them() -> None:
    checker = jsonschema.Draft7Validator({**schema("stream"), "oneOf": [{"$ref": "#/definitions/facts"}]})
    files = kept.files(TOP)
    assert files
    for path in files:
        with open(path, encoding="utf-8") as lines:
            checker.validate(json.loads(next(itertools.islice(lines, 2, 3)))["facts"])


def test_the_schema_refuses_what_the_reader_refuses(ran: Json) -> None:
    (record,) = [each for each in ran["cases"] if each["case"]["id"] == "unregister.fails"]
    run = record["observation"]["tests"][0]
    for place in (record["case"], record["case"]["tests"][0], record["observation"], run, run["failures"][0],
                  record["judgement"], ran["run"]):
        place["unheard_of"] = 1
        assert wrong("results", ran)
        del place["unheard_of"]
    assert not wrong("results", ran)


@pytest.mark.parametrize("place, value", [
    ("version", 3), ("format", "other"), ("cases.0.observation.how", "gone"), ("cases.0.judgement.verdict", "GOOD"),
    ("cases.0.runs", 0), ("facts.event.release", "unknown"), ("run.target", "moon")])
def test_the_schema_refuses_other_values(ran: Json, place: str, value: object) -> None:
    changed: Any = copy.deepcopy(ran)
    *path, last = place.split(".")
    at = changed
    for key in path:
        at = at[int(key) if key.isdigit() else key]
    assert last in at
    at[last] = value
    assert wrong("results", changed)


@pytest.mark.parametrize("kind, definition", [
    (RunInfo, "run"), (Record, "record"), (Case, "built_case"), (ManifestTest, "test"), (Observation, "observation"),
    (TestRun, "test_run"), (Failure, "failure"), (Judgement, "judgement")])
def test_the_page_and_the_schema_name_the_fields_of_results(kind: type, definition: str) -> None:
    whole = schema("results")
    known = {**whole["definitions"], "run": whole["properties"]["run"],
             "test": whole["definitions"]["built_case"]["properties"]["tests"]["items"],
             "failure": whole["definitions"]["test_run"]["properties"]["failures"]["items"]}
    assert sorted(named(f"field of `{kind.__name__}`")) == sorted(known[definition]["properties"]) == keys(kind)


def test_the_page_and_the_schema_name_the_rest_of_results() -> None:
    value = results.to_json(Results(make_facts(), (Record(make_case(), None, Judgement(Verdict.MISS)),)))
    assert named("field of `results.json`") == list(value)
    assert named("field of `facts`") == list(value["facts"])
    assert sorted(value["cases"][0]) == keys(Record)
    whole = schema("results")["properties"]
    assert set(whole) == set(value) and set(whole["facts"]["properties"]) == set(value["facts"])


def test_each_event_of_the_executor_is_as_the_schema_has_it(tree: Tree) -> None:
    tree.cases(passes="pass", splats="splat:BUG: a bug", crashes="crash")
    orders = "".join(f"unregister.{name}\tx86_64\t/none\t1000\t\n" for name in ("passes", "splats", "crashes"))
    done = subprocess.run([tree.build / "executor", "--list", "-"], input=orders, capture_output=True, text=True,
                          check=True, timeout=20)
    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert {event["event"] for event in events} == set(observe._EVENTS)
    for event in events:
        assert not wrong("stream", event), event


@pytest.mark.skipif(not EXECUTOR.exists(), reason="not built")
def test_the_facts_of_the_real_executor_are_those_of_the_page() -> None:
    done = subprocess.run([EXECUTOR, "--facts"], capture_output=True, text=True, check=True, timeout=20)
    events = [json.loads(line) for line in done.stdout.splitlines()]
    for event in events:
        assert not wrong("stream", event)
        assert named(f"field of event `{event['event']}`") == list(event)


@pytest.mark.parametrize("name", observe._EVENTS)
def test_the_page_and_the_schema_name_the_fields_of_events(name: str) -> None:
    said = schema("stream")["definitions"][name]
    assert set(named(f"field of event `{name}`")) == set(said["properties"])
    assert set(observe._EVENTS[name]) < set(said["required"])


@pytest.mark.parametrize("event", [
    {"event": "other"}, {}, facts_event(v=2), facts_event(features="rseq"), config_event() | {"encoding": "text"},
    {"event": "end", "case": "a.b", "abi": "arm", "how": "gone", "status": 0, "wall_us": 0, "cpu_us": 0, "leftover": 0},
    {"event": "case", "case": "a.b", "abi": "arm"}, {"event": "done"}])
def test_the_schema_refuses_other_events(event: Json) -> None:
    assert wrong("stream", event)


def test_the_page_names_the_lines_of_a_case() -> None:
    source = (HARNESS / "librct" / "src" / "stream.cc").read_text(encoding="utf-8")
    written = set(re.findall(r'(?:Json\(\)\s*|line)\.(?:Raw|Text|Bool)\("(\w+)"', source))
    written |= {"control", "failure"}      # of which one is chosen there
    assert set(named("first key")) == written


def test_the_page_shows_a_stream_that_is_read() -> None:
    (example,) = re.findall(r"^```\n(\{\"plan\".*?)^```", TEXT, re.MULTILINE | re.DOTALL)
    about = {"case": "abort.on_trap", "abi": "x86_64"}
    events: list[Json] = [{"event": "case", "line": line, **about} for line in example.splitlines()]
    end = {"event": "end", **about, "how": "exit", "status": 0, "wall_us": 1, "cpu_us": 1, "leftover": 0}
    seen = observe.observe([*events, end])
    assert seen.malformed is None and seen.finished and [test.outcome for test in seen.tests] == ["pass", "skip"]


def test_the_page_names_the_keys_of_recorded_results() -> None:
    assert set(named("key of a case's line")) == recorded._CASE


def test_the_page_names_the_fields_of_the_manifest(tmp_path: Path) -> None:
    manifest.write(tmp_path / "manifest.json", Manifest(tmp_path, "executor", ()))
    assert named("field of `manifest.json`") == list(json.loads((tmp_path / "manifest.json").read_text()))


def test_the_page_names_the_fields_of_the_matrix() -> None:
    value = matrix.to_json(matrix.make([], Expected()))
    assert named("field of `matrix.json`") == list(value)


@pytest.mark.parametrize("kind", ["requirements", "bugs", "features", "kernels"])
def test_the_page_names_the_keys_of_the_data(kind: str) -> None:
    written = set(named(f"key of `{kind}.json`"))
    assert any(set(each) == written for each in objects(schema(kind))), "no object of the schema has these properties"


def test_the_page_names_the_keys_of_conditions() -> None:
    assert set(named("key of `condition`")) == set(conditions._HOLDS)


def test_every_schema_is_on_the_page() -> None:
    for path in SCHEMAS.glob("*.json"):
        assert f"`{path.name}`" in TEXT or f"`expected/schema/{path.name}`" in TEXT, path.name


def test_the_page_spells_verdicts_as_the_reports_do() -> None:
    assert [row[0] for row in rows("verdict")] == [f"`{verdict.value}`" for verdict in TABLE]
    for row, meaning in zip(rows("verdict"), TABLE.values()):
        assert row[2:] == [str(int(meaning.status)), f"`{meaning.junit}`" if meaning.junit else "none",
                           f"`{spelled(meaning)}`"]
    assert not NOTED.junit and int(NOTED.status) == 0 and spelled(NOTED) == "ok # XPASS"


def spelled(meaning: Meaning) -> str:
    """A KTAP line without its number, name and reason."""
    result, directive = meaning.ktap.value
    return f"{result} # {directive}" if directive else result


def test_reports_are_as_the_page_has_them() -> None:
    bug = Judgement(Verdict.XFAIL, "known bug a-bug", "assertion", bug="a-bug")
    late = Judgement(Verdict.FAIL, "no end within 20 s", "timeout")
    whole = Results(make_facts(), tuple(Record(make_case(), None, each) for each in (bug, late)))
    last = ktap.render(whole).splitlines()
    assert last[:2] == ["KTAP version 1", "1..2"]
    assert "not ok 1 unregister.claim[x86_64] # XFAIL a-bug" in last
    assert "not ok 2 unregister.claim[x86_64] # TIMEOUT no end within 20 s" in last
    assert '<testcase classname="unregister.claim" name="x86_64" file=' in junit.render(whole)
    assert '<failure type="timeout" message="no end within 20 s"' in junit.render(whole)


def test_the_page_names_the_exit_statuses() -> None:
    assert [row[:2] for row in rows("status")] == [[str(int(each)), f"`{each.name}`"] for each in Exit]


def test_the_design_lists_the_packages_as_they_are_layered() -> None:
    text = (TOP / "docs" / "design.md").read_text(encoding="utf-8")
    (table,) = re.findall(r"^\| package \|.*\n\|[-| ]+\n((?:\|.*\n)+)", text, re.MULTILINE)
    assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == LAYERS
