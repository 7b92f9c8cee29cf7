# SPDX-License-Identifier: MIT
"""The judge: what each observation comes to, by facts and by what is expected."""

from __future__ import annotations

import errno
from collections.abc import Callable
from typing import Any

import pytest
from conftest import PROMISE, make_case, make_facts

from rseqct.cases.manifest import Case
from rseqct.cases.observe import Failure, Observation, TestRun as ObservedTest
from rseqct.catalogue.expected import Expected
from rseqct.judging.judge import Judgement, judge, problem
from rseqct.judging.verdicts import Verdict

Load = Callable[..., Expected]
NAME = "Unregister.Claim"
DEBIAN = {"release": "6.18.15+deb13-cloud-amd64", "version": "#1 SMP Debian 6.18.15-1"}

BUG = """
[[bug]]
id         = "the-bug"
cases      = ["unregister.cl*"]
breaks     = ["unregister.promise"]
symptom    = 'Actual: -1 EINVAL'
introduced = { release = "6.0" }
fixed      = [{ release = "6.19" }, { release = "6.18.50" }]
link       = "https://example.org/bug"
found_by   = "these tests"
"""


def ran(*tests: ObservedTest, **changes: Any) -> Observation:
    """A case that ended by itself, with these tests (default: one that passed)."""
    each = list(tests) or [ObservedTest(NAME, "pass", 1, ["unregister.promise"])]
    status = int(any(test.outcome == "fail" for test in each))
    fields: dict[str, Any] = {"how": "exit", "status": status, "plan": [test.name for test in each],
                              "tests": each, "finished": True, **changes}
    return Observation(**fields)


def failing(text: str = "Actual: -1 EINVAL", name: str = NAME) -> ObservedTest:
    """A test with one failed expectation."""
    return ObservedTest(name, "fail", 1, ["unregister.promise"], [Failure("cases/x.cc", 3, text)])


def skipped(reason: str, name: str = NAME) -> ObservedTest:
    """A test that skipped."""
    return ObservedTest(name, "skip", 1, skip=reason)


def verdict(observation: Observation | None, expected: Expected, case: Case | None = None,
            **facts: Any) -> Judgement:
    """Judges an observation of the made-up case on a made-up kernel."""
    return judge(case or make_case(), observation, make_facts(**facts), expected)


def test_an_error_and_a_bad_skip_say_where(load: Load) -> None:
    broken = ObservedTest(NAME, "broken", 1, ["unregister.promise"], broken="fork: EAGAIN (11)", broken_at="a.cc:7")
    assert verdict(ran(broken), load()).reason == f"{NAME} at a.cc:7: fork: EAGAIN (11)"
    skip = ObservedTest(NAME, "skip", 1, skip="needs nonsense: no", skip_at="b.cc:8")
    judged = verdict(ran(skip), load())
    assert judged.verdict is Verdict.BADSKIP and judged.reason.endswith("(b.cc:8)")


@pytest.mark.parametrize("died", [{"how": "timeout", "status": 0}, {"how": "signal", "status": 6}])
def test_what_died_after_its_set_up_broke_is_an_error(load: Load, died: dict[str, Any]) -> None:
    broken = ObservedTest(NAME, None, 0, ["unregister.promise"], broken="fork: EAGAIN (11)")
    judged = verdict(ran(broken, finished=False, **died), load())
    assert judged.verdict is Verdict.ERROR and "fork" in judged.reason


@pytest.mark.parametrize("error, abi, config, cmdline, expected", [
    (errno.ENOEXEC, "i386", "# CONFIG_IA32_EMULATION is not set\n", "quiet", Verdict.NA),
    (errno.ENOEXEC, "i386", "CONFIG_IA32_EMULATION=y\n", "quiet ia32_emulation=0", Verdict.NA),
    (errno.ENOEXEC, "i386", "CONFIG_IA32_EMULATION=y\n", "quiet", Verdict.MISS),
    (errno.ENOEXEC, "i386", None, "quiet", Verdict.MISS),       # an unknown fact excuses nothing
    (errno.ENOEXEC, "x86_64", "# CONFIG_IA32_EMULATION is not set\n", "quiet", Verdict.MISS),
    (errno.ENOENT, "i386", "# CONFIG_IA32_EMULATION is not set\n", "quiet", Verdict.MISS),
])
def test_what_cannot_be_started_is_missing_unless_the_kernel_may_refuse_its_abi(
        load: Load, error: int, abi: str, config: str | None, cmdline: str, expected: Verdict) -> None:
    judged = verdict(Observation("unstartable", error), load(), make_case(abi=abi), config=config, cmdline=cmdline)
    assert judged.verdict is expected and judged.reason


