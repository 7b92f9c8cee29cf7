# SPDX-License-Identifier: MIT
"""The judge: a verdict is a pure function of (case, observation, facts, expected), and of nothing else."""

from __future__ import annotations

import enum
import errno
import re
import signal
from dataclasses import dataclass, field

from rseqct import conditions
from rseqct.expected import Bug, Expected, Requirement
from rseqct.facts import Facts
from rseqct.manifest import Case
from rseqct.observe import Observation, TestRun
from rseqct.splat import first_splat
from rseqct.versions import Truth, in_range

_NEEDS = re.compile(
    r"needs (?P<feature>[a-z][a-z0-9-]*)(?P<comparison>(?:>=|<=|==|<|>)\d+)?(?:: (?P<detail>.*))?", re.DOTALL)


class Verdict(enum.Enum):
    """What a case on a kernel comes to (DESIGN 6)."""

    PASS = "PASS"
    FAIL = "FAIL"
    XFAIL = "XFAIL"
    XPASS = "XPASS"
    SKIP = "SKIP"
    NA = "NA"
    BADSKIP = "BADSKIP"
    ERROR = "ERROR"
    MISS = "MISS"


@dataclass(frozen=True)
class Judgement:
    """A verdict and why. `kind` tells failures apart: assertion, crash, timeout, splat.

    requirements: those at stake, which is the failing tests' where any failed, else the case's.
    bug: the ledger entry that the verdict rests on. allowed: an XPASS that is only a note.
    """

    verdict: Verdict
    reason: str = ""
    kind: str = ""
    requirements: tuple[str, ...] = ()
    bug: str | None = None
    allowed: bool = False

    @property
    def red(self) -> bool:
        """Whether somebody must act."""
        return self.verdict in (Verdict.FAIL, Verdict.BADSKIP, Verdict.ERROR, Verdict.MISS) or (
            self.verdict is Verdict.XPASS and not self.allowed)


@dataclass(frozen=True)
class Problem:
    """A failure before the ledger is asked: its kind, one line, and the texts that a bug's symptom must all
    match."""

    kind: str
    reason: str
    symptoms: list[str]
    requirements: list[str] = field(default_factory=list)


def judge(case: Case, observation: Observation | None, facts: Facts, expected: Expected,
          missing: str = "it never ran") -> Judgement:
    """Judges one run of a case; `observation` is None where there was none, and `missing` says why."""
    unknown = [name for name in case.verifies if name not in expected.requirements]
    if unknown:
        return Judgement(Verdict.ERROR, f"cites '{unknown[0]}', which no file of expected/requirements has; "
                         "add it there, or mend VERIFIES", requirements=case.verifies)
    splat = first_splat(observation.kmsg, facts.emulated) if observation else None
    if splat is not None:
        return _failed(case, Problem("splat", f"the kernel reported: {splat}", [splat]), facts, expected)
    for name in case.verifies:
        inapplicable = why_not_applicable(expected.requirements[name], facts, case.abi, expected)
        if inapplicable:
            return Judgement(Verdict.NA, inapplicable, requirements=(name,))
    if observation is None or observation.how == "unstartable":
        return Judgement(Verdict.MISS, missing if observation is None else
                         f"{case.binary} cannot be started: {_errno(observation.status)}; build again",
                         requirements=case.verifies)
    wrong = problem(observation)
    if wrong is not None:
        return _failed(case, wrong, facts, expected)
    error = suite_error(case, observation)
    if error is not None:
        return Judgement(Verdict.ERROR, error, requirements=case.verifies)
    return _skipped(case, observation, facts, expected) or _passed(case, facts, expected)


def why_not_applicable(requirement: Requirement, facts: Facts, abi: str, expected: Expected) -> str | None:
    """Why a requirement does not apply to a kernel, in words; None where it does.

    What is not known excuses nothing: then it applies. A feature that the probe found overrides `since`.
    """
    if requirement.arches.have(facts) is Truth.NO:
        return f"{requirement.id} is for {requirement.arches} only"
    if requirement.abis and abi not in requirement.abis:
        return f"{requirement.id} is for {', '.join(requirement.abis)} only"
    for feature in requirement.features:
        if feature not in facts.features:
            excuse = expected.features[feature].excuse(facts, abi)
            if excuse:
                return f"{requirement.id} needs {feature}, which may be absent: {excuse}"
    found = requirement.features and set(requirement.features) <= facts.features
    since = None if found else requirement.since
    if in_range(facts.judged_as, since, requirement.until) is not Truth.YES:
        return f"{requirement.id} holds {requirement.range}; this is {facts.judged_as}"
    if conditions.holds(requirement.when, facts, abi) is Truth.NO:
        return f"{requirement.id} holds only when {conditions.describe(requirement.when)}"
    return None


def why_skip_is_bad(reason: str, facts: Facts, abi: str, expected: Expected) -> str | None:
    """Why a case should not have skipped for `reason`; None where the facts explain it."""
    match = _NEEDS.fullmatch(reason.strip())
    feature = expected.features.get(match["feature"]) if match else None
    if match is None or feature is None:
        return f"skipped with words that features.toml does not know: \"{reason}\""
    if feature.builtin:
        have = {"cpus": facts.cpus_allowed, "nodes": facts.nodes}.get(feature.id)
        explained = match["comparison"] and conditions.compare(have, match["comparison"]) is Truth.NO
        return None if explained else f"skipped, \"{reason}\", but the kernel has {have} {feature.id}"
    if feature.probe and feature.id in facts.features:
        return f"skipped, \"{reason}\", but the probe finds {feature.id}"
    return None if feature.excuse(facts, abi) else \
        f"skipped, \"{reason}\", and nothing that is known excuses that (features.toml, [{feature.id}])"


