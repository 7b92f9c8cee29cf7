# SPDX-License-Identifier: MIT
"""The real executor and the real harness against everything that a case can do to them (sample.cc)."""

import errno
import json
import os
import re
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from rseqct.cases.manifest import Case, Test as PlannedTest
from rseqct.cases.observe import observe
from rseqct.judging.judge import problem, suite_error

BUILD = Path(os.environ.get("RSEQCT_BUILD", "build")).resolve()
EXECUTOR = BUILD / "harness/rct-executor"
SAMPLE = BUILD / "harness/tests/rct-sample"


def execute(test: str, limit_ms: int = 20000, binary: Path = SAMPLE) -> list[dict[str, Any]]:
    """Run one TEST of the sample under the executor; its events."""
    order = f"sample.{test.lower()}\tx86_64\t{binary}\t{limit_ms}\t--gtest_filter=Sample.{test}:Sample.{test}/*\n"
    done = subprocess.run([EXECUTOR], input=order, capture_output=True, text=True, check=True, timeout=60)
    return [json.loads(line) for line in done.stdout.splitlines()]


def of(events: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [event for event in events if event["event"] == kind]


def lines(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the case itself reported."""
    return [json.loads(event["line"]) for event in of(events, "case")]


def end(events: list[dict[str, Any]]) -> dict[str, Any]:
    (event,) = of(events, "end")
    return event


def line_of(text: str) -> int:
    """The line of the sample's source that has this text."""
    source = (Path(__file__).parent / "sample.cc").read_text(encoding="utf-8")
    return source[:source.index(text) + len(text)].count("\n") + 1


def outcomes(events: list[dict[str, Any]]) -> list[str]:
    return [line["outcome"] for line in lines(events) if "outcome" in line]


def test_facts_come_first_and_done_comes_last() -> None:
    events = execute("Passes")
    if events[0]["event"] == "config":      # where the kernel has it, it is there when the facts have come
        del events[0]
    assert events[0]["event"] == "facts"
    assert events[0]["release"] == os.uname().release
    assert events[0]["cpus"]["allowed"] == len(os.sched_getaffinity(0))
    assert events[-1] == {"event": "done", "cases": 1}


def test_a_pass_is_planned_cited_and_finished() -> None:
    events = execute("Passes")
    reported = lines(events)
    assert reported[0] == {"plan": ["Sample.Passes"]}
    assert {"verifies": "sample.any"} in reported
    assert reported[-1] == {"finished": True}
    assert end(events)["how"] == "exit" and end(events)["status"] == 0


def test_both_modes_are_two_tests() -> None:
    plan = lines(execute("PassesInBothModes"))[0]["plan"]
    assert plan == ["Sample.PassesInBothModes/bytes32", "Sample.PassesInBothModes/extended"]


def test_a_failure_says_where_what_and_why() -> None:
    events = execute("Fails")
    assert outcomes(events)[0] == "fail"
    failure = next(line["failure"] for line in lines(events) if "failure" in line)
    assert failure["file"] == "harness/tests/sample.cc" and failure["line"] > 0
    assert "Expected: succeeds" in failure["text"]
    assert "rseq(0x0, 0, 0, 0x0) = -1 EINVAL (22)" in failure["text"]
    assert 'with "quotes", a\ttab and a \x01' in failure["text"]
    assert end(events)["status"] == 1


def test_a_childs_failure_is_the_cases() -> None:
    failure = next(line["failure"] for line in lines(execute("FailsInAChild")) if "failure" in line)
    assert failure["line"] > 0 and "in the child:" in failure["text"] and "from the child" in failure["text"]


def test_a_skip_has_the_fixed_wording() -> None:
    events = execute("Skips")
    allowed = len(os.sched_getaffinity(0))
    skip = next(line for line in lines(events) if "skip" in line)
    assert skip == {"skip": f"needs cpus>=100000: {allowed} allowed", "file": "harness/tests/sample.cc",
                    "line": line_of("NeedsCpus(100000)")}
    assert outcomes(events) == ["skip"]


def test_a_childs_skip_is_its_parents() -> None:
    events = execute("SkipsInAChild")
    (skip,) = (line for line in lines(events) if "skip" in line)
    assert skip["line"] == line_of("NeedsCpus(100001)") and skip["skip"].startswith("needs cpus>=100001: ")
    assert outcomes(events) == ["skip"] and not any("failure" in line for line in lines(events))


@pytest.mark.parametrize("test, text, at", [
    ("Breaks", "a step of the set-up", 'Require(false, "a step of the set-up")'),
    ("BreaksByACall", "close: EBADF (9)", "close(-1)"),
    ("BreaksInAChild", "in the child: a step of the child's set-up", "the child's set-up"),
    ("BreaksInAClone", "in the child: a step of the clone's set-up", "the clone's set-up"),
    ("BreaksInAThread", "a step of the thread's set-up", "the thread's set-up"),
    ("BreaksInAThreadThatNobodyJoins", "a step of a thread's set-up", "a thread's set-up"),
    ("Throws", 'C++ exception with description "not one of ours" thrown in the test body.', None),
    ("ThrowsInAChild", "in the child: an exception that nobody caught: not one of ours", None),
    ("ThrowsInAClone", "in the child: an exception that nobody caught: not one of ours", None),
    ("ThrowsInAThreadThatNobodyJoins", "an exception that nobody caught: not one of ours", None),
    ("CitesNothing", "the TEST cites no requirement: VERIFIES is missing", None),
])
def test_the_suites_own_fault_is_broken_with_its_place(test: str, text: str, at: str | None) -> None:
    events = execute(test)
    assert outcomes(events) == ["broken"] and end(events)["how"] == "exit"
    assert [line["finished"] for line in lines(events) if "finished" in line] == [True], "one process wrote the stream"
    assert sum("verifies" in line for line in lines(events)) <= 1
    broken = next(line for line in lines(events) if "broken" in line)
    place: dict[str, Any] = {"file": "harness/tests/sample.cc", "line": line_of(at)} if at else {}
    assert broken == {"broken": text, **place}


def test_a_broken_set_up_that_hangs_is_still_the_suites_fault() -> None:
    observed = observe(execute("BreaksAndHangs", limit_ms=300))
    case = Case("sample.any", "x86_64", "", "", (PlannedTest("Sample.BreaksAndHangs", 1, False),), ("sample.any",))
    assert observed.how == "timeout" and problem(observed) is None
    said = suite_error(case, observed)
    assert said is not None and "a step of the thread's set-up" in said


def by_itself(**environment: str) -> list[dict[str, Any]]:
    """What the sample's TEST that registers says with such an environment, without an executor."""
    command = f"RSEQCT_STREAM=3 exec {SAMPLE} --gtest_filter=Sample.Registers 3>&1 >/dev/null"
    done = subprocess.run(["sh", "-c", command],
                          env={**os.environ, **environment}, capture_output=True, text=True, check=False)
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("tunables", [
    "", "glibc.pthread.rseq=0", "glibc.pthread.rseq=0:glibc.pthread.rseq=1", "glibc.pthread.rseq=1",
    "glibc.malloc.check=0:glibc.pthread.rseq=1"])
def test_libc_leaves_the_registration_to_the_case_whatever_the_environment_says(tunables: str) -> None:
    assert [line["outcome"] for line in by_itself(GLIBC_TUNABLES=tunables) if "outcome" in line] == ["pass"]


def test_a_libc_that_registers_nevertheless_is_reported_in_one_line() -> None:
    said = by_itself(GLIBC_TUNABLES="glibc.pthread.rseq=1", RSEQCT_EXECUTED_AGAIN="1")
    (broken,) = [line for line in said if "broken" in line]
    assert broken["broken"].startswith("libc registers its threads although GLIBC_TUNABLES was set to ")


def test_a_clones_failure_is_the_cases() -> None:
    events = execute("FailsInAClone")
    (failure,) = [line["failure"] for line in lines(events) if "failure" in line]
    assert failure["line"] == line_of("from the clone") and "in the child: " in failure["text"]


def test_a_crash_is_a_signal() -> None:
    events = execute("Crashes")
    assert (end(events)["how"], end(events)["status"]) == ("signal", 11)
    assert {"finished": True} not in lines(events)


def test_a_hang_is_ended_at_its_limit() -> None:
    start = time.monotonic()
    events = execute("Hangs", limit_ms=200)
    assert end(events)["how"] == "timeout"
    assert time.monotonic() - start < 10


def test_an_exit_in_the_middle_has_no_result() -> None:
    events = execute("ExitsInTheMiddle")
    assert end(events)["status"] == 0 and outcomes(events) == []


def test_what_outlives_a_case_is_counted_and_killed(tmp_path: Path) -> None:
    own = tmp_path / "leaves-a-child"      # other tests run the other
    own.symlink_to(SAMPLE)
    events = execute("LeavesAChildBehind", binary=own)
    assert end(events)["leftover"] == 1
    left = subprocess.run(["pgrep", "-x", own.name], capture_output=True, text=True, check=False)
    assert left.stdout == ""


def test_a_case_has_the_name_and_the_path_of_its_program(tmp_path: Path) -> None:
    own = tmp_path / "named"
    own.symlink_to(SAMPLE)
    assert of(execute("SaysItsName", binary=own), "output")[0]["text"] == f"named {own}\n"


def test_a_case_whose_starter_ended_is_unstartable_and_the_next_one_runs() -> None:
    orders = "".join(f"sample.{test.lower()}\tx86_64\t{SAMPLE}\t20000\t--gtest_filter=Sample.{test}\n"
                     for test in ("KillsItsStarter", "Passes"))
    done = subprocess.run([EXECUTOR], input=orders, capture_output=True, text=True, check=True, timeout=60)
    killer, passes = of([json.loads(line) for line in done.stdout.splitlines()], "end")
    assert (killer["how"], killer["status"]) == ("unstartable", errno.ECHILD)
    assert (passes["how"], passes["status"]) == ("exit", 0)


def test_what_a_case_leaves_that_killed_its_starter_is_killed(tmp_path: Path) -> None:
    own = tmp_path / "kills-starter"
    own.symlink_to(SAMPLE)
    assert end(execute("LeavesAChildBehindAndKillsItsStarter", binary=own))["status"] == errno.ECHILD
    left = subprocess.run(["pgrep", "-x", own.name], capture_output=True, text=True, check=False)
    assert left.stdout == ""


def test_text_is_utf8_and_a_byte_that_is_not_is_replaced() -> None:
    events = execute("FailsInUtf8AndInNone")
    text = ("café € \U0001f600 \ufffd \ufffd( \ufffd\ufffd \ufffd\ufffd "
            "\ufffd\ufffd\ufffd \ufffd\ufffd\ufffd\ufffd end\ufffd\ufffd")
    failure = next(line["failure"] for line in lines(events) if "failure" in line)
    assert failure["text"] == f"Failed\n{text}"
    assert of(events, "output")[0]["text"] == f"{text}\n"


def test_output_is_kept_up_to_a_limit() -> None:
    (output,) = of(execute("FloodsItsOutput"), "output")
    assert output["truncated"] is True and len(output["text"]) == 64 * 1024


def test_a_missing_binary_is_unstartable() -> None:
    event = end(execute("Passes", binary=BUILD / "no-such-binary"))
    assert (event["how"], event["status"]) == ("unstartable", 2)


def test_a_file_that_the_kernel_does_not_execute_is_unstartable(tmp_path: Path) -> None:
    garbage = tmp_path / "garbage"
    garbage.write_bytes(b"\x7fELF, but no more")
    garbage.chmod(0o755)
    events = execute("Passes", binary=garbage)
    assert (end(events)["how"], end(events)["status"]) == ("unstartable", errno.ENOEXEC) and not of(events, "case")


def test_a_starter_without_its_loader_is_unstartable(tmp_path: Path) -> None:
    content = (BUILD / "harness/rct-starter").read_bytes()
    loader = re.search(rb"/lib[^\0]*/ld[^\0]*\.so[^\0]*", content)
    assert loader
    orphan = tmp_path / "harness/rct-starter"
    orphan.parent.mkdir()
    orphan.write_bytes(content.replace(loader[0], b"/none" + loader[0][5:]))
    orphan.chmod(0o755)
    binary = tmp_path / "cases/area/claim"
    binary.parent.mkdir(parents=True)
    binary.symlink_to(SAMPLE)
    event = end(execute("Passes", binary=binary))
    assert (event["how"], event["status"]) == ("unstartable", errno.ENOENT)


def test_a_case_is_a_program_too() -> None:
    done = subprocess.run([SAMPLE, "--gtest_filter=Sample.Passes"], capture_output=True, text=True, check=True)
    assert "[  PASSED  ] 1 test." in done.stdout


def test_a_program_may_exit_with_any_status(tmp_path: Path) -> None:
    script = tmp_path / "script"
    script.write_text("#!/bin/sh\nexit 8\n", encoding="utf-8")
    script.chmod(0o755)
    event = end(execute("Passes", binary=script))
    assert (event["how"], event["status"]) == ("exit", 8)


def test_a_malformed_order_is_refused() -> None:
    done = subprocess.run([EXECUTOR], input="nonsense\n", capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert 'not a case (id, abi, binary, limit in ms, arguments): "nonsense"' in done.stderr
