# SPDX-License-Identifier: MIT
"""`rseqct coverage`: what has a case, what has none and why, and what nobody has written down."""

from __future__ import annotations

from conftest import PROMISE, Tree

OPEN = PROMISE.replace("promise]", "open]").replace("UNR-006", "UNR-007") + 'uncovered = "needs another kernel"\n'


def test_what_has_a_case_and_what_has_none(tree: Tree) -> None:
    tree.cases(one="pass", two="pass")
    tree.write("expected/requirements/unregister.toml", PROMISE + "\n" + OPEN)
    done = tree.rseqct("coverage")
    assert done.returncode == 0
    lines = [line.split() for line in done.stdout.splitlines()]
    assert ["unregister", "2", "1", "2"] in lines and ["all", "2", "1", "2"] in lines
    assert "without a case: 1 of 2 (50 %)\n  unregister.open  UNR-007\n      needs another" in done.stdout


def test_what_nobody_has_written_down(tree: Tree) -> None:
    tree.cases(one="pass")
    tree.write("expected/requirements/unregister.toml", PROMISE + "\n" + OPEN)
    listed = tree.write("list.md", "UNR-005..007 | a range\nARC-011 | another\n see UNR-001 | no line\n")
    done = tree.rseqct("coverage", "--ids", str(listed))
    assert done.stdout.endswith("ids of list.md that no requirement names: 2 of 4\n  UNR-005\n  ARC-011\n")


def test_a_list_that_is_none(tree: Tree) -> None:
    tree.cases(one="pass")
    for text, said in ((None, "cannot be read: No such file"), ("nothing\n", "no line begins with an id")):
        listed = tree.source / "list.md"
        if text is not None:
            listed.write_text(text, encoding="utf-8")
        done = tree.rseqct("coverage", "--ids", str(listed))
        assert done.returncode == 4 and done.stderr.count("\n") == 1 and said in done.stderr
