# SPDX-License-Identifier: MIT
"""`lint`, `new` and `why`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import PROMISE, SOURCE, Tree

from rseqct.audit import proof
from rseqct.audit.lint import complaints
from rseqct.errors import RseqctError
from rseqct.kernels import known
from rseqct.machines.machine import Machine

BUG = ('[[bug]]\nid = "a-bug"\ncases = ["unregister.*"]\nbreaks = ["unregister.promise"]\n'
       'symptom = "Actual"\n' 'introduced = { release = "6.0" }\nfixed = [{ release = "7.0" }]\n'
       'link = "https://example.org"\nfound_by = "tests"\n')


PROOF = '[unregister]\nclaim = "a kernel without the promise: Actual: 3"\n'


def case(tree: Tree, old: str = "", new: str = "", path: str = "cases/unregister/claim.cc") -> list[str]:
    """The complaints about a tree with one case, which has been seen to fail."""
    assert old in SOURCE
    area, claim = Path(path).parent.name, Path(path).name.partition(".")[0]
    tree.write("expected/proof.toml", PROOF.replace("unregister", area).replace("claim", claim))
    tree.write(path, SOURCE.replace(old, new) if old else SOURCE)
    return complaints(tree.source)


def test_a_clean_tree(tree: Tree) -> None:
    tree.write("expected/bugs/a.toml", BUG)
    assert case(tree) == []
    assert case(tree, "VERIFIES", '// usleep(3), #ifdef, asm\n  Say("uname");\n  VERIFIES') == []
    done = tree.rseqct("lint", "--source", str(tree.source))
    assert (done.returncode, done.stdout) == (0, "lint: clean\n")


@pytest.mark.parametrize("new, words", [
    ("  usleep(3);\n  V", "claim.cc:8: `usleep`: a case that sleeps"),
    ("  std::this_thread::sleep_for(1ms);\n  V", "sleeps"),
    ("  std::thread([] {}).join();\n  V", "starts a bare thread"),
    ("  const std::jthread other([] {});\n  V", "starts a bare thread"),
    ("  pthread_create(&thread, nullptr, work, nullptr);\n  V", "starts a bare thread"),
    ("  uname(&u);\n  V", "kernel's version"), ("#ifdef __x86_64__\n  V",
                                                "claim.cc:8: `#ifdef`: a case that uses the prepro"),
    ("  asm(\"nop\");\n  V", "has assembly"), ("  if (__aarch64__) return;\n  V", "names an architecture"),
    ("  GTEST_SKIP();\n  V", "cannot check"), ("#include <unistd.h>\n  V", "exactly one include")])
def test_forbidden_words(tree: Tree, new: str, words: str) -> None:
    found = case(tree, "  V", new)
    assert found and any(words in line for line in found), found
    assert all(line.startswith("cases/unregister/claim.cc:") for line in found)


def test_a_section_for_one_abi(tree: Tree) -> None:
    def assembly(name: str) -> bool:
        return any("has assembly" in line for line in case(tree, "  V", "  asm(\"nop\");\n  V", f"cases/{name}.cc"))
    assert not assembly("arch/claim.arm") and assembly("arch/claim") and assembly("unregister/claim.arm")


@pytest.mark.parametrize("old, new, words", [
    ('"rct/case.h"', "<rct/case.h>", "exactly one include"), ("// SPDX", "// spdx", "SPDX"),
    ("unregister.promise", "unregister.absent", "claim.cc:8: cites 'unregister.absent'"),
    ("TEST(", "TEST_F(", "not understood"),
    ('#include "rct/case.h"', '#include "rct/seccomp.h"', "exactly one include")])
def test_form(tree: Tree, old: str, new: str, words: str) -> None:
    assert any(words in line for line in case(tree, old, new))


def test_seccomp_cases_may_include_their_own_header(tree: Tree) -> None:
    assert case(tree, "rct/case.h", "rct/seccomp.h", "cases/seccomp/denied.cc") == []


def test_names(tree: Tree) -> None:
    assert case(tree, path="cases/unregister/claim.i386.cc") == []
    tree.write("cases/unregister/claim+child.cc", "int main() {}\n")
    assert case(tree) == []
    assert any("not named" in line for line in case(tree, path="cases/unregister/deep/Claim.cc"))


def test_coverage(tree: Tree) -> None:
    tree.write("expected/requirements/unregister.toml", PROMISE + PROMISE.replace("promise]", "other]"))
    assert [line.split("expected/")[1] for line in case(tree)] == [
        "requirements/unregister.toml:7: [unregister.other] no case cites it; write one, or add `uncovered`"]
    excused = PROMISE.replace("promise]", "other]") + 'uncovered = "nobody can provoke it"\n'
    tree.write("expected/requirements/unregister.toml", PROMISE + excused)
    assert case(tree) == []
    tree.write("expected/requirements/unregister.toml", PROMISE + 'uncovered = "nobody can provoke it"\n')
    assert ["drop `uncovered`" in line for line in case(tree)] == [True]


def test_every_glob_of_the_ledger_matches(tree: Tree) -> None:
    tree.write("expected/bugs/a.toml", BUG.replace('"unregister.*"', '"unregister.*", "abort.*"'))
    assert ["[a-bug] no case matches 'abort.*'" in line for line in case(tree)] == [True]


def test_a_bug_breaks_what_its_releases_promise(tree: Tree) -> None:
    tree.write("expected/bugs/a.toml", BUG)
    assert case(tree) == []
    tree.write("expected/requirements/unregister.toml", PROMISE.replace('since  = "4.18"', 'since  = "99.1"'))
    assert ["[a-bug] no affected release promises 'unregister.promise' (since 99.1)" in line
            for line in case(tree)] == [True]


def test_every_test_has_been_seen_to_fail(tree: Tree) -> None:
    assert case(tree) == []
    (tree.source / "expected/proof.toml").unlink()
    unproved = ["cases/unregister/claim.cc:7: unregister.claim: not seen to fail; break it or a kernel temporarily, "
                "and record the message of its claim in expected/proof.toml"]
    assert complaints(tree.source) == unproved
    for broad, message in (("'forgetful'", "Actual: 3"), ("", "skipped: needs"), ("", "died of SIGSEGV"),
                           ("", "timeout"), ("", "control of unregister.promise: Actual: 3")):
        tree.write("harness/tests/lies.toml",
                   f"broad = [{broad}]\n[lies.forgetful]\n'{message}' = ['unregister.claim']\n")
        assert complaints(tree.source) == unproved, message
    tree.write("harness/tests/lies.toml", "broad = []\n[lies.forgetful]\n'Actual: 3' = ['unregister.claim']\n")
    assert complaints(tree.source) == []


def test_what_is_open_is_listed(tree: Tree) -> None:
    case(tree)
    listed = tree.write("expected/proof.toml", '[open]\n"unregister.claim" = "a kernel that keeps the registration"\n')
    assert complaints(tree.source) == []
    text = "\n".join(proof.lines(tree.source))
    assert "claims without proof: 1\n  unregister.claim: a kernel that keeps the registration" in text
    tree.write("harness/tests/lies.toml", "broad = []\n[lies.forgetful]\n'Actual: 3' = ['unregister.claim']\n")
    assert complaints(tree.source) == [
        f"{listed}:2: [open] unregister.claim: lie forgetful proves it; drop the entry"]


def test_each_test_of_a_case_wants_a_proof(tree: Tree) -> None:
    second = 'TEST(Unregister, Other) {\n  VERIFIES("unregister.promise");\n}\n\n'
    said = case(tree, "}  // namespace\n}", second + "}  // namespace\n}")
    assert said[0].startswith("cases/unregister/claim.cc:7: unregister.claim Unregister.Claim: not seen")
    both = "".join(f'"claim Unregister.{name}" = "a kernel without the promise"\n' for name in ("Claim", "Other"))
    tree.write("expected/proof.toml", f"[unregister]\n{both}")
    assert complaints(tree.source) == []


def test_a_control_relies_on_a_promise(tree: Tree) -> None:
    body = '  VERIFIES("unregister.promise");\n'
    assert case(tree, body, body + '  CONTROL("unregister.promise", 1, Eq(1));\n') == []
    assert case(tree, body, body + '\n  ASSERT_CONTROL("unregister.gone", 1, Eq(1));\n') == [
        "cases/unregister/claim.cc:10: a control relies on 'unregister.gone', which no file of expected/requirements "
        "has; add it there, or correct the name"]


@pytest.mark.parametrize("lines, line", [
    ("  EXPECT_THAT(Call(), FailsWith(EINVAL));\n", 9),
    ("  EXPECT_THAT(InChild([&] {\n    Die();\n  }), DiesOf(SIGSEGV));\n", 9),
    ('  EXPECT_THAT(Call(), FailsWith(EINVAL));\n  CONTROL("unregister.promise", Call(), Succeeds());\n', 0),
    ("  EXPECT_THAT(Call(), FailsWith(EINVAL));\n  // Control: another.\n  Require(Other(), \"it\");\n", 0),
    ("  EXPECT_THAT(Call(), FailsWith(EINVAL));\n  // Control: another.\n  RequireCall(Other() == 0, \"it\");\n", 0),
    ("  EXPECT_THAT(Call(), FailsWith(EINVAL));\n  Require(Other(), \"it\");\n", 9),
    ("  EXPECT_THAT(Call(1), FailsWith(EINVAL));\n  EXPECT_THAT(Call(0), Succeeds());\n", 0),
    ("  EXPECT_THAT(Call(), Completes());\n  Helper();\n", 0), ("  EXPECT_THAT(Call(), Succeeds());\n", 0)])
def test_a_negative_has_a_control(tree: Tree, lines: str, line: int) -> None:
    tree.write("harness/librct/include/rct/event.h", "// Expects it.\n// Control: the same, without.\nvoid Helper();\n")
    body = '  VERIFIES("unregister.promise");\n'
    said = case(tree, body, body + lines)
    assert [f"cases/unregister/claim.cc:{line}: a negative claim without a control" in text for text in said] == \
        [True] * (line > 0)


def test_what_is_called_a_control_is_one(tree: Tree) -> None:
    body = '  VERIFIES("unregister.promise");\n'
    control = '  CONTROL("unregister.promise", 1, Eq(1));\n'
    wrong = "cases/unregister/claim.cc:9: a comment mentions a control, but no CONTROL marks it; mark it"
    assert case(tree, body, f"{body}  // Control: the same.\n  EXPECT_EQ(1, 1);\n") == [wrong]
    twice = f"{body}  // Control: the same.\n  EXPECT_EQ(1, 1);\n  // Control: too.\n{control}"
    assert case(tree, body, twice) == [wrong]
    assert case(tree, body, f"{body}  // Control: the same.\n{control}") == []


def test_a_recorded_kernel_is_a_proof(tree: Tree) -> None:
    elsewhere = PROMISE + 'arches = ["aarch64"]\n'
    for act, promise, proven in (("pass", PROMISE, False), ("fail:Actual: 3", PROMISE, True),
                                 ("fail:Actual: 3", elsewhere, False)):
        tree.write("expected/requirements/unregister.toml", promise)
        tree.cases(claim=act)
        tree.rseqct("run")
        kept = tree.source / "expected/results/made-up.jsonl"
        kept.parent.mkdir(exist_ok=True)
        kept.write_bytes(tree.results().read_bytes())
        proof._failures.cache_clear()
        proof._promises.cache_clear()
        assert (complaints(tree.source) == []) is proven, promise
    kept.write_bytes(b"{")
    proof._failures.cache_clear()
    assert ["not a results file" in line for line in complaints(tree.source)] == [True]


def test_no_proof_of_a_case_that_there_is_not(tree: Tree) -> None:
    case(tree)
    proofs = tree.write("expected/proof.toml", PROOF + 'gone = "a kernel without it: Actual: 3"\n')
    assert complaints(tree.source) == [f"{proofs}:3: [unregister] gone: no TEST has this name; drop the entry"]
    tree.write("expected/proof.toml", '[unregister]\nclaim = "too short"\n')
    assert ["proof.toml:2: unregister.claim: " in line and "say what was broken" in line
            for line in complaints(tree.source)] == [True]


def test_all_bad_files_are_named(tree: Tree) -> None:
    tree.write("expected/bugs/a.toml", "bug = 3\n")
    tree.write("expected/kernels.toml", "[")
    assert len(case(tree)) == 2
    done = tree.rseqct("lint", "--source", str(tree.source))
    assert done.returncode == 1 and done.stdout.endswith("lint: 2 complaints\n")


KERNEL = '[[kernel]]\nrelease = "6.1"\narch = "x86_64"\npackage = "linux-image-6.1"\nsuite = "sid"\n'


@pytest.mark.parametrize("path, text, said", [
    ("expected/kernels.toml", KERNEL + KERNEL.replace('release = "6.1"\n', ""), ":6: kernel[2]: 'release' is a "),
    ("expected/kernels.toml", KERNEL + 'config = { RSEQ = "y" }\n', ":1: kernel[1]: 'config_source' is a dependency"),
    ("arch/x86_64/qemu.toml", 'emulator = "x"\nkernels = 3\n', ":2: kernels: unknown key 'kernels'; known are abis, "),
    ("arch/x86_64/qemu.toml", 'emulator = "x"\n', ":1: file: 'package' is a required property; add it")])
def test_files_that_lack_a_key_are_named_with_it(tree: Tree, path: str, text: str, said: str) -> None:
    file = tree.write(path, text)
    assert [f"{file}{said}" in line for line in case(tree)] == [True]
    with pytest.raises(RseqctError, match=re.escape(f"{file}{said}")):
        known.recorded("6.1", file) if path.endswith("kernels.toml") else Machine.read("x86_64", tree.source)


def test_a_new_case_lints_and_is_never_overwritten(tree: Tree) -> None:
    case(tree)
    for name, requirement in (("unregister.twice_fails", "unregister.promise"), ("abort.new_area", None)):
        extra = ["--requirement", requirement] if requirement else []
        done = tree.rseqct("new", name, "--source", str(tree.source), *extra)
        assert done.returncode == 0, done.stderr
        assert ("[abort.new-area]" in done.stdout) is (requirement is None)
    text = (tree.source / "cases" / "abort" / "new_area.cc").read_text()
    assert "TEST(Abort, NewArea) {" in text and 'VERIFIES("abort.new-area");' in text and "Control" in text
    stanza = done.stdout[done.stdout.index("[abort.new-area]"):].split("\n\n")[0]
    tree.write("expected/requirements/abort.toml", stanza + "\n")
    assert ["'area.promise'" in line for line in complaints(tree.source)] == [True, True, False, False]
    for path in (tree.source / "cases").glob("*/*_*.cc"):
        path.write_text(path.read_text().replace("area.promise", "unregister.promise"))
    assert ["not seen to fail" in line for line in complaints(tree.source)] == [True, True]
    more = 'twice_fails = "a kernel that forgets: Actual: 3"\n[abort]\nnew_area = "nothing aborts: Actual: 3"\n'
    tree.write("expected/proof.toml", PROOF + more)
    assert complaints(tree.source) == []
    for name, words in (("abort.new_area", "already exists"), ("abort", "is not an id"), ("Abort.X", "is not an id")):
        done = tree.rseqct("new", name, "--source", str(tree.source))
        assert done.returncode == 4 and words in done.stderr


def test_why_prints_the_chain(tree: Tree) -> None:
    tree.write("expected/requirements/unregister.toml",
               PROMISE + 'feature = "extended-area"\nwhen = { config = "RSEQ" }\n')
    tree.write("expected/bugs/a.toml", BUG)
    tree.cases(claim="fail:Actual: 3")
    before = tree.rseqct("why", "unregister.claim").stdout
    assert "probed just now" in before and "verdict      not run" in before
    tree.rseqct("run")
    text = tree.rseqct("why", "unregister.promise").stdout
    for line in ("kernel       6.18.44 x86_64   (build/results/", "case         unregister.claim[x86_64]",
                 "  range      since 4.18; 6.18.44 is what counts",
                 "  feature    extended-area: the probe finds it",
                 "  when       CONFIG_RSEQ=y: yes", "  applies    yes",
                 "bug          a-bug: in this kernel (since 6.0, fixed in",
                 "observed     exit 1; Unregister.Claim fail",
                 "verdict      XFAIL: known bug a-bug, fixed in 7.0:"):
        assert line in text, text
    later = tree.rseqct("why", "unregister.claim", "--as", "7.0").stdout
    assert "judged as 7.0" in later and "a-bug: not in this kernel" in later and "verdict      FAIL" in later
    assert tree.rseqct("why", "nothing").returncode == 5
