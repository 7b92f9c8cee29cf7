# SPDX-License-Identifier: MIT
"""The judge. A verdict is a pure function of (case, observation, facts, expected), and of nothing else.

docs/design.md lists its rules in order."""

from __future__ import annotations

import errno
import functools
import re
import signal
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from rseqct.cases.manifest import Case
from rseqct.cases.observe import FAILED, Failure, Observation, TestRun
from rseqct.cases.splat import first_splat
from rseqct.catalogue import conditions
from rseqct.catalogue.expected import Expected
from rseqct.catalogue.ledger import Bug
from rseqct.catalogue.requirements import Requirement
from rseqct.catalogue.facts import Facts
from rseqct.catalogue.versions import Truth, in_range
from rseqct.judging.verdicts import NOTED, TABLE, Meaning, State, Verdict, worst

_NEEDS = re.compile(
    r"needs (?P<feature>[a-z][a-z0-9-]*)(?P<comparison>(?:>=|<=|==|<|>)\d+)?(?:: (?P<detail>.*))?", re.DOTALL)


@dataclass(frozen=True)
class Judgement:
    """A verdict and its reason. `kind` distinguishes failures: assertion, control, crash, timeout, splat.

    requirements: the affected ones; those of the failed TESTs if any TEST failed, else those of the case.

    bug: the ledger entry that the verdict rests on. allowed: this XPASS is only a note, not red.

    claims: the verdict on each requirement that this run says something about. These are the requirements that the case
    verifies, and the one that a failed control relies on, unless the ledger explains that failure."""

    verdict: Verdict
    reason: str = ""
    kind: str = ""
    requirements: tuple[str, ...] = ()
    bug: str | None = None
    allowed: bool = False
    claims: tuple[tuple[str, Verdict], ...] = ()

    @property
    def meaning(self) -> Meaning:
        """Its row of the table of verdicts."""
        return NOTED if self.allowed else TABLE[self.verdict]

    @property
    def red(self) -> bool:
        """Whether somebody must act."""
        return self.meaning.red

    @property
    def untold(self) -> bool:
        """Whether it is red without a verdict on the kernel: the suite is at fault, or the case never ran."""
        return self.red and self.meaning.state is State.UNTOLD


@dataclass(frozen=True)
class Problem:
    """A failure that is not yet compared with the ledger: its kind, one line, and the text that a bug's symptom must
    match."""

    kind: str
    reason: str
    symptom: str
    requirements: list[str] = field(default_factory=list)


def judge(case: Case, observation: Observation | None, facts: Facts, expected: Expected,
          missing: str = "it never ran") -> Judgement:
    """Judges one run of a case. If `observation` is None, `missing` says why there is none."""
    return Judge(facts, expected).judge(case, observation, missing)


class Judge:
    """Judges the cases of one kernel. Answers about the kernel are computed once and shared by all cases."""

    def __init__(self, facts: Facts, expected: Expected) -> None:
        self._kernel = _Kernel(facts, expected)

    def judge(self, case: Case, observation: Observation | None, missing: str = "it never ran") -> Judgement:
        """Judges one run of a case; see the function of the same name."""
        judged, claims = _Judge(case, self._kernel).judge(observation, missing)
        each = tuple((dict.fromkeys(case.verifies, judged.verdict) | claims).items())
        return judged if judged.claims == each else replace(judged, claims=each)


class _Kernel:
    """One kernel, with cached answers about it."""

    def __init__(self, facts: Facts, expected: Expected) -> None:
        self.facts = facts
        self.expected = expected
        self.why_not_applicable = functools.cache(self._why_not_applicable)
        self.why_skip_is_bad = functools.cache(self._why_skip_is_bad)
        self.bugs = functools.cache(self._bugs)

    def _why_not_applicable(self, name: str, abi: str) -> str | None:
        """Why a requirement does not apply, in words; None if it applies."""
        return why_not_applicable(self.expected.requirements[name], self.facts, abi, self.expected)

    def _why_skip_is_bad(self, reason: str, abi: str) -> str | None:
        """Why a case of this ABI should not have skipped for `reason`; None if the facts explain the skip."""
        return why_skip_is_bad(reason, self.facts, abi, self.expected)

    def _bugs(self, abi: str) -> list[Bug]:
        """The bugs that this kernel has or may have, for cases of this ABI."""
        return [bug for bug in self.expected.bugs.values() if bug.affects(self.facts, abi) is not Truth.NO]


_Claims = dict[str, Verdict]