def test_pass_and_fail(load: Load) -> None:
    assert verdict(ran(), load()).verdict is Verdict.PASS
    failed = verdict(ran(failing()), load())
    assert (failed.verdict, failed.kind, failed.reason) == (Verdict.FAIL, "assertion",
                                                            f"{NAME} at cases/x.cc:3")
    assert failed.red and not verdict(ran(), load()).red


def cut(outcome: str | None, **changes: Any) -> Observation:
    return ran(ObservedTest(NAME, outcome, 1, ["unregister.promise"]), **changes)


@pytest.mark.parametrize("observation, expect, kind, words", [
    (cut(None, how="signal", status=11, finished=False), Verdict.FAIL, "crash",
     "killed by SIGSEGV in Unregister.Claim"),
    (Observation("signal", 4), Verdict.FAIL, "crash", "killed by SIGILL"),
    (Observation("signal", 250), Verdict.FAIL, "crash", "signal 250"),
    (cut(None, how="timeout", wall_us=20_000_000, finished=False), Verdict.FAIL, "timeout",
     "within 20 s in Unregister"),
    (cut(None, finished=False), Verdict.FAIL, "crash", "exit status 0 before it reported Unregister.Claim"),
    (cut("pass", finished=False), Verdict.FAIL, "crash", "in the middle of its end"),
    (cut("pass", status=3), Verdict.FAIL, "crash", "exit status 3 although no test failed"),
    (cut("pass", status=1), Verdict.FAIL, "crash", "exit status 1 although no test failed"),
    (Observation("unstartable", 2), Verdict.MISS, "", "cannot be started: ENOENT"),
    (None, Verdict.MISS, "", "never ran"),
    (Observation("exit", 0), Verdict.ERROR, "", "printed no plan"),
    (Observation("exit", 0, plan=[], finished=True), Verdict.ERROR, "", "printed no plan"),
    (Observation("exit", 127), Verdict.ERROR, "", "exit status 127"),
    (ran(malformed="x"), Verdict.ERROR, "", "wrote a malformed line: x"),
    (ran(leftover=1), Verdict.ERROR, "", "left 1 process behind"),
    (ran(leftover=2), Verdict.ERROR, "", "left 2 processes behind"),
    (ran(ObservedTest(NAME, "broken", 1, ["unregister.promise"], broken="mmap: ENOMEM")), Verdict.ERROR, "",
     "mmap: ENOMEM"),
    (ran(ObservedTest(NAME, "pass", 1)), Verdict.ERROR, "", "without VERIFIES"),
    (ran(ObservedTest(NAME, "pass", 1, ["other.promise"])), Verdict.ERROR, "", "build again"),
    (ran(ObservedTest("Unregister.Else", "pass", 1, ["unregister.promise"])), Verdict.ERROR, "",
     "other tests than the manifest"),
    (ran(kmsg=["WARNING: CPU: 0 PID: 1 at kernel/rseq.c:1 f"]), Verdict.FAIL, "splat",
     "the kernel reported: WARNING"),
])
def test_what_else_can_happen(load: Load, observation: Observation | None, expect: Verdict, kind: str,
                              words: str) -> None:
    judged = verdict(observation, load())
    assert (judged.verdict, judged.kind) == (expect, kind)
    assert words in judged.reason and judged.red


def test_a_failure_outranks_a_broken_test_and_leftovers(load: Load) -> None:
    case = make_case(tests=(NAME, "Unregister.Other"))
    broken = ObservedTest("Unregister.Other", "broken", 1, ["unregister.promise"], broken="x")
    assert verdict(ran(failing(), broken, leftover=1), load(), case).verdict is Verdict.FAIL
    assert verdict(ran(ObservedTest(NAME, "pass", 1, ["unregister.promise"]), broken), load(),
                   case).verdict is Verdict.ERROR


