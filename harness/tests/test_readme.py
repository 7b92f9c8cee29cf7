# SPDX-License-Identifier: MIT
"""README and docs/: each command is one that the tool has, and each link leads to a file and a heading that exist."""

from __future__ import annotations

import itertools
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import HARNESS

from rseqct.commands import main

TOP = HARNESS.parent
TEXT = (TOP / "README.md").read_text(encoding="utf-8")
PAGES = {str(path.relative_to(TOP)): path.read_text(encoding="utf-8")
         for path in [TOP / "README.md", *sorted(TOP.glob("docs/*.md"))]}
MANUAL = (TOP / "docs/rseqct.1").read_text(encoding="utf-8").replace(r"\-", "-")
FENCED = re.compile(r"^( *)```[^\n]*\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
# A line of code that begins with the tool, perhaps after an assignment: x=$(build/rseqct …), X='y' build/rseqct ….
COMMAND = re.compile(r"^ *(?:\w+=(?:\$\(|'[^']*' +|[^\s'(]+ +))?build[\w-]*/rseqct (.*)", re.MULTILINE)
LINK = re.compile(r"\]\(([^)\s]+)\)")
# Stands for the tool: `kernels source` makes a tree, `kernels build` needs it, `run` needs the build.
TOOL = """#!/bin/sh
case $1 in
  kernels) [ "$2" != source ] || { mkdir linux && echo "$PWD/linux"; exit; }
    [ -e "$3" ] && mkdir "${7}" ;;
  run) eval "tree=\\${$#}" && [ -d "${tree#tree:}" ] ;;
esac
"""


def commands(text: str) -> list[str]:
    """The arguments of each call of the tool in the code blocks of a page, as they are written."""
    return [command for _, code in FENCED.findall(text) for command in COMMAND.findall(code.replace("\\\n", " "))]


def words(command: str) -> list[str]:
    """The words of a shell command up to a comment, a pipe, a redirection or the like."""
    lexer = shlex.shlex(command, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    return list(itertools.takewhile(lambda word: not set(word) <= set("();<>|&"), lexer))


def links(text: str) -> Iterator[str]:
    """The links of a page to files of this tree."""
    prose = re.sub(r"`[^`\n]*`", "", FENCED.sub("", text))
    return (link for link in LINK.findall(prose) if not re.match(r"[a-z]+:", link))


def anchors(text: str) -> set[str]:
    """What a link to a heading of a page may say after "#"."""
    headings = re.findall(r"^#+ (.*)$", FENCED.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page, command", [(page, command) for page, text in PAGES.items()
                                           for command in commands(text)])
def test_a_command_is_one_that_the_tool_knows(page: str, command: str) -> None:
    main._parser().parse_args(words(command))


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    for link in links(PAGES[page]):
        name, _, anchor = link.partition("#")
        target = (TOP / page).parent / name if name else TOP / page
        assert target.exists(), f"{page}: {link}: no such file"
        assert not anchor or anchor in anchors(target.read_text(encoding="utf-8")), f"{page}: {link}: no such heading"


def test_every_page_is_in_the_index() -> None:
    named = set(links(PAGES["docs/README.md"]))
    assert {Path(page).name for page in PAGES if page.startswith("docs/")} - {"README.md"} <= named


def test_readme_is_short() -> None:
    assert len(TEXT.splitlines()) <= 150


def test_the_manual_page_has_every_command_and_option_of_run(capsys: pytest.CaptureFixture[str]) -> None:
    for command in main._COMMANDS:
        assert re.search(rf"^\.B\w* {command}\b", MANUAL, re.MULTILINE), command
    with pytest.raises(SystemExit):
        main._parser().parse_args(["run", "--help"])
    for option in set(re.findall(r"(?<![\w-])--[a-z-]+", capsys.readouterr().out)) - {"--help"}:
        assert re.search(rf"^\.BI? .*{option}\b", MANUAL, re.MULTILINE), option


def test_a_kernel_of_your_own(tmp_path: Path) -> None:
    (tmp_path / "build").mkdir()
    (tmp_path / "build/rseqct").write_text(TOOL)
    (tmp_path / "build/rseqct").chmod(0o755)
    lines = [line for line in TEXT.splitlines() if re.search("kernels source|kernels build|tree:slice", line)]
    assert len(lines) == 3
    done = subprocess.run(["sh", "-eux", "-c", "\n".join(lines)], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