class _Judge:
    """One case on one kernel."""

    def __init__(self, case: Case, kernel: _Kernel) -> None:
        self.case = case
        self.kernel = kernel
        self.facts = kernel.facts
        self.expected = kernel.expected

    def judge(self, observation: Observation | None, missing: str) -> tuple[Judgement, _Claims]:
        """The case's verdict, and the requirements whose verdict differs from it."""
        case = self.case
        unknown = [name for name in case.verifies if name not in self.expected.requirements]
        if unknown:
            return self._whole(Verdict.ERROR, f"cites '{unknown[0]}', which no file of expected/requirements has; "
                               "add it there, or correct VERIFIES")
        splat = first_splat(observation.kmsg, self.facts.emulated) if observation and observation.kmsg else None
        if observation and splat is not None:
            return self._ended_early(observation, Problem("splat", f"the kernel reported: {splat}", splat))
        for name in case.verifies:
            inapplicable = self.kernel.why_not_applicable(name, case.abi)
            if inapplicable:
                return Judgement(Verdict.NA, inapplicable, requirements=(name,), claims=self._all(Verdict.NA)), {}
        if observation is None:
            return self._whole(Verdict.MISS, missing)
        if observation.how == "unstartable":
            return self._unstartable(observation.status)
        wrong = early_end(observation)
        if wrong is not None:
            return self._ended_early(observation, wrong)
        error = suite_error(case, observation)
        if error is not None and not any(test.failures for test in observation.tests):
            return self._whole(Verdict.ERROR, error)
        return self._ended(observation, error)

    def _ended(self, observation: Observation, error: str | None) -> tuple[Judgement, _Claims]:
        """Judges a case that ran to its end: the worst verdict of its TESTs, and the worst one for each requirement."""
        if error is None and all(test.outcome == "pass" and not test.failures for test in observation.tests):
            return self._passed(observation.marked)
        judged = [self._test(test, observation.marked) for test in observation.tests]
        verdicts: dict[str, list[Verdict]] = {}
        for judgement in judged:
            for name, verdict in judgement.claims:
                verdicts.setdefault(name, []).append(verdict)
        claims = {name: each for name, found in verdicts.items() if (each := worst(found))}
        if error is not None:
            judged.append(Judgement(Verdict.ERROR, error, requirements=self.case.verifies))
        case = worst(judgement.verdict for judgement in judged)
        alike = [judgement for judgement in judged if judgement.verdict is case]
        stake = tuple(dict.fromkeys(name for each in alike for name in each.requirements))
        return replace(alike[0], requirements=stake or self.case.verifies), claims

    def _passed(self, marked: bool) -> tuple[Judgement, _Claims]:
        """Judges a case whose TESTs all passed."""
        against = self._against_the_ledger(marked)
        if against is None:
            return Judgement(Verdict.PASS, requirements=self.case.verifies, claims=self._all(Verdict.PASS)), {}
        broken = self.expected.bugs[against.bug or ""].breaks
        return against, {name: Verdict.XPASS if name in broken else Verdict.PASS for name in self.case.verifies}

    def _ended_early(self, observation: Observation, wrong: Problem) -> tuple[Judgement, _Claims]:
        """Judges a case that did not run to its end, or whose kernel reported a problem.

        Of its other requirements, only those whose TESTs had passed before count as shown."""
        judged = self._broken(wrong, observation.marked)
        passed = {name for test in observation.tests if test.outcome == "pass" for name in test.verifies}
        return judged, {name: judged.verdict if name in judged.requirements else
                        Verdict.PASS if name in passed else Verdict.UNSHOWN for name in self.case.verifies}

    def _test(self, test: TestRun, marked: bool) -> Judgement:
        """Judges one TEST that ran to its end."""
        controls = [failure for failure in test.failures if failure.control]
        if controls:
            return self._control(test, controls)
        if test.outcome == "fail":
            judged = self._broken(_assertion(test), marked)
        elif test.outcome == "skip":
            bad = self.kernel.why_skip_is_bad(test.skip or "", self.case.abi)
            at = f" ({test.skip_at})" if test.skip_at else ""
            judged = Judgement(Verdict.BADSKIP, bad + at, "skip", tuple(test.verifies)) if bad else \
                Judgement(Verdict.SKIP, test.skip or "")
        else:
            judged = Judgement(Verdict.PASS)
        return replace(judged, claims=tuple((name, judged.verdict) for name in test.verifies))

    def _control(self, test: TestRun, failures: list[Failure]) -> Judgement:
        """Judges a TEST whose control failed. That is evidence against the requirement that the control relies on, not
        against the TEST's claim."""
        for failure in failures:
            if next(self._bugs([failure.control]), None):
                continue
            at = f"{test.name}, its control at {failure.file}:{failure.line}"
            relied = self.expected.requirements.get(failure.control)
            wrong = f"'{failure.control}', which no file of expected/requirements has" if relied is None else \
                self.kernel.why_not_applicable(failure.control, self.case.abi)
            if wrong:
                return Judgement(Verdict.ERROR, f"{at} relies on {wrong}; correct CONTROL", "control",
                                 tuple(test.verifies), claims=tuple((name, Verdict.ERROR) for name in test.verifies))
            unshown = tuple((name, Verdict.UNSHOWN) for name in test.verifies if name != failure.control)
            return Judgement(Verdict.FAIL, at, "control", (failure.control,),
                             claims=((failure.control, Verdict.FAIL), *unshown))
        bug = next(self._bugs([failures[0].control]))
        return Judgement(Verdict.UNSHOWN, f"known bug {bug.id}, {bug.fixed_text}, breaks {failures[0].control}, which "
                         f"a control relies on: {test.name} at {failures[0].file}:{failures[0].line}", "control",
                         tuple(test.verifies), bug.id,
                         claims=tuple((name, Verdict.UNSHOWN) for name in test.verifies))

    def _broken(self, wrong: Problem, marked: bool) -> Judgement:
        """Judges a failure of the kernel: a known bug, if one affects this kernel and has this symptom; else FAIL."""
        requirements = tuple(dict.fromkeys(wrong.requirements)) or self.case.verifies
        bugs = list(self._bugs(requirements, self.case.id, marked))
        bug = next((bug for bug in bugs if bug.symptom.search(wrong.symptom)), None)
        if bug is None:
            other = f" (not the symptom of the known bug {bugs[0].id})" if bugs else ""
            return Judgement(Verdict.FAIL, wrong.reason + other, wrong.kind, requirements)
        # If controls are not marked, a failure outside the promises that the bug breaks may be that of a control.
        verdict = Verdict.XFAIL if marked or set(requirements) & set(bug.breaks) else Verdict.UNSHOWN
        return Judgement(verdict, f"known bug {bug.id}, {bug.fixed_text}: {wrong.reason}", wrong.kind, requirements,
                         bug.id)

    def _against_the_ledger(self, marked: bool) -> Judgement | None:
        """The verdict on a passed case if the ledger says that a bug of this kernel breaks what the case verifies; else
        None."""
        for bug in self._bugs(self.case.verifies, self.case.id, marked):
            if not bug.racy:
                allowed = bug.affects(self.facts, self.case.abi) is Truth.UNKNOWN or self.facts.distribution
                said = f"passes, but the ledger says that {bug.id} is in {self.facts.judged_as} ({bug.fixed_text})"
                return Judgement(Verdict.XPASS, said if allowed else f"{said}; correct {bug.where}",
                                 requirements=self.case.verifies, bug=bug.id, allowed=allowed)
        return None

    def _bugs(self, requirements: Iterable[str], case: str | None = None, marked: bool = True) -> Iterator[Bug]:
        """The bugs that this kernel has or may have, and that break one of these requirements (in this case)."""
        for bug in self.kernel.bugs(self.case.abi):
            if bug.breaks_in(case, requirements, marked):
                yield bug

    def _unstartable(self, error: int) -> tuple[Judgement, _Claims]:
        """Judges a case that could not be started. It is not applicable if the kernel may lack programs of this ABI and
        refused it with ENOEXEC; otherwise it is a MISS."""
        abi = self.case.abi
        excuse = self.expected.features["own-abi"].excuse(self.facts, abi) if error == errno.ENOEXEC else None
        if excuse:
            return self._whole(Verdict.NA, f"the kernel executes no programs of {abi}: {excuse}")
        remedy = {errno.ENOEXEC: f"the kernel executes no programs of {abi}, or the file is damaged",
                  errno.ENOENT: "it is missing, or the loader that it names is; build again"}.get(error, "build again")
        return self._whole(Verdict.MISS, f"{self.case.binary} cannot be started: {_errno(error)}; {remedy}")

    def _all(self, verdict: Verdict) -> tuple[tuple[str, Verdict], ...]:
        """The same verdict for each requirement that the case verifies."""
        return tuple((name, verdict) for name in self.case.verifies)

    def _whole(self, verdict: Verdict, reason: str) -> tuple[Judgement, _Claims]:
        """The same verdict on the case and on each requirement that it verifies."""
        return Judgement(verdict, reason, requirements=self.case.verifies), {}


