# SPDX-License-Identifier: MIT
"""The pytest plugin in a project of somebody else's: beside its tests, and beside other plugins."""

from __future__ import annotations

import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ElementTree
from importlib import import_module
from pathlib import Path

import pytest
from conftest import HARNESS, Tree

OWN = "def test_own():\n    pass\n"
RERUNS = """\
def pytest_addoption(parser):
    parser.addoption("--reruns", type=int)
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one test, and with a manifest.json that is not a build tree's."""
    directory = tmp_path / "project"
    directory.mkdir()
    (directory / "test_own.py").write_text(OWN)
    (directory / "manifest.json").write_text("[]")
    (directory / "reruns.py").write_text(RERUNS)
    return directory


def run(tree: Tree, project: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Runs pytest in the project, as if the plugin were installed."""
    environment = {**tree.environment(), "PYTHONPATH": f"{HARNESS}:{project}"}
    del environment["RSEQCT_BUILD"]
    command = [sys.executable, "-m", "pytest", "-p", "rseqct.plugin.plugin", "-p", "no:cacheprovider", *words]
    return subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)


def test_it_does_nothing_unless_asked(tree: Tree, project: Path) -> None:
    tree.cases(a="pass")
    done = run(tree, project)
    assert done.returncode == 0 and "1 passed" in done.stdout and "rseq" not in done.stdout


@pytest.mark.parametrize("workers", [[], ["-n", "2"]])
def test_cases_beside_tests(tree: Tree, project: Path, workers: list[str]) -> None:
    tree.cases(a="pass", b="fail", c="skip:needs root: uid 1000", d="broken:x")
    tree.configure()
    ours = ("--rseq-build", str(tree.build), "--rseq-results", "kept")
    done = run(tree, project, *ours, *workers, "-v", "--junitxml", "out.xml", ".")
    assert done.returncode == 1 and "1 failed, 2 passed, 1 skipped, 1 error" in done.stdout, done.stdout + done.stderr
    for said in ("unregister.b[x86_64]", " PASS ", " FAIL ", " ERROR ", "requirement  unregister.promise",
                 "4 cases: 1 FAIL, 1 ERROR", "results: kept/results.json"):
        assert said in done.stdout, done.stdout
    assert ("kernel 6.18.44 x86_64" in done.stdout) == (not workers), done.stdout
    cases = ElementTree.parse(project / "out.xml").iter("testcase")
    words = {case.get("name"): {each.get("name"): each.get("value") for each in case.iter("property")}
             for case in cases}
    assert words["unregister.a[x86_64]"] == {"rseq_verdict": "PASS", "rseq_requirements": "unregister.promise"}
    assert words["test_own"] == {}


def test_selection_is_pytests(tree: Tree, project: Path) -> None:
    tree.cases(a="pass", b="fail")
    build = ("--rseq-build", str(tree.build))
    assert "2 passed, 1 deselected" in run(tree, project, *build, "-k", "own or unregister.a", ".").stdout
    assert "1 passed" in run(tree, project, *build, f"{tree.build}/manifest.json::unregister.a[x86_64]").stdout
    started = tree.build / "executor.pid"
    started.write_text("")
    listed = run(tree, project, *build, "--collect-only", "-q", ".")
    assert "unregister.b[x86_64]" in listed.stdout and "test_own" in listed.stdout
    assert started.read_text() == "", "to collect reaches no kernel"


def test_a_rerun_would_hide_a_red_case(tree: Tree, project: Path) -> None:
    tree.cases(a="fail")
    done = run(tree, project, "--rseq-build", str(tree.build), "-p", "reruns", "--reruns", "2")
    assert done.returncode == 4 and "--reruns hides a red case" in done.stdout + done.stderr


def test_a_build_tree_that_is_not_one(tree: Tree, project: Path) -> None:
    done = run(tree, project, "--rseq-build", str(project))
    assert "manifest.json: not a manifest" in done.stdout and "Traceback" not in done.stdout


def test_the_entry_point_is_the_plugin() -> None:
    packaged = tomllib.loads((HARNESS.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for name, module in packaged["entry-points"]["pytest11"].items():
        assert name == module and hasattr(import_module(module), "pytest_collect_file")
    module, _, function = packaged["scripts"]["rseqct"].partition(":")
    assert callable(getattr(import_module(module), function))
