# SPDX-License-Identifier: MIT
"""The packages of rseqct: each uses those below it only."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "rseqct"
# From the ground up.
LAYERS = ["errors", "support", "catalogue", "cases", "judging", "machines", "kernels", "targets", "results", "reports",
          "audit", "running", "bisect", "plugin", "commands", "__main__"]


def layer_of(module: str) -> str:
    """The layer of a module of rseqct, named with dots: its package, or itself at the top."""
    return module.split(".")[1]


def imported(path: Path) -> set[str]:
    """The modules and packages of rseqct that a file imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level == 0 and (node.module or "").split(".")[0] == "rseqct":
            whole = node.module == "rseqct"
            found |= {f"rseqct.{name.name}" for name in node.names if not name.name.startswith("_")} if whole else {
                str(node.module)}
        elif isinstance(node, ast.Import):
            found |= {name.name for name in node.names if name.name.startswith("rseqct.")}
    return found


def test_every_module_has_a_layer() -> None:
    there = {path.stem for path in PACKAGE.glob("*.py")} | {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert there - {"__init__"} == set(LAYERS)


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_uses_what_is_below_it(layer: str) -> None:
    allowed = set(LAYERS[:LAYERS.index(layer) + 1])
    files = [PACKAGE / f"{layer}.py"] if (PACKAGE / f"{layer}.py").exists() else list((PACKAGE / layer).glob("*.py"))
    above = {f"{path.name} imports {module}" for path in files for module in imported(path)
             if layer_of(module) not in allowed}
    assert files and not above