def test_both_modes_are_planned(load: Load) -> None:
    from rseqct.cases.manifest import Test
    case = Case("unregister.claim", "x86_64", "b", "s", (Test(NAME, 7, True),), ("unregister.promise",))
    both = [ObservedTest(f"{NAME}/{mode}", "pass", 1, ["unregister.promise"])
            for mode in ("bytes32", "extended")]
    assert verdict(ran(*both), load(), case).verdict is Verdict.PASS
    assert verdict(ran(both[0]), load(), case).verdict is Verdict.ERROR


@pytest.mark.parametrize("reason, facts, expect", [
    ("needs extended-area: AT_RSEQ_FEATURE_SIZE is absent", {"release": "6.1.5", "features": ["rseq"]},
     Verdict.SKIP),
    ("needs extended-area: AT_RSEQ_FEATURE_SIZE is absent", {"release": "6.3", "features": ["rseq"]},
     Verdict.BADSKIP),
    ("needs extended-area: absent", {"release": "6.1"}, Verdict.BADSKIP),       # the probe does find it
    ("needs rseq", {"features": [], "config": "CONFIG_SMP=y\n"}, Verdict.SKIP),
    ("needs rseq",
     {"features": [], "config": None}, Verdict.BADSKIP),          # what is unknown excuses nothing
    ("needs cpus>=2: 1 allowed", {"cpus": {"allowed": 1}}, Verdict.SKIP),
    ("needs cpus>=2: 1 allowed", {"cpus": {"allowed": 2}}, Verdict.BADSKIP),
    ("needs cpus>=2: 1 allowed", {"cpus": {}}, Verdict.BADSKIP),
    ("needs nodes>=2: 1", {"nodes": 1}, Verdict.SKIP),
    ("needs nodes: 1", {"nodes": 1}, Verdict.BADSKIP),
    ("needs root: uid 1000", {"root": False}, Verdict.SKIP),
    ("needs root: uid 0", {"root": True}, Verdict.BADSKIP),
    ("needs luck", {}, Verdict.BADSKIP),
    ("not today", {}, Verdict.BADSKIP),
])
def test_a_skip_must_be_explained(load: Load, reason: str, facts: dict[str, Any], expect: Verdict) -> None:
    assert verdict(ran(skipped(reason)), load(), **facts).verdict is expect


def test_one_mode_may_skip(load: Load) -> None:
    case = make_case(tests=(NAME, "Unregister.Other"))
    passed = ObservedTest(NAME, "pass", 1, ["unregister.promise"])
    assert verdict(ran(passed, skipped("needs root: uid 7", "Unregister.Other")), load(),
                   case).verdict is Verdict.PASS
    assert verdict(ran(passed, skipped("no", "Unregister.Other")), load(), case).verdict is Verdict.BADSKIP
    assert verdict(ran(failing(), skipped("no", "Unregister.Other")), load(), case).verdict is Verdict.FAIL


def promise(lines: str) -> str:
    return PROMISE.replace('since  = "4.18"\n', lines + "\n")