def problem(observation: Observation) -> Problem | None:
    """What went wrong in the kernel's name, if anything: the case died, hung, or an assertion failed."""
    last = next((test.name for test in reversed(observation.tests) if test.outcome is None), None)
    where = f" in {last}" if last else ""
    cited = [name for test in observation.tests if test.outcome is None for name in test.verifies]
    if observation.how == "timeout":
        text = f"no end within {observation.wall_us / 1e6:.0f} s{where}"
        return Problem("timeout", text, [text], cited)
    if observation.how == "signal":
        text = f"killed by {_signal(observation.status)}{where}"
        return Problem("crash", text, [text], cited)
    if observation.malformed is None and observation.plan:
        silent = [name for name in observation.plan
                  if not any(test.name == name and test.outcome for test in observation.tests)]
        if silent or not observation.finished:
            text = f"ended with exit status {observation.status}" + (
                f" before it reported {silent[0]}" if silent else " in the middle of its end")
            return Problem("crash", text, [text], cited)
    failed = [test for test in observation.tests
              if test.outcome in ("fail", "control") or (test.outcome is None and test.failures)]
    if failed:
        return Problem("assertion", _first(failed[0]), [_symptom(test) for test in failed],
                       [name for test in failed for name in test.verifies])
    broken = any(test.outcome == "broken" for test in observation.tests)
    allowed = (0, 1) if broken else (0,)
    if observation.plan and observation.malformed is None and observation.status not in allowed:
        text = f"exit status {observation.status} although no test failed"
        return Problem("crash", text, [text])
    return None


def _failed(case: Case, wrong: Problem, facts: Facts, expected: Expected) -> Judgement:
    bugs = [bug for bug in _bugs(case, expected) if bug.affects(facts, case.abi) is not Truth.NO]
    requirements = tuple(dict.fromkeys(wrong.requirements)) or case.verifies
    for symptom in wrong.symptoms:
        if not any(bug.symptom.search(symptom) for bug in bugs):
            other = f" (not the symptom of the known bug {bugs[0].id})" if bugs else ""
            return Judgement(Verdict.FAIL, wrong.reason + other, wrong.kind, requirements)
    bug = next(bug for bug in bugs if bug.symptom.search(wrong.symptoms[0]))
    return Judgement(Verdict.XFAIL, f"known bug {bug.id}, {bug.fixed_text}: {wrong.reason}", wrong.kind,
                     requirements, bug.id)


def suite_error(case: Case, observation: Observation) -> str | None:
    """What the suite itself did wrong, if anything."""
    if observation.malformed is not None:
        return f"wrote a line that is not as agreed: {observation.malformed}"
    if not observation.plan:
        return f"ended with exit status {observation.status} and reported nothing: it printed no plan"
    if sorted(observation.plan) != sorted(case.planned()):
        return "runs other tests than the manifest says; build again"
    for test in observation.tests:
        if test.outcome == "broken":
            return f"{test.name}: {test.broken or 'broken, without a reason'}"
        if not test.verifies and test.outcome != "skip":
            return f"{test.name} ran without VERIFIES"
        for name in test.verifies:
            if name not in case.verifies:
                return f"{test.name} cites '{name}', which the manifest does not know; build again"
    if observation.leftover:
        return f"left {observation.leftover} process{'es' * (observation.leftover > 1)} behind"
    return None


def _skipped(case: Case, observation: Observation, facts: Facts, expected: Expected) -> Judgement | None:
    skips = [test for test in observation.tests if test.outcome == "skip"]
    for test in skips:
        bad = why_skip_is_bad(test.skip or "", facts, case.abi, expected)
        if bad:
            return Judgement(Verdict.BADSKIP, bad, "skip", tuple(test.verifies) or case.verifies)
    if skips and len(skips) == len(observation.tests):
        return Judgement(Verdict.SKIP, skips[0].skip or "", requirements=case.verifies)
    return None


def _passed(case: Case, facts: Facts, expected: Expected) -> Judgement:
    for bug in _bugs(case, expected):
        affected = bug.affects(facts, case.abi)
        if affected is not Truth.NO and not bug.racy:
            allowed = affected is Truth.UNKNOWN or facts.distribution
            said = f"passes, but the ledger says that {bug.id} is in {facts.judged_as} ({bug.fixed_text})"
            return Judgement(Verdict.XPASS, said if allowed else f"{said}; mend {bug.where}",
                             requirements=case.verifies, bug=bug.id, allowed=allowed)
    return Judgement(Verdict.PASS, requirements=case.verifies)


def _bugs(case: Case, expected: Expected) -> list[Bug]:
    return [bug for bug in expected.bugs.values() if bug.matches(case.id)]


def _symptom(test: TestRun) -> str:
    return test.failures[0].text if test.failures else "failed without an assertion"


def _first(test: TestRun) -> str:
    if not test.failures:
        return f"{test.name} failed without an assertion"
    failure = test.failures[0]
    return f"{test.name} at {failure.file}:{failure.line}"


def _signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _errno(number: int) -> str:
    return errno.errorcode.get(number, f"errno {number}")
