# SPDX-License-Identifier: MIT
"""Runs cases on a lying kernel (rct-liar) and says which of them found the lie out, and with which message.

As a program, prints what was observed in the form of lies.toml, to be reviewed: every red must be for the
reason of the lie.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import subprocess
import sys
import tempfile
import textwrap
import tomllib
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from rseqct.cases import manifest  # noqa: E402
from rseqct.cases.manifest import Case  # noqa: E402
from rseqct.cases.observe import Event, Observation, TestRun, observe, parse_event  # noqa: E402

BUILD = Path(os.environ.get("RSEQCT_BUILD", "build")).resolve()
LIAR = BUILD / "harness/tests/liar/rct-liar"
LIES = Path(__file__).with_name("lies.toml")
# The areas that are about system calls; cases/seccomp too, but it needs the only notifier for itself.
AREAS = ("register", "reregister", "unregister", "auxv", "ptrace", "fork", "membarrier")
_CASE_LIMIT_MS = 30000
_RUN_LIMIT_S = 60.0
_IMPATIENT = 0.1    # of the time that things may take (RSEQCT_TIME_SCALE)
_WORKERS = 2


@dataclass(frozen=True)
class Lie:
    """A lie as rct-liar lists it."""

    name: str
    looks_at: frozenset[str]    # the system calls whose callers wait for the liar
    filtered: str | None        # or the one that the filter answers
    wrong: str


@dataclass(frozen=True)
class Ledger:
    """lies.toml."""

    red: dict[str, dict[str, str]]         # lie → case that must find it out → what its message must match
    broad: frozenset[str]                  # lies that stop nearly every case, before it comes to its claim
    disturbed: dict[str, dict[str, str]]   # system call → case that cannot bear to wait in it → why
    unreddened: dict[str, str]             # case that no lie reddens → why

    @staticmethod
    def load(path: Path = LIES) -> Ledger:
        """Reads the file; a case that a lie names twice is an error."""
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        red: dict[str, dict[str, str]] = {}
        for name, messages in table["lies"].items():
            red[name] = {case: message for message, cases in messages.items() for case in cases}
            assert len(red[name]) == sum(map(len, messages.values())), f"{name} names a case twice"
        return Ledger(red, frozenset(table["broad"]), table["disturbed"], table["unreddened"])

    def shown(self, lie: Lie, case: str) -> bool:
        """The lie is told to the case: the liar does not disturb it. A lie of the filter alone is for those
        that it would disturb."""
        if lie.filtered is not None:
            return case in self.disturbed.get(lie.filtered, ())
        return not any(case in self.disturbed.get(call, ()) for call in lie.looks_at)


def listed() -> list[Lie]:
    """Every lie that rct-liar can tell."""
    lines = subprocess.run([LIAR, "--list"], capture_output=True, text=True, check=True).stdout.splitlines()
    lies = []
    for line in lines:
        name, calls, wrong = line.split(maxsplit=2)
        if calls.startswith("("):
            lies.append(Lie(name, frozenset(), calls.strip("()"), wrong))
        else:
            lies.append(Lie(name, frozenset(calls.split(",")), None, wrong))
    return lies


def cases_of(abi: str) -> list[Case]:
    """The cases of the system-call areas."""
    known = manifest.read(BUILD / "manifest.json").cases
    return [case for case in known if case.abi == abi and case.area in AREAS]


def run(lie: str | None, cases: Sequence[Case], patient: bool = False) -> dict[str, Observation]:
    """What the cases observe on the kernel that tells this lie (None: on the kernel itself), by their ids.

    What a lie prevents is waited for in vain, so the cases are made impatient. On a busy machine that may be
    too short even for what does happen; a patient run tells."""
    shares = [cases[i::_WORKERS] for i in range(_WORKERS)]
    scale = 1.0 if patient or lie is None else _IMPATIENT
    with ThreadPoolExecutor(_WORKERS) as pool:
        parts = pool.map(lambda share: _run_share(lie, share, scale), shares)
        return {case: observation for part in parts for case, observation in part.items()}


def _run_share(lie: str | None, cases: Sequence[Case], scale: float) -> dict[str, Observation]:
    limit_ms = round(_CASE_LIMIT_MS * scale)
    orders = "".join(
        f"{case.id}\t{case.abi}\t{BUILD / case.binary}\t{limit_ms}\t\n" for case in cases)
    executor = [str(BUILD / "harness/rct-executor"), "--list", "-"]
    with tempfile.TemporaryFile("w+") as list_file:
        list_file.write(orders)
        list_file.seek(0)
        done = subprocess.run(
            executor if lie is None else [str(LIAR), lie, "--", *executor], stdin=list_file, text=True,
            capture_output=True, timeout=_RUN_LIMIT_S, check=True,
            env={**os.environ, "GLIBC_TUNABLES": "glibc.pthread.rseq=0", "RSEQCT_TIME_SCALE": str(scale)})
    by_case: dict[str, list[Event]] = {}
    for line in done.stdout.splitlines():
        event = parse_event(line)
        if "case" in event:
            by_case.setdefault(event["case"], []).append(event)
    return {case: observe(events) for case, events in by_case.items()}


def is_green(observation: Observation) -> bool:
    """It ran to its end, and at least one TEST passed; others may have been skipped."""
    outcomes = {test.outcome for test in observation.tests}
    return (observation.how, observation.status) == ("exit", 0) and observation.finished and \
        "pass" in outcomes and outcomes <= {"pass", "skip"}


def complaint(honest: Observation, observed: Observation) -> str | None:
    """The first message by which a case that is green on an honest kernel found a lie out; None: it did
    not."""
    passed = {test.name for test in honest.tests if test.outcome == "pass"}
    for test in observed.tests:
        if test.name in passed and (message := _complaint_of(test)) is not None:
            return message if test.outcome is not None else f"{_end(observed)}; before that: {message}"
    if is_green(observed) and {test.name for test in observed.tests} >= passed:
        return None
    return _end(observed)


def _complaint_of(test: TestRun) -> str | None:
    for failure in test.failures:
        if failure.control:      # then a claim that fails beside it proves nothing
            return f"control of {failure.control}: {failure.text}"
    if test.failures:
        return test.failures[0].text
    if test.broken is not None:
        return f"broken: {test.broken}"
    if test.skip is not None:
        return f"skipped: {test.skip}"      # what passed before: the judge would call it BADSKIP
    return None


def _end(observed: Observation) -> str:
    if observed.how == "signal":
        return f"died of {signal.Signals(observed.status).name}"
    return observed.how if observed.how != "exit" else f"exited with {observed.status}"


def reds(honest: dict[str, Observation], observed: dict[str, Observation]) -> dict[str, str]:
    """The cases that found the lie out, each with its first message; of those that are green on the honest
    kernel."""
    messages = {case: complaint(honest[case], observed[case])
                for case in sorted(observed) if is_green(honest[case])}
    return {case: message for case, message in messages.items() if message is not None}


def suggestion(message: str) -> str:
    """A regex for a message: what was expected and what was there instead, without what differs from run to
    run."""
    control = re.match(r"control of [^:]*: ", message)      # to be told from a claim, which is a proof
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    telling = [line for line in lines if re.match("Expected|Actual|died|timeout|broken|skipped", line)]
    for number, line in enumerate(lines):
        if line.endswith("Expected equality of these values:"):
            telling = lines[number:][:2]
            break
    if control and not (telling and telling[0].startswith(control[0])):
        telling = [control[0].strip(), *telling]
    text = " … ".join(telling or lines[:2])
    for pattern, shorter in _SHORTER:
        text = re.sub(pattern, shorter, text)
    text = re.escape(text.replace("'", "…"))
    return text.replace(r"\ ", " ").replace("…", ".*").replace(r"\-", "-")


_SHORTER = (
    (r" \(of type [^)]*\)", ""), (r" \(\d+\)", ""), (r"died of (\w+).*", r"died of \1"),
    (r"Actual: the registration of .* gave rseq.* = ", "… = "), (r"Actual: \w+\([^=]*\)[^=]* = ", "… = "),
    (r"Actual: a passage", "…"), (r", the event having happened.*", ""),
    (r"(names the CPU|does not name).*", r"\1"),
    (r", actual: .*", ""), (r"\d{12,}", "…"), (r"Actual: 409[67]$", "Actual: 409"),
    (r"(cpu_id is) \d+.*", r"\1"), (r"Actual: \{.*", ""),
    (r"killed after .*", "killed after"), (r"rseq\(.*\) = ", "… = "),
    ("( ?… ?)+", "…"), (r"…$", ""))


def _toml(name: str, messages: dict[str, str]) -> Iterable[str]:
    by_message: dict[str, list[str]] = {}
    for case, message in messages.items():
        by_message.setdefault(suggestion(message), []).append(case)
    yield f"[lies.{name}]"
    for regex, cases in by_message.items():
        names = ", ".join(f'"{case}"' for case in cases)
        if len(f"'{regex}' = [{names}]") <= 110:
            yield f"'{regex}' = [{names}]"
        else:
            yield f"'{regex}' = ["
            yield textwrap.fill(names, 110, initial_indent="  ", subsequent_indent="  ",
                                break_long_words=False, break_on_hyphens=False)
            yield "]"
    yield ""


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lie", nargs="*", help="by default every one")
    parser.add_argument("--abi", default="x86_64")
    parser.add_argument("--messages", action="store_true", help="print whole messages instead")
    arguments = parser.parse_args()
    ledger = Ledger.load()
    cases = cases_of(arguments.abi)
    honest = run(None, cases)
    cases = [case for case in cases if is_green(honest[case.id])]
    for lie in listed():
        if arguments.lie and lie.name not in arguments.lie:
            continue
        messages = reds(honest, run(lie.name, [case for case in cases if ledger.shown(lie, case.id)]))
        red = [case for case in cases if case.id in messages]
        messages = reds(honest, run(lie.name, red, patient=True))
        print(f"# {lie.wrong}")
        if arguments.messages:
            print(f"[{lie.name}]")
            print(*(f"--- {case}\n{message}" for case, message in messages.items()), sep="\n")
        else:
            print("\n".join(_toml(lie.name, messages)), flush=True)


if __name__ == "__main__":
    _main()
