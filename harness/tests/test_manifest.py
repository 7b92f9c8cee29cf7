# SPDX-License-Identifier: MIT
"""The manifest: what it takes from a source, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import SOURCE, make_case

from rseqct.cases import manifest
from rseqct.cases.manifest import Case, Manifest, Test as ManifestTest
from rseqct.errors import RseqctError


def scan(tmp_path: Path, text: str) -> tuple[tuple[ManifestTest, ...], tuple[str, ...]]:
    """Scans a case with this text."""
    path = tmp_path / "case.cc"
    path.write_text(text)
    return manifest.scan(path, "cases/a/b.cc")


def test_tests_and_requirements(tmp_path: Path) -> None:
    text = SOURCE + ('// TEST(Not, This) {\nTEST_MODES(Unregister,\n           Long) {\n'
                     '  VERIFIES("a.b");\n  VERIFIES("c.d");\n}\n'
                     'const char* s = "TEST(Nor, That) {"; /* VERIFIES("e.f"); */\n')
    with pytest.raises(RseqctError,
                       match="not understood"):        # not even in a string: one line, one meaning
        scan(tmp_path, text)
    tests, verifies = scan(tmp_path, text.replace('"TEST(Nor, That) {"', '""'))
    assert tests == (ManifestTest("Unregister.Claim", 7, False), ManifestTest("Unregister.Long", 14, True))
    assert tests[1].planned() == ["Unregister.Long/bytes32", "Unregister.Long/extended"]
    assert verifies == ("unregister.promise", "a.b", "c.d")


@pytest.mark.parametrize("old, new, words", [
    ("TEST(", "TEST_F(", "b.cc:7: `TEST_F(…` is not understood"), ("TEST(", "TEST_P(", "TEST_P"),
    ("TEST(", "TYPED_TEST(", "TYPED_TEST"), ("TEST(", "CLAIM(", "b.cc:1: no TEST"),
    ("Claim", "claim", "not understood"),
    ('VERIFIES("unregister.promise");', "", "b.cc:7: Unregister.Claim cites no requirement"),
    ('VERIFIES("unregister.promise");', "VERIFIES(id);", "b.cc:8: `VERIFIES(…` is not understood"),
    ("}\n\n}  //", '}\n\nTEST(Unregister, Other) {\n}\n\n}  //',
     "b.cc:11: Unregister.Other cites no requirement"),
    ("TEST(Unregister, Claim) {", "#define CLAIM TEST(A, B)\nTEST(Unregister, Claim) {", "not understood"),
])
def test_what_is_refused(tmp_path: Path, old: str, new: str, words: str) -> None:
    assert old in SOURCE
    with pytest.raises(RseqctError) as error:
        scan(tmp_path, SOURCE.replace(old, new))
    assert words in str(error.value) and "\n" not in str(error.value)


def test_the_command_for_cmake(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "good.cc").write_text(SOURCE)
    (tmp_path / "bad.cc").write_text("int x;\n")
    output = tmp_path / "build" / "manifest.json"
    common = ["--source", str(tmp_path), "--output", str(output), "--executor", "harness/rct-executor"]
    rows = tmp_path / "rows"
    rows.write_text("x86_64\ta.b\tcases/a/b\tgood.cc\ni386\ta.b\ti386/cases/a/b\tgood.cc\n")
    assert manifest.main([*common, "--from", str(rows), "--case", "x86_64", "a.c", "cases/a/c",
                          "bad.cc"]) == 1
    said = capsys.readouterr().err
    assert said == "bad.cc:1: no TEST in this case; write `TEST(Suite, ClaimAsASentence) {`\n"
    assert not output.exists()
    assert manifest.main([*common, "--from", str(rows), "--case", "x86_64", "a.b", "x", "good.cc"]) == 1
    assert "a.b[x86_64]: two cases have this name; rename one" in capsys.readouterr().err
    assert manifest.main([*common, "--from", str(tmp_path / "absent")]) == 1
    assert manifest.main([*common, "--from", str(rows)]) == 0
    read = manifest.read(output)
    assert [case.key for case in read.cases] == ["a.b[i386]", "a.b[x86_64]"]
    assert (read.source, read.executor, read.cases[0].binary) == (tmp_path, "harness/rct-executor",
                                                                  "i386/cases/a/b")
    assert read.native == "x86_64"


@pytest.mark.parametrize("text, words", [
    ("{}", "not a manifest of this version"), ("[", "cannot be read"), ("[]", "not a manifest"),
    ('{"format": "rseqct-manifest", "version": 1, "source": "/", "executor": "x", "cases": [{"id": "a.b"}]}',
     "malformed case"),
])
def test_a_manifest_that_is_none(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(RseqctError, match=words):
        manifest.read(tmp_path / "manifest.json")


def test_a_case_may_be_named_once(tmp_path: Path) -> None:
    case = Case("a.b", "x86_64", "b", "s", (), ())
    manifest.write(tmp_path / "manifest.json", Manifest(tmp_path, "x", (case, case)))
    with pytest.raises(RseqctError, match="two cases have the same name; build again"):
        manifest.read(tmp_path / "manifest.json")


def test_a_part_has_each_abi_of_its_cases_and_is_less_than_half() -> None:
    cases = tuple(make_case(f"unregister.c{number}", abi) for number in range(5) for abi in ("x86_64", "i386"))
    whole = Manifest(Path("source"), "executor", cases)
    assert whole.of({"unregister.c1"}) == Manifest(Path("source"), "executor", cases[2:4])
    assert whole.of({f"unregister.c{number}" for number in range(3)}) is whole
    assert whole.of(()) is whole