def why_not_applicable(requirement: Requirement, facts: Facts, abi: str, expected: Expected) -> str | None:
    """Why a requirement does not apply to a kernel, in words; None if it applies.

    An unknown fact excuses nothing: then the requirement applies. A feature that the probe found overrides `since`."""
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
    if requirement.when and conditions.holds(requirement.when, facts, abi) is Truth.NO:
        return f"{requirement.id} holds only when {conditions.describe(requirement.when)}"
    return None


def why_skip_is_bad(reason: str, facts: Facts, abi: str, expected: Expected) -> str | None:
    """Why a case should not have skipped for `reason`; None if the facts explain the skip."""
    match = _NEEDS.fullmatch(reason.strip())
    feature = expected.features.get(match["feature"]) if match else None
    if match is None or feature is None:
        return f"skipped for a reason that is not in features.toml: \"{reason}\""
    if feature.builtin:
        have = {"cpus": facts.cpus_allowed, "nodes": facts.nodes}.get(feature.id)
        explained = match["comparison"] and conditions.compare(have, match["comparison"]) is Truth.NO
        return None if explained else f"skipped, \"{reason}\", but the kernel has {have} {feature.id}"
    if feature.probe and feature.id in facts.features:
        return f"skipped, \"{reason}\", but the probe finds {feature.id}"
    return None if feature.excuse(facts, abi) else \
        f"skipped, \"{reason}\", but no known fact excuses that (features.toml, [{feature.id}])"