@pytest.mark.parametrize("lines, facts, applies", [
    ("", {}, True),
    ('since = "6.18"', {}, True),
    ('since = "6.19"', {}, False),
    ('since = ["6.19", "6.18.44"]', {}, True),
    ('since = ["6.19", "6.18.45"]', {}, False),
    ('until = "6.18.44"', {}, False),
    ('until = ["6.19", "6.18.44"]', {}, False),
    ('until = ["6.19", "6.17.2"]', {}, True),
    ('since = "6.19"', {"release": "6.19-rc2"}, False),
    ('until = "6.19"', {"release": "6.19-rc2"}, False),        # nobody knows which side a candidate is on
    ('since = "6.19"', {"as_release": "7.0"}, True),
    ('since = ["6.15", "6.1.146"]', DEBIAN | {"release": "6.1.0-32-amd64", "version": "#1 Debian 6.1.147-1"},
     True),
    ('since = ["6.15", "6.1.146"]', DEBIAN | {"release": "6.1.0-32-amd64", "version": "#1 Debian 6.1.129-1"},
     False),
    ('arches = ["aarch64"]', {}, False),
    ('arches = ["aarch64", "x86_64"]', {}, True),
    ('arches = "generic-entry"', {}, True),
    ('arches = "generic-entry"', {"machine": "aarch64"}, False),
    ('arches = "generic-entry"', {"machine": "ppc64le", "release": "7.2.1"}, True),
    ('arches = "generic-entry"', {"machine": "ppc64le", "release": "7.1.1"}, False),
    ('abis = ["i386"]', {}, False),
    ('when = { config = "SCHED_MM_CID" }', {}, False),
    ('when = { config = "SCHED_MM_CID" }', {"config": "CONFIG_SCHED_MM_CID=y\n"}, True),
    ('when = { config = "SCHED_MM_CID" }',
     {"config": None}, True),             # what is unknown excuses nothing
    ('when = { not_config = ["RSEQ"] }', {}, False),
    ('when = { cpus = ">=4" }', {}, False),
    ('when = { debug = true }', {"cmdline": "rseq_debug=1"}, True),
    ('when = { debug = true }', {}, False),
    ('when = { switched_off = "rseq_slice_ext" }', {"cmdline": "quiet rseq_slice_ext=off"}, True),
    ('when = { switched_off = "rseq_slice_ext" }', {"cmdline": "rseq_slice_ext=off rseq_slice_ext=1"}, False),
    ('when = { switched_on = "rseq_debug" }', {"cmdline": "rseq_debug=1"}, True),
    ('when = { not_switched = "rseq_debug" }', {"cmdline": "rseq_debug=perhaps"}, True),
    ('feature = "extended-area"\nsince = "6.3"', {"release": "6.1"},
     True),     # backported: the probe finds it
    ('feature = "extended-area"\nsince = "6.3"', {"release": "6.1", "features": []}, False),
    ('feature = "extended-area"', {"features": []}, True),                      # it must be there
    ('feature = ["rseq", "extended-area"]\nuntil = "6.17"', {}, False),
])
def test_where_a_requirement_applies(load: Load, lines: str, facts: dict[str, Any], applies: bool) -> None:
    expected = load(requirements__unregister=promise(lines))
    judged = verdict(ran(failing()), expected, **facts)
    assert judged.verdict is (Verdict.FAIL if applies else Verdict.NA), judged.reason
    if not applies:      # whatever was observed, also nothing, or the suite's own fault
        for observation in (ran(), None, Observation("exit", 0), Observation("signal", 11)):
            assert verdict(observation, expected, **facts).verdict is Verdict.NA


def test_a_splat_is_the_kernels_fault_even_where_nothing_is_promised(load: Load) -> None:
    expected = load(requirements__unregister=promise('since = "99.0"'))
    assert verdict(ran(kmsg=["BUG: KASAN: use-after-free in f"]), expected).kind == "splat"


def test_a_requirement_that_no_catalogue_has(load: Load) -> None:
    judged = verdict(ran(), load(), make_case(verifies=("unregister.absent",)))
    assert judged.verdict is Verdict.ERROR and "cites 'unregister.absent'" in judged.reason


@pytest.mark.parametrize("observation, facts, expect, allowed", [
    (ran(failing()), {}, Verdict.XFAIL, False),
    (ran(failing("Actual: -1 EPERM")), {}, Verdict.FAIL, False),                # another symptom
    (ran(failing()), {"release": "6.19"}, Verdict.FAIL, False),
    (ran(failing()), {"release": "6.18.50"}, Verdict.FAIL, False),
    (ran(failing()), {"release": "5.10"}, Verdict.FAIL, False),
    (ran(failing()), {"release": "6.19-rc1"}, Verdict.XFAIL, False),
    (ran(), {}, Verdict.XPASS, False),
    (ran(), DEBIAN, Verdict.XPASS, True),
    (ran(), {"release": "6.19-rc1"}, Verdict.XPASS, True),
    (ran(), {"release": "6.19"}, Verdict.PASS, False),
    (ran(skipped("needs root: uid 7")), {}, Verdict.SKIP, False),
    (Observation("signal", 11), {}, Verdict.FAIL, False),
    (None, {}, Verdict.MISS, False),
])
def test_a_bug_of_the_ledger(load: Load, observation: Observation | None, facts: dict[str, Any],
                             expect: Verdict,
                             allowed: bool) -> None:
    judged = verdict(observation, load(bugs__bug=BUG), **facts)
    assert (judged.verdict, judged.allowed) == (expect, allowed), judged.reason
    assert judged.red is (expect in (Verdict.FAIL, Verdict.MISS) or (expect is Verdict.XPASS and not allowed))
    if expect in (Verdict.XFAIL, Verdict.XPASS):
        assert judged.bug == "the-bug"


