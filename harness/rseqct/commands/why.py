# SPDX-License-Identifier: MIT
"""`rseqct why`: the chain from requirement to verdict, link by link."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from rseqct.cases import manifest
from rseqct.cases.manifest import Case, select
from rseqct.cases.observe import TestRun
from rseqct.catalogue import conditions, expected
from rseqct.catalogue.expected import Expected
from rseqct.catalogue.requirements import Requirement
from rseqct.catalogue.facts import Facts
from rseqct.catalogue.versions import Truth
from rseqct.errors import Exit, RseqctError
from rseqct.judging.judge import judge, why_not_applicable
from rseqct.results import kept, results
from rseqct.results.results import Record
from rseqct.support.places import build_directory, shown
from rseqct.targets.local import LocalTarget


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    parser.add_argument("case", metavar="CASE", help="the id of a case or of a requirement")
    parser.add_argument("--results", type=Path, metavar="FILE",
                        help="results.json (default: the newest of this build)")
    parser.add_argument("--as", dest="as_release", metavar="RELEASE", help="judge by another kernel release")
    parser.set_defaults(command=run)


def run(arguments: argparse.Namespace) -> int:
    """Prints the explanation; returns the exit status. Raises RseqctError."""
    print("\n".join(explain(build_directory(), arguments.case, arguments.results, arguments.as_release)))
    return Exit.OK


def explain(build: Path, name: str, stored: Path | None = None, as_release: str | None = None) -> list[str]:
    """Lines that explain the verdict of a case, or of all cases of a requirement; raises RseqctError.

    Facts and observations come from stored results, the newest of the build tree by default; without any,
    the facts of the running kernel are probed, and there is no verdict.
    """
    cases = manifest.read(build / "manifest.json")
    catalogue = expected.load(cases.source / "expected")
    chosen = [case for case in cases.cases if name in case.verifies] or select(cases.cases, [name], [])
    path = stored or _newest(build)
    if path is not None:
        whole = results.rejudge(kept.read(path), catalogue, as_release)
        facts, records, source = whole.facts, {record.case.key: record for record in whole.records}, shown(path)
    else:
        target = LocalTarget(build, cases.executor)
        facts, records = Facts.of(*target.facts(), as_release), {}
        source = "probed just now; nothing has run yet"
    judged = "" if str(facts.judged_as) == facts.release else f", judged as {facts.judged_as}"
    lines = [f"kernel       {facts.release} {facts.arch}{judged}   ({source})"]
    if not any(case.verifies for case in chosen):
        raise RseqctError(f"'{name}' cites no requirement", Exit.USAGE)
    for case in chosen:
        lines += ["", f"case         {case.key}   {case.source}"]
        for requirement in case.verifies:
            lines += _requirement(requirement, catalogue, facts, case)
        lines += [*_bugs(catalogue, facts, case), *_verdict(records.get(case.key), facts, catalogue)]
    return lines


def _requirement(name: str, catalogue: Expected, facts: Facts, case: Case) -> Iterator[str]:
    requirement: Requirement | None = catalogue.requirements.get(name)
    if requirement is None:
        yield f"requirement  {name}: in no file of expected/requirements"
        return
    yield f"requirement  {name} ({requirement.level})   {requirement.where}"
    yield f"             {requirement.text}"
    yield f"  range      {requirement.range}; {facts.judged_as} is what counts"
    for feature in requirement.features:
        excuse = catalogue.features[feature].excuse(facts, case.abi)
        yield f"  feature    {feature}: " + (
            "the probe finds it" if feature in facts.features else
            f"the probe does not find it; may be absent: {excuse or 'no, nothing excuses that'}")
    if requirement.when:
        holds = conditions.holds(requirement.when, facts, case.abi)
        yield f"  when       {conditions.describe(requirement.when)}: {holds.value}"
    why = why_not_applicable(requirement, facts, case.abi, catalogue)
    yield f"  applies    {'no: ' + why if why else 'yes'}"


def _bugs(catalogue: Expected, facts: Facts, case: Case) -> Iterator[str]:
    for bug in catalogue.bugs.values():
        if bug.breaks_in(case.id, case.verifies):
            affects = bug.affects(facts, case.abi)
            said = {Truth.YES: "in this kernel", Truth.NO: "not in this kernel",
                    Truth.UNKNOWN: "perhaps in this kernel, a candidate of the release that changed it"}
            since = f"since {bug.introduced}, {bug.fixed_text}"
            yield f"bug          {bug.id}: {said[affects]} ({since})   {bug.link}"


def _verdict(record: Record | None, facts: Facts, catalogue: Expected) -> Iterator[str]:
    if record is None:
        yield "verdict      not run"
        return
    observation = record.observation
    if observation is None:
        yield f"observed     nothing: {record.missing}"
    else:
        yield f"observed     {observation.how} {observation.status}" + "".join(
            f"; {test.name} {test.outcome or 'never ended'}" + _skip(test) for test in observation.tests)
    judgement = judge(record.case, observation, facts, catalogue, record.missing)
    yield f"verdict      {judgement.verdict.value}" + (f": {judgement.reason}" if judgement.reason else "")


def _skip(test: TestRun) -> str:
    return f" ({test.skip}{', ' * bool(test.skip_at)}{test.skip_at})" if test.skip else ""


def _newest(build: Path) -> Path | None:
    files = sorted(build.glob("results/*/results.json"), key=lambda path: path.stat().st_mtime)
    return files[-1] if files else None
