# SPDX-License-Identifier: MIT
"""What makes commands start fast: what is not imported, and what is not checked again."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import HARNESS

from rseqct.catalogue import documents
from rseqct.commands import main
from rseqct.errors import RseqctError
from rseqct.results import kept

SOURCE = Path(__file__).resolve().parents[2]
SLOW = {"pytest", "jsonschema", "jinja2", "tomllib", "rseqct.targets.where", "rseqct.commands.bisect",
        "rseqct.commands.kernels"}
SCHEMA = '{"type": "object", "properties": {"a": {"type": "integer"}}, "additionalProperties": false}'


def imported(cache: Path, *words: str) -> set[str]:
    """The slow modules that a command imports."""
    program = "import sys; from rseqct.commands.main import main; status = main(sys.argv[1:])\n" \
        "print('\\n', *sys.modules, file=sys.stderr); sys.exit(status)"
    done = subprocess.run([sys.executable, "-c", program, *words], capture_output=True, text=True, check=True,
                          env={**os.environ, "PYTHONPATH": str(HARNESS), "XDG_CACHE_HOME": str(cache)})
    return SLOW & set(done.stderr.splitlines()[-1].split())


def test_commands_import_what_they_need(tmp_path: Path) -> None:
    assert imported(tmp_path, "--version") == set()
    for again in (False, True):
        slow = imported(tmp_path, "judge", str(kept.files(SOURCE)[0]))
        assert slow == (set() if again else {"jsonschema", "tomllib"})


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """A document and its schema, in the tree of the package."""
    monkeypatch.setattr(documents, "source_directory", lambda: tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    documents._texts.cache_clear()
    (tmp_path / "definitions.json").write_text('{"definitions": {}}')
    (tmp_path / "one.json").write_text(SCHEMA)
    (tmp_path / "one.toml").write_text("a = 1\n")
    return tmp_path / "one.toml", tmp_path / "one.json"


def test_a_document_is_checked_once(files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[Path] = []
    check = documents._validate

    def counted(document: documents.Document, schema: Path) -> None:
        checked.append(schema)
        check(document, schema)

    monkeypatch.setattr(documents, "_validate", counted)
    assert [documents.read(*files).content for _ in range(3)] == [{"a": 1}] * 3 and len(checked) == 1
    files[0].write_text("a = 2\n")
    assert documents.read(*files).content == {"a": 2} and len(checked) == 2
    files[1].write_text(SCHEMA.replace("integer", "string"))
    documents._texts.cache_clear()
    for _ in range(2):
        with pytest.raises(RseqctError, match="one.toml:1: a: 2 is not of type 'string'"):
            documents.read(*files)
    assert len(checked) == 4, "what is wrong is not kept"
    assert documents.read(files[0], None).content == {"a": 2}, "without a schema"


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"digest": 1, "content": {"a": 9}}', "\0"])
def test_a_damaged_cache_does_no_harm(files: tuple[Path, Path], text: str) -> None:
    documents.read(*files)
    place, = (files[0].parent / "cache/rseqct/documents").iterdir()
    place.write_text(text)
    assert documents.read(*files).content == documents.read(*files).content == {"a": 1}


def test_a_cache_that_cannot_be_written(files: tuple[Path, Path]) -> None:
    (files[0].parent / "cache").write_text("not a directory")
    assert documents.read(*files).content == {"a": 1}


def test_a_date_is_read_each_time(files: tuple[Path, Path]) -> None:
    files[0].write_text("day = 2026-11-30\n")
    assert str(documents.read(files[0], None).content["day"]) == "2026-11-30"


def test_other_trees_leave_nothing_in_the_cache(files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "source_directory", lambda: SOURCE)
    assert documents.read(*files).content == {"a": 1} and not (files[0].parent / "cache").exists()


def test_garbage_is_collected_again_after_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["judge", str(kept.files(SOURCE)[0])]) == 0
    assert gc.isenabled() and "all as promised" in capsys.readouterr().out