def test_a_race_need_not_show(load: Load) -> None:
    racy = load(bugs__bug=BUG + "racy = true")
    assert verdict(ran(), racy).verdict is Verdict.PASS
    assert verdict(ran(failing()), racy).verdict is Verdict.XFAIL
    assert verdict(ran(failing()), racy, release="6.19").verdict is Verdict.FAIL


def test_every_failing_test_must_have_the_symptom(load: Load) -> None:
    case = make_case(tests=(NAME, "Unregister.Other"))
    expected = load(bugs__bug=BUG)
    assert verdict(ran(failing(), failing(name="Unregister.Other")), expected, case).verdict is Verdict.XFAIL
    assert verdict(ran(failing(), failing("x", "Unregister.Other")), expected, case).verdict is Verdict.FAIL


@pytest.mark.parametrize("condition, expect", [
    ('arches = ["aarch64"]', Verdict.FAIL), ('abis = ["i386"]', Verdict.FAIL),
    ('arches = ["x86_64"]', Verdict.XFAIL),
    ('when = { config = "RSEQ" }', Verdict.XFAIL), ('when = { cpus = ">2" }', Verdict.FAIL)])
def test_a_bug_has_conditions(load: Load, condition: str, expect: Verdict) -> None:
    assert verdict(ran(failing()), load(bugs__bug=BUG + condition)).verdict is expect


def test_a_bug_may_show_as_a_death_or_as_a_splat(load: Load) -> None:
    died = load(bugs__bug=BUG.replace("Actual: -1 EINVAL", "^killed by SIGSEGV"))
    assert verdict(Observation("signal", 11), died).verdict is Verdict.XFAIL
    warned = load(bugs__bug=BUG.replace("Actual: -1 EINVAL", "WARNING: .*rseq"))
    assert verdict(ran(kmsg=["WARNING: CPU: 0 PID: 1 at kernel/rseq.c:1 f"]), warned).verdict is Verdict.XFAIL
    assert verdict(ran(kmsg=["BUG: sleeping"]), warned).verdict is Verdict.FAIL


CONTROLLED = PROMISE + PROMISE.replace("[unregister.promise]", "[unregister.works]")


def with_control(*claims: str, control: str = "unregister.works", name: str = NAME) -> ObservedTest:
    """A TEST one of whose controls failed, and so did these claims."""
    failures = [Failure("cases/x.cc", 3, text) for text in claims]
    return ObservedTest(name, "fail" if claims else "control", 1, ["unregister.promise"],
                        [*failures, Failure("cases/x.cc", 5, "Actual: nothing", control=control)])


def breaking(requirement: str) -> str:
    return BUG.replace("unregister.promise", requirement).replace('cases      = ["unregister.cl*"]\n', "")


@pytest.mark.parametrize("claims", [(), ("Actual: -1 EINVAL",)])
def test_a_control_is_evidence_against_what_it_relies_on(load: Load, claims: tuple[str, ...]) -> None:
    judged = verdict(ran(with_control(*claims), status=1), load(requirements__unregister=CONTROLLED))
    assert (judged.verdict, judged.kind, judged.requirements) == (Verdict.FAIL, "control", ("unregister.works",))
    assert dict(judged.claims) == {"unregister.works": Verdict.FAIL, "unregister.promise": Verdict.UNSHOWN}
    assert "control at cases/x.cc:5" in judged.reason


@pytest.mark.parametrize("claims", [(), ("any symptom",)])
def test_a_control_that_a_known_bug_breaks(load: Load, claims: tuple[str, ...]) -> None:
    expected = load(requirements__unregister=CONTROLLED, bugs__bug=breaking("unregister.works"))
    judged = verdict(ran(with_control(*claims), status=1), expected)
    assert (judged.verdict, judged.bug, judged.red) == (Verdict.UNSHOWN, "the-bug", False)
    assert dict(judged.claims) == {"unregister.promise": Verdict.UNSHOWN}
    fixed = verdict(ran(with_control(*claims), status=1), expected, release="6.19")
    assert (fixed.verdict, fixed.requirements) == (Verdict.FAIL, ("unregister.works",))