def problem(observation: Observation) -> Problem | None:
    """The failure that the kernel is responsible for, if any: an early end, or the first TEST with a failed
    expectation."""
    failed = next((test for test in observation.tests if test.outcome in FAILED), None)
    return early_end(observation) or (_assertion(failed) if failed else None)


def _assertion(test: TestRun) -> Problem:
    text = test.failures[0].text if test.failures else "failed without an assertion"
    return Problem("assertion", _first(test), text, test.verifies)


def early_end(observation: Observation) -> Problem | None:
    """Why a case did not run to its end, if the kernel is responsible: it died, hung, or exited in the middle."""
    last = next((test for test in reversed(observation.tests) if test.outcome is None), None)
    if last and last.broken:
        return None    # the suite's own error came first, and may have caused the death or hang
    where = f" in {last.name}" if last else ""
    cited = last.verifies if last else []
    if observation.how == "timeout":
        text = f"no end within {observation.wall_us / 1e6:.0f} s{where}"
        return Problem("timeout", text, text, cited)
    if observation.how == "signal":
        text = f"killed by {_signal(observation.status)}{where}"
        return Problem("crash", text, text, cited)
    if not observation.plan or observation.malformed is not None:
        return None
    told = {test.name for test in observation.tests if test.outcome}
    silent = [name for name in observation.plan if name not in told]
    if silent or not observation.finished:
        text = f"ended with exit status {observation.status}" + (
            f" before it reported {silent[0]}" if silent else " in the middle of its end")
        return Problem("crash", text, text, cited)
    outcomes = {test.outcome for test in observation.tests}
    allowed = (0, 1) if outcomes & {*FAILED, "broken"} else (0,)
    if observation.status not in allowed:
        text = f"exit status {observation.status} although no test failed"
        return Problem("crash", text, text)
    return None


def suite_error(case: Case, observation: Observation) -> str | None:
    """The suite's own error, if any, in words."""
    if observation.malformed is not None:
        return f"wrote a malformed line: {observation.malformed}"
    if not observation.plan:
        return f"ended with exit status {observation.status} and reported nothing: it printed no plan"
    if observation.plan != (planned := case.planned()) and sorted(observation.plan) != sorted(planned):
        return "runs other tests than the manifest says; build again"
    for test in observation.tests:
        if test.outcome == "broken" or (test.outcome is None and test.broken):
            at = f" at {test.broken_at}" if test.broken_at else ""
            return f"{test.name}{at}: {test.broken or 'broken, without a reason'}"
        if not test.verifies and test.outcome != "skip":
            return f"{test.name} ran without VERIFIES"
        for name in test.verifies:
            if name not in case.verifies:
                return f"{test.name} cites '{name}', which the manifest does not know; build again"
    if observation.leftover:
        return f"left {observation.leftover} process{'es' * (observation.leftover > 1)} behind"
    return None


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
