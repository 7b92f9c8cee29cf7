# SPDX-License-Identifier: MIT
"""compare, matrix and kept results: pure functions of results, so of made-up ones here."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Tree, make_case, make_facts

from rseqct.cases.observe import Failure, Observation, TestRun
from rseqct.catalogue.expected import Expected
from rseqct.commands import catalogue, compare as compare_command, keep, main
from rseqct.errors import Exit, RseqctError
from rseqct.judging.judge import Judgement
from rseqct.judging.verdicts import Verdict
from rseqct.reports import compare, matrix, page
from rseqct.results import history, kept, names, results
from rseqct.results.results import Record, Results, RunInfo

Load = Callable[..., Expected]


def record(name: str, verdict: Verdict, abi: str = "x86_64", reason: str = "so it is") -> Record:
    """A record of unregister.<name>."""
    seen = Observation("exit", 0, wall_us=5, output="said", kmsg=["a line"])
    return Record(make_case(f"unregister.{name}", abi), seen,
                  Judgement(verdict, reason, requirements=("unregister.promise",),
                            claims=(("unregister.promise", verdict),)))


def whole(release: str, *records: Record, machine: str = "x86_64") -> Results:
    """Results of a made-up kernel."""
    facts = make_facts("CONFIG_RSEQ=y\nCONFIG_OTHER=y\n# CONFIG_DEBUG_RSEQ is not set\n", release=release,
                       machine=machine)
    return Results(facts, records)


def test_only_what_changed() -> None:
    before = whole("6.19", record("a", Verdict.PASS), record("b", Verdict.FAIL), record("c", Verdict.NA),
                   record("d", Verdict.PASS), record("e", Verdict.PASS), record("f", Verdict.MISS),
                   record("g", Verdict.XFAIL), record("h", Verdict.PASS), record("i", Verdict.PASS))
    after = whole("7.0", record("a", Verdict.FAIL), record("b", Verdict.PASS), record("c", Verdict.PASS),
                  record("d", Verdict.SKIP), record("e", Verdict.PASS), record("f", Verdict.PASS),
                  record("g", Verdict.FAIL), record("h", Verdict.BADSKIP), record("i", Verdict.UNSHOWN))
    found = compare.compare(before, after)
    assert [(change.group, change.after.case.id[-1]) for change in found.changes] == [
        ("broke", "a"), ("fixed", "b"), ("became supported", "c"), ("became unsupported", "d"),
        ("became unsupported", "h")]
    assert found.untold == ("unregister.f[native]", "unregister.i[native]")
    text = compare.render(found)
    assert "6.19 x86_64  →  7.0 x86_64" in text
    assert "unregister.e" not in text and "unregister.g" not in text
    assert "no difference" in compare.render(compare.compare(before, before))


@pytest.mark.parametrize("before, after, status", [
    (Verdict.PASS, Verdict.FAIL, Exit.FAIL), (Verdict.FAIL, Verdict.PASS, Exit.OK),
    (Verdict.PASS, Verdict.XFAIL, Exit.FAIL),
    (Verdict.PASS, Verdict.BADSKIP, Exit.FAIL), (Verdict.PASS, Verdict.ERROR, Exit.ERROR),
    (Verdict.PASS, Verdict.MISS, Exit.MISS), (Verdict.PASS, Verdict.XPASS, Exit.FAIL),
    (Verdict.PASS, Verdict.UNSHOWN, Exit.OK), (Verdict.PASS, Verdict.SKIP, Exit.OK),
    (Verdict.MISS, Verdict.MISS, Exit.OK)])
def test_a_comparison_is_red_where_the_second_kernel_is_worse(before: Verdict, after: Verdict, status: Exit) -> None:
    found = compare.compare(whole("7.0", record("a", before)), whole("7.1", record("a", after)))
    assert found.status() is status


def test_two_architectures() -> None:
    found = compare.compare(whole("7.3", record("a", Verdict.PASS), record("a", Verdict.FAIL, "i386")),
                            whole("7.3", record("a", Verdict.FAIL, "aarch64"), machine="aarch64"))
    assert [change.group for change in found.changes] == ["broke"] and found.untold == ("unregister.a[i386]",)


def test_a_matrix(load: Load) -> None:
    expected = load()
    made = matrix.make([whole("7.1", record("a", Verdict.PASS), record("b", Verdict.FAIL)),
                        whole("6.1", record("a", Verdict.PASS)),
                        whole("7.0", record("a", Verdict.NA))], expected)
    assert [kernel.facts.release for kernel in made.kernels] == ["6.1", "7.0", "7.1"]
    row = made.rows[0]
    assert "".join(cell.mark for cell in row.cells) == "✓–✗"
    assert [cell.change for cell in row.cells] == ["", "ends", "broke"] and row.changes
    text = matrix.text(made)
    assert "unregister.promise  ✓–✗  *" in text and "c  7.1 x86_64" in text
    data = matrix.to_json(made)
    assert data["requirements"][0]["cells"][2] == {"verdict": "FAIL", "change": "broke", "cases": {
        "unregister.a[x86_64]": "PASS", "unregister.b[x86_64]": "FAIL"}}
    text = page.html(made)
    assert text.count('class="cell FAIL broke') == 1 and 'href="#c-unregister.promise"' in text
    inline = text.split('id="data">')[1].split("</script>")[0]
    assert json.loads(inline) == data


def test_what_differs_between_neighbours(load: Load) -> None:
    cells = (Verdict.NA, Verdict.PASS, Verdict.SKIP, Verdict.FAIL, Verdict.PASS, Verdict.MISS, Verdict.PASS)
    made = matrix.make([whole(f"6.{number}", record("a", verdict)) for number, verdict in enumerate(cells)],
                       load())
    assert [cell.change for cell in made.rows[0].cells] == [
        "", "begins", "ends", "broke", "fixed", "", ""]
    assert made.rows[0].broken and made.rows[0].differs


def test_columns_are_told_apart(load: Load) -> None:
    event = {"guest": "--kernel 'debian:7.1 x' --append rseq_debug=1 --cpus 1"}
    made = matrix.make([Results(make_facts(release="7.1", **event), ())], load())
    assert made.detail(made.kernels[0]) == "7.1 cpus 1 rseq_debug=1"
    event = {"guest": "--kernel tree:x --arch arm --kernel-config 'a b' --cpus 1 --append=rseq_debug=1"}
    assert made.detail(Results(make_facts(release="7.1", **event), ())) == "7.1 cpus 1 rseq_debug=1"


def test_each_reason_is_told_once(load: Load) -> None:
    made = matrix.make([whole("6.1", record("a", Verdict.FAIL)), whole("6.2", record("a", Verdict.FAIL)),
                        whole("6.3", record("a", Verdict.PASS)), whole("6.4", record("a", Verdict.FAIL)),
                        whole("6.4", record("a", Verdict.FAIL, reason="else"), machine="aarch64")], load())
    found = page.findings(made, 0)
    assert [(page.spans(made, finding.columns), finding.reasons) for finding in found] == [
        ("6.4 aarch64", ("unregister.a[x86_64]: else",)),
        ("6.1 to 6.2 x86_64, 6.4 x86_64", ("unregister.a[x86_64]: so it is",))]


def test_a_page_is_not_broken_by_what_it_shows(load: Load) -> None:
    evil = record("a", Verdict.FAIL, reason='</script><b title="x">&')
    text = page.html(matrix.make([whole("7.1", evil)], load()))
    assert '</script><b' not in text and "&lt;/script&gt;&lt;b" in text


def test_a_matrix_of_nothing(load: Load) -> None:
    made = matrix.make([], load())
    assert "unregister.promise" in matrix.text(made) and "<table" in page.html(made)


def test_kept_results(load: Load, tree: Tree) -> None:
    expected = load()
    full = whole("6.12", record("a", Verdict.PASS), record("b", Verdict.FAIL))
    path = kept.write(tree.source, "6.12-x86_64", full, expected)
    data = path.read_bytes()
    assert kept.write(tree.source, "6.12-x86_64", full, expected).read_bytes() == data
    back = kept.read(path)
    assert kept.files(tree.source) == [path]
    first, second = (entry.observation for entry in back.records)
    assert first is not None and second is not None
    assert (first.output, second.output) == ("", "said")
    assert back.facts.configured("RSEQ") is True and back.facts.configured("DEBUG_RSEQ") is False
    assert back.facts.config == {"RSEQ": "y"}
    again = [results.rejudge(one, expected).records for one in (full, back)]
    assert [entry.judgement for entry in again[0]] == [entry.judgement for entry in again[1]]


def test_what_was_not_kept_is_unknown(load: Load, tree: Tree) -> None:
    full = whole("6.12", record("a", Verdict.PASS))
    path = kept.write(tree.source, "6.12-x86_64", full, load())
    assert "OTHER" not in kept.options(load())      # so that no verdict rests on it yet
    facts = kept.read(path).facts
    assert (facts.configured("OTHER"), facts.configured("DEBUG_RSEQ")) == (None, False)
    whole_run = tree.source / "results.json"
    results.write(whole_run, replace(full, run=RunInfo(build="build")))
    assert kept.read(whole_run).facts.configured("NEVER_HEARD") is False, "a run has seen the whole configuration"


def test_a_part_of_the_cases_is_not_kept(load: Load, tree: Tree) -> None:
    for name in ("a.cc", "b.cc", "b+child.cc", "c.arm.cc", "d.x86.cc", "e.i386.cc"):
        tree.write(f"cases/unregister/{name}", "")
    native = [record(name, Verdict.PASS) for name in "abd"]
    compat = [record(name, Verdict.PASS, "i386") for name in "abde"]
    kept.write(tree.source, "both", whole("6.12", *native, *compat), load())

    def absent(name: str, *records: Record) -> list[str]:
        return [key.removeprefix("unregister.") for key in kept.absent(tree.source, name, whole("6.12", *records))]
    assert absent("both", *native, *compat) == absent("new", *native) == []
    assert absent("new", *native[1:], *compat[:3]) == ["a[x86_64]", "e[i386]"]
    assert absent("new", *compat) == [f"{name}[x86_64]" for name in "abd"], "the kernel's own ABI"
    assert absent("both", *native) == [f"{name}[i386]" for name in "abde"], "kept before"


def at_home(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    """Has the commands take this tree for their own."""
    for module in (catalogue, keep, compare_command):
        monkeypatch.setattr(module, "source_directory", lambda: tree.source)
    monkeypatch.setattr(compare_command, "build_directory", lambda: tree.build)


def test_keep_refuses_a_part(tree: Tree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    at_home(tree, monkeypatch)
    tree.write("VERSION", "0.1 (a1b2c3d)\n")
    tree.cases(claim="pass", other="pass")
    for words, status, said in (((), 0, ""), (("unregister.claim",), 4, "1 of the cases are not in it, such as "
                                                                        "unregister.other[x86_64]; run all of them")):
        assert tree.rseqct("run", *words).returncode == 0
        assert main.main(["keep", str(tree.results())]) == status and said in capsys.readouterr().err
        assert len(kept.read(kept.files(tree.source)[0]).records) == 2


@pytest.mark.parametrize("suite", ["0.1 (a1b2c3d-dirty)", "0.1", "0.1 ()", ""])
def test_keep_refuses_what_no_commit_made(tree: Tree, suite: str, monkeypatch: pytest.MonkeyPatch,
                                          capsys: pytest.CaptureFixture[str]) -> None:
    at_home(tree, monkeypatch)
    tree.cases(claim="pass")
    tree.write("VERSION", suite)
    assert tree.rseqct("run").returncode == 0
    assert main.main(["keep", str(tree.results())]) == 4 and not kept.files(tree.source)
    assert capsys.readouterr().err == (
        f"rseqct: {tree.results()}: not kept: the suite that ran is '{suite}', which is not a commit; commit or remove "
        "every change, build, and run again\n")


def test_results_are_kept_by_the_kernels_name_not_by_the_words_of_a_command(
        tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    at_home(tree, monkeypatch)
    tree.cases(claim="pass")
    tree.write("VERSION", "0.1 (a1b2c3d)")
    tree.script["facts"]["guest"] = "--kernel tree:mine --cpus 1 --append=rseq_debug=1"
    tree.save()
    assert tree.rseqct("run", "--results", str(tree.build / "typed")).returncode == 0
    assert main.main(["keep", str(tree.build / "typed/results.json")]) == 0
    assert [path.name for path in kept.files(tree.source)] == ["6.18.44-x86_64-rseq_debug_1-cpus1.jsonl"]


def test_the_usual_guest_is_meant(load: Load, tree: Tree, monkeypatch: pytest.MonkeyPatch,
                                  capsys: pytest.CaptureFixture[str]) -> None:
    at_home(tree, monkeypatch)
    for release, guest, name in (("7.3.4+deb13-amd64", "--kernel x --cpus 1", "7.3.4+deb13-amd64-x86_64-cpus1"),
                                 ("7.3.4+deb13-amd64", "--kernel x", "7.3.4+deb13-amd64-x86_64"),
                                 ("7.2.1-amd64", "--kernel x --append a=b", "7.2.1-amd64-x86_64-a_b")):
        made = Results(make_facts(release=release, version=f"#1 Debian {release[:5]}-1", guest=guest),
                       (record("a", Verdict.PASS),))
        kept.write(tree.source, name, made, load())
    for name in ("debian:7.3", "7.3.*", "7.3.4", "7.3.4+deb13-amd64-x86_64"):
        assert main.main(["compare", name, "7.3.4+deb13-amd64-x86_64-cpus1"]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert [line.rpartition("/")[2] for line in lines[:2]] == [
            "7.3.4+deb13-amd64-x86_64.jsonl", "7.3.4+deb13-amd64-x86_64-cpus1.jsonl"], name
        assert lines[2] == "7.3.4+deb13-amd64 x86_64  →  7.3.4+deb13-amd64 x86_64 cpus1"
    assert main.main(["compare", "debian:7.2", "7.3.4"]) == 4
    assert "results there are: 7.2.1-amd64-x86_64-a_b, 7.3.4+deb13-amd64-x86_64, 7.3" in capsys.readouterr().err


def test_a_case_passes_on_kernels_of_the_usual_guest(load: Load, tree: Tree) -> None:
    for release, guest in (("7.2", "--kernel x --cpus 1"), ("7.1", "--kernel x")):
        kept.write(tree.source, release, Results(make_facts(release=release, guest=guest),
                                                 (record("a", Verdict.PASS),)), load())
    assert history.passed_on(tree.source, [record("a", Verdict.FAIL)]) == {"unregister.a[x86_64]": ["7.1"]}


@pytest.mark.parametrize("guest", ["--cpus many", "--append 'half"])
def test_a_guest_that_nobody_can_have_chosen(guest: str) -> None:
    with pytest.raises(RseqctError, match="is not what `rseqct run` writes"):
        names.unusual(make_facts(guest=guest))


def test_finding_results(load: Load, tree: Tree) -> None:
    expected = load()
    for release in ("6.12.57", "7.0.4"):
        kept.write(tree.source, f"{release}-x86_64", whole(release, record("a", Verdict.PASS)), expected)

    def find(name: str) -> str:
        return compare.find(name, tree.source, tree.build, expected)[1].facts.release

    assert [find(name) for name in ("6.12.57", "7.0.*", "6.12.57-x86_64")] == ["6.12.57", "7.0.4", "6.12.57"]
    assert find(str(kept.files(tree.source)[0])) == "6.12.57"
    with pytest.raises(RseqctError, match="there are: 6.12.57-x86_64, 7.0.4-x86_64"):
        find("6.6")


def test_a_failure_that_a_loop_repeats_is_kept_once(tree: Tree, load: Load) -> None:
    twice = [Failure("a.cc", line, text, control=control) for text in ("first", "second")
             for line, control in ((3, ""), (3, "unregister.promise"), (4, ""))]
    seen = Observation("timeout", 0, wall_us=5, cpu_us=6, kmsg=["a line"], tests=[
        TestRun("Unregister.Claim", "fail", 7, failures=twice)])
    for verdict, count, times in ((Verdict.XFAIL, 3, (5, 0, 0)), (Verdict.FAIL, 6, (5, 6, 7))):
        one = replace(record("a", verdict), observation=seen)
        path = kept.write(tree.source, "x", whole("6.12", one), load())
        back = kept.read(path).records[0].observation
        assert back is not None and back.kmsg == ["a line"]
        assert (back.wall_us, back.cpu_us, back.tests[0].us) == times
        assert back.tests[0].failures == twice[:count], verdict


@pytest.mark.parametrize("data", [b"\x1f\x8b", b"", b"{"])
def test_a_damaged_file(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "results.json"
    path.write_bytes(data)
    for read in (results.read, kept.read):
        with pytest.raises(RseqctError, match="results.json: not a results file"):
            read(path)