def test_the_ledger_excuses_each_control_for_itself(load: Load) -> None:
    other = PROMISE.replace("[unregister.promise]", "[unregister.other]")
    expected = load(requirements__unregister=CONTROLLED + other, bugs__bug=breaking("unregister.works"))
    test = with_control()
    test.failures.append(Failure("cases/x.cc", 7, "Actual: nothing", control="unregister.other"))
    judged = verdict(ran(test, status=1), expected)
    assert (judged.verdict, judged.requirements) == (Verdict.FAIL, ("unregister.other",))


def test_the_ledger_does_not_excuse_a_claim_whose_controls_pass(load: Load) -> None:
    expected = load(requirements__unregister=CONTROLLED, bugs__bug=breaking("unregister.works"))
    assert verdict(ran(failing()), expected).verdict is Verdict.FAIL


def test_each_test_has_controls_of_its_own(load: Load) -> None:
    expected = load(requirements__unregister=CONTROLLED, bugs__bug=breaking("unregister.works"))
    case = make_case(tests=(NAME, "Unregister.Other"))
    passed = ObservedTest("Unregister.Other", "pass", 1, ["unregister.promise"])
    assert verdict(ran(with_control(), passed, status=1), expected, case).verdict is Verdict.UNSHOWN
    other = failing(name="Unregister.Other")
    judged = verdict(ran(with_control(), other), expected, case)
    assert (judged.verdict, dict(judged.claims)) == (Verdict.FAIL, {"unregister.promise": Verdict.FAIL})
    assert verdict(ran(with_control(), skipped("no", "Unregister.Other"), status=1), expected,
                   case).verdict is Verdict.BADSKIP


@pytest.mark.parametrize("change, words", [
    (("unregister.works", "unregister.else"), "'unregister.works', which no file"),
    (('[unregister.works]\ntext   = "A promise of the made-up catalogue, which holds since 4.18."\nsince  = "4.18"',
      '[unregister.works]\ntext   = "A promise of the made-up catalogue, which holds since 4.18."\nsince  = "6.19"'),
     "unregister.works holds")])
def test_a_control_relies_on_a_promise(load: Load, change: tuple[str, str], words: str) -> None:
    judged = verdict(ran(with_control(), status=1), load(requirements__unregister=CONTROLLED.replace(*change)))
    assert judged.verdict is Verdict.ERROR and words in judged.reason, judged.reason


def test_what_a_crash_leaves_unshown(load: Load) -> None:
    case = make_case(verifies=("unregister.promise", "unregister.works"), tests=(NAME, "Unregister.Other"))
    expected = load(requirements__unregister=CONTROLLED)
    died = Observation("signal", 11, plan=[NAME, "Unregister.Other"], tests=[
        ObservedTest(NAME, None, 0, ["unregister.promise"])])
    assert dict(verdict(died, expected, case).claims) == {
        "unregister.promise": Verdict.FAIL, "unregister.works": Verdict.UNSHOWN}


def test_results_of_cases_that_did_not_mark_their_controls(load: Load) -> None:
    expected = load(requirements__unregister=CONTROLLED, bugs__bug=breaking("unregister.works"),
                    results__unmarked='the-bug = ["unregister.cl*"]')
    old = ran(failing(), marked=False)
    assert verdict(old, expected).verdict is Verdict.UNSHOWN
    assert verdict(ran(failing("x"), marked=False), expected).verdict is Verdict.FAIL
    assert verdict(ran(marked=False), expected).verdict is Verdict.XPASS
    broken = load(requirements__unregister=CONTROLLED, bugs__bug=breaking("unregister.promise"))
    assert verdict(old, broken).verdict is Verdict.XFAIL


@pytest.mark.parametrize("test", [failing(), with_control(), with_control("Actual: -1 EINVAL")])
def test_a_failure_is_a_problem(test: ObservedTest) -> None:
    found = problem(ran(test, status=1))
    assert found is not None and (found.kind, found.requirements) == ("assertion", ["unregister.promise"])
    assert problem(ran()) is None
