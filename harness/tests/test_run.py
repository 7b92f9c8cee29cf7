# SPDX-License-Identifier: MIT
"""`rseqct run` from end to end, with a scripted executor: verdicts, exit statuses, what goes wrong."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import HARNESS, Tree, config_event, facts_event

from rseqct.results import results
from rseqct.support.places import source_directory, suite_version

RED = {"fail": ("FAIL(assertion)", 1), "crash": ("FAIL(crash)", 1), "timeout": ("FAIL(timeout)", 1),
       "partial": ("FAIL(crash)", 1), "splat:WARNING: CPU: 1 PID: 7 at kernel/rseq.c:1 x": ("FAIL(splat)", 1),
       "skip:needs extended-area: gone": ("BADSKIP", 1), "skip:just so": ("BADSKIP", 1),
       "broken:mmap: ENOMEM": ("ERROR", 2), "silent": ("ERROR", 2), "garbage": ("ERROR", 2),
       "leftover": ("ERROR", 2),
       "noise": ("ERROR", 2), "die": ("MISS", 3), "unstartable": ("MISS", 3)}


def one_line(text: str) -> str:
    """The one line that an error must be."""
    lines = text.splitlines()
    assert len(lines) == 1 and lines[0].startswith("rseqct: "), text
    return lines[0]


def test_all_as_promised(tree: Tree) -> None:
    tree.cases(claim="pass", other="pass")
    done = tree.rseqct("run")
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 requirement: 1 hold.   dmesg clean." in done.stdout
    assert "2 cases: all as promised." in done.stdout
    assert {path.name for path in tree.results().parent.iterdir()} == {"results.json", "junit.xml",
                                                                       "results.ktap"}


@pytest.mark.parametrize("act", RED)
def test_red_acts(tree: Tree, act: str) -> None:
    verdict, status = RED[act]
    tree.cases(claim=act, fine="pass")
    done = tree.rseqct("run", "-v")
    assert done.returncode == status, done.stdout + done.stderr
    assert done.stderr == ""
    block = done.stdout[done.stdout.index(f"{verdict} unregister.claim[x86_64]"):]
    assert "A promise of the made-up catalogue" in block
    assert "Traceback" not in done.stdout and ".py" not in done.stdout
    assert "PASS    unregister.fine[x86_64]" in done.stdout
    assert len(results.read(tree.results()).records) == 2


def test_a_failure_block_stands_on_its_own(tree: Tree) -> None:
    tree.cases(claim="fail")
    block = tree.rseqct("run").stdout
    for text in ("FAIL(assertion) unregister.claim[x86_64] · Claim  1 ms",
                 "  requirement  unregister.promise (must, since 4.18)", "  cases/unregister/claim.cc:9\n",
                 "      Expected: 1\n",
                 "  again        build/cases/unregister/claim.x86_64 --gtest_filter=Unregister.Claim\n",
                 "  in gdb       build/rseqct run 'unregister.claim[x86_64]' --gdb\n",
                 "1 requirement: 0 hold, 1 BROKEN."):
        assert text in block, block


def test_a_broken_promise_outranks_a_broken_suite(tree: Tree) -> None:
    tree.cases(a="die", b="broken:x", c="fail")
    assert tree.rseqct("run").returncode == 1
    assert tree.rseqct("run", "unregister.a", "unregister.b").returncode == 2
    assert tree.rseqct("run", "unregister.a").returncode == 3


@pytest.mark.parametrize("arguments, status, words", [
    (["run", "unregister.nothing"], 5, "no case is named 'unregister.nothing'"),
    (["run", "-k", "nothing"], 5, "no case"),
    (["run", "--abi", "vax"], 4, "ABI 'vax'"), (["run", "--nonsense"], 4, "--nonsense"),
    (["run", "--repeat", "0"], 4, "at least 1"), (["run", "--limit", "0"], 4, "invalid duration '0'"),
    (["run", "--limit", "nan"], 4, "invalid duration 'nan'"), (["run", "--soak", "inf"], 4, "invalid duration 'inf'"),
    (["bisect", "a", "--good", "b", "--bad", "c", "--limit", "0.0001"], 4, "invalid duration '0.0001'"),
    (["run", "--as", "six"], 2, "--as RELEASE"), (["run", "-k", "("], 4, "Wrong expression"),
    (["run", "--gdb"], 4, "one case"), (["frobnicate"], 4, "frobnicate")])
def test_usage(tree: Tree, arguments: list[str], status: int, words: str) -> None:
    tree.cases(claim="pass", other="pass")
    done = tree.rseqct(*arguments)
    assert done.returncode == status, done.stderr
    assert words in one_line(done.stderr)
    assert not tree.results().exists()


@pytest.mark.parametrize("words, listed", [([], "  bisect-step"), (["kernels"], "  libraries")])
def test_without_a_command_there_is_help(tree: Tree, words: list[str], listed: str) -> None:
    done = tree.rseqct(*words)
    assert listed in done.stdout and done.stderr == ""
    assert done.returncode == 4, "0 would say that all is as promised"


def git(directory: Path, *words: str) -> str:
    """Runs git, with nobody's configuration."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(directory), "GIT_CONFIG_NOSYSTEM": "1"}
    who = ["-c", "user.name=x", "-c", "user.email=x@localhost"]
    return subprocess.run(["git", "-C", str(directory), *who, *words], env=environment, check=True, capture_output=True,
                          text=True).stdout.strip()


def test_the_version_is_a_commit_or_says_that_it_is_none(tree: Tree) -> None:
    (tree.source / "expected/schema").unlink()      # it leads out of the tree
    for path in ("cases/a/b.cc", "README.md"):
        tree.write(path, "as committed")
    git(tree.source, "init", "--quiet")
    git(tree.source, "add", ".")
    git(tree.source, "commit", "--quiet", "--message", "all")
    clean = f"0.1 ({git(tree.source, 'rev-parse', '--short', 'HEAD')})"
    assert suite_version(tree.source) == clean
    tree.write("expected/results/7.3-x86_64.jsonl", "kept, and the next architecture is to run")
    tree.write("README.md", "nothing depends on it")
    tree.write("matrix.html", "nor on this")
    assert suite_version(tree.source) == clean
    tree.write("cases/a/c.cc", "never added")
    dirty = clean.replace(")", "-dirty)")
    assert suite_version(tree.source) == dirty
    (tree.source / "cases/a/c.cc").unlink()
    tree.write("cases/a/b.cc", "changed")
    assert suite_version(tree.source) == dirty


def test_version(tree: Tree) -> None:
    done = tree.rseqct("--version")
    assert (done.returncode, done.stdout) == (0, f"rseqct {suite_version(source_directory())}\n")


def test_selection(tree: Tree) -> None:
    tree.cases(alpha="pass", beta="pass", gamma="pass")
    for arguments, names in ((["unregister.alpha"], ["alpha"]), (["unregister"], ["alpha", "beta", "gamma"]),
                             (["*.?eta", "unregister.gamma[x86_64]"], ["beta", "gamma"]),
                             (["-k", "alpha"], ["alpha"]),
                             (["-k", "not alpha", "unregister.[ab]*"], ["beta"])):
        done = tree.rseqct("run", *arguments)
        assert done.returncode == 0, done.stderr
        assert [r.case.id for r in results.read(tree.results()).records] == [f"unregister.{name}"
                                                                             for name in names]
    listed = tree.rseqct("run", "--collect-only")
    assert listed.returncode == 0 and "unregister.beta[x86_64]" in listed.stdout
    assert tree.rseqct("list", "*.b*").stdout == "unregister.beta[x86_64]\n"


def test_first_red_stops(tree: Tree) -> None:
    tree.cases(a="pass", b="fail", c="pass")
    done = tree.rseqct("run", "-x")
    assert done.returncode == 1
    assert "stopped: 2 of 3 cases ran" in done.stdout


def test_after_the_first_red_a_running_case_ends(tree: Tree) -> None:
    """It may have changed the machine, and restores it at its end."""
    tree.cases(a="fail", b="slow", c="pass")
    assert tree.rseqct("run", "-x").returncode == 1
    assert (tree.build / "slow.ended").exists() or not (tree.build / "slow.begun").exists()


def test_two_at_a_time_share_one_probe_and_lose_nothing(tree: Tree) -> None:
    tree.cases(**{f"c{number}": "fail" if number == 7 else "pass" for number in range(20)})
    done = tree.rseqct("run", "-n", "2")
    assert done.returncode == 1, done.stdout + done.stderr
    records = results.read(tree.results()).records
    assert [record.case.id for record in records] == [f"unregister.c{number}" for number in range(20)]
    assert [record.case.id for record in records if record.judgement.red] == ["unregister.c7"]


def test_any_red_of_a_repeated_case_stays_red(tree: Tree) -> None:
    tree.cases(claim="fail")
    done = tree.rseqct("run", "--repeat", "3")
    assert done.returncode == 1
    assert "3 of 3 were red" in done.stdout


def test_more_outputs(tree: Tree, tmp_path: Path) -> None:
    tree.cases(claim="pass", loud="splat:harmless words")
    done = tree.rseqct("run", "--junit", str(tmp_path / "j.xml"), "--ktap", str(tmp_path / "k"), "--results",
                       str(tmp_path / "r"))
    assert done.returncode == 0
    assert (tmp_path / "k").read_text() == (tmp_path / "r" / "results.ktap").read_text()
    assert (tmp_path / "j.xml").read_text() == (tmp_path / "r" / "junit.xml").read_text()
    assert (tmp_path / "r" / "dmesg.txt").read_text() == "unregister.loud[x86_64]: harmless words\n"


def test_mail_is_narrow(tree: Tree) -> None:
    tree.cases(claim="fail", fine="pass")
    done = tree.rseqct("run", "--mail")
    assert max(map(len, done.stdout.splitlines())) < 80
    assert "unregister  F." not in done.stdout


def test_a_kernel_without_rseq_is_explained_by_its_configuration(tree: Tree) -> None:
    tree.cases(claim="skip:needs rseq: rseq(2) is not implemented")
    for config, status in (("# CONFIG_RSEQ is not set\nCONFIG_SMP=y\n", 0), ("CONFIG_RSEQ=y\n", 1),
                           (None, 1)):
        tree.script = {**tree.script, "facts": facts_event(features=[]), "config": config
                       and config_event(config)}
        tree.save()
        done = tree.rseqct("run")
        assert done.returncode == status, done.stdout
    assert "BADSKIP unregister.claim" in done.stdout


def test_another_release_can_be_asked_for(tree: Tree) -> None:
    tree.cases(claim="fail")
    done = tree.rseqct("run", "--as", "4.17")
    assert done.returncode == 0
    assert "judged as 4.17" in done.stdout and "1 not applicable" in done.stdout


BAD_TOML = {
    "malformed": ("[unregister.promise]\ntext = \n", "unregister.toml:2: not valid TOML"),
    "unknown key": ("[unregister.promise]\ntext = \"A promise is here.\"\nsinse = \"4.18\"\n"
                    "source = [\"x\"]\n"
                    "level = \"must\"\nabi_id = []\n",
                    "unregister.toml:3: unregister.promise.sinse: unknown key 'sinse'; known"),
    "unquoted": ("[unregister.promise]\ntext = \"A promise is here.\"\nsince = 6.10\nsource = [\"x\"]\n"
                 "level = \"must\"\nabi_id = []\n",
                 "unregister.toml:3: unregister.promise.since: 6.1 is not allowed; write a "
                 "release in quotes"),
    "missing key": ("[unregister.promise]\ntext = \"A promise is here.\"\nsource = [\"x\"]\nabi_id = []\n",
                    "unregister.toml:1: unregister.promise: 'level' is a required property; add it"),
}


@pytest.mark.parametrize("name", BAD_TOML)
def test_a_bad_catalogue_is_one_line(tree: Tree, name: str) -> None:
    text, words = BAD_TOML[name]
    tree.cases(claim="pass")
    tree.write("expected/requirements/unregister.toml", text)
    done = tree.rseqct("run")
    assert done.returncode == 2
    assert words in one_line(done.stderr)
    assert done.stdout == "" and not tree.results().exists()


def test_a_requirement_that_is_cited_and_absent(tree: Tree) -> None:
    tree.cases(claim="pass")
    tree.write("expected/requirements/unregister.toml", "")
    done = tree.rseqct("run")
    assert done.returncode == 2
    assert "cites 'unregister.promise', which no file of expected/requirements has" in done.stdout


def test_missing_pieces_of_the_build(tree: Tree) -> None:
    done = tree.rseqct("run")
    assert done.returncode == 2 and "build first" in one_line(done.stderr)
    tree.cases(claim="pass", gone="pass")
    (tree.build / "cases" / "unregister" / "gone.x86_64").unlink()
    done = tree.rseqct("run")
    assert done.returncode == 3
    assert "MISS unregister.gone" in done.stdout and "is missing; build again" in done.stdout
    (tree.build / "executor").unlink()
    done = tree.rseqct("run")
    assert done.returncode == 2 and "cannot be started" in one_line(done.stderr)
    (tree.build / "manifest.json").write_text("{}")
    done = tree.rseqct("run")
    assert done.returncode == 2 and "not a manifest" in one_line(done.stderr)


def test_a_full_disk_leaves_nothing_half_written(tree: Tree) -> None:
    tree.cases(claim="pass")
    assert tree.rseqct("run").returncode == 0
    before = tree.results().read_text()
    done = tree.rseqct("run", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (512, 512)))
    assert done.returncode == 2
    assert "cannot be written" in one_line(done.stderr)
    assert "1 case: all as promised." in done.stdout
    assert tree.results().read_text() == before
    assert [path.name for path in tree.results().parent.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("workers", [[], ["-n", "2"]])
@pytest.mark.parametrize("kill, number", [(os.killpg, signal.SIGINT), (os.kill, signal.SIGTERM)])
def test_an_interruption_keeps_what_ran_and_leaves_no_process(
        tree: Tree, workers: list[str], kill: Callable[[int, int], None], number: signal.Signals) -> None:
    tree.cases(a="pass", b="pass", c="pass", d="hang", e="hang", f="pass", g="pass", h="pass")
    process = subprocess.Popen(tree.command("run", "-v", *workers), env=tree.environment(),
                               cwd=tree.build.parent,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                               start_new_session=True)
    assert process.stdout is not None
    seen = [process.stdout.readline() for _ in range(3)]
    time.sleep(0.3)
    kill(process.pid, number)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 130, out + err
    assert "Traceback" not in out + err
    kept = results.read(tree.results())
    assert kept.run.interrupted and 3 <= len(kept.records) < 8
    assert all("PASS" in line for line in seen)
    assert f"interrupted: {len(kept.records)} of 8 cases ran" in out
    for _ in range(50):
        if not sessions(tree.pid()):
            break
        time.sleep(0.1)
    assert sessions(tree.pid()) == []


def sessions(session: int) -> list[int]:
    """The processes of a session that are alive."""
    alive = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and os.getsid(int(entry.name)) == session:
                alive += [int(entry.name)] if "State:\tZ" not in (entry / "status").read_text() else []
        except OSError:
            pass
    return alive


def test_judging_again(tree: Tree) -> None:
    tree.cases(claim="pass")
    tree.rseqct("run")
    foreign = tree.build / "foreign.json"
    for text, words in (("{}", "not a results file"), ("junk", "not a results file"),
                        ('{"format": "rseqct-results", "version": 9}', "version 9"),
                        ('{"format": "rseqct-results", "version": 1}', "damaged")):
        foreign.write_text(text)
        done = tree.rseqct("judge", str(foreign))
        assert done.returncode == 4 and words in one_line(done.stderr), done.stderr
    assert "cannot be read" in one_line(tree.rseqct("judge", "absent.json").stderr)
    value = json.loads(tree.results().read_text())
    value["cases"][0]["observation"]["surprise"] = 1
    foreign.write_text(json.dumps(value))
    assert "damaged" in one_line(tree.rseqct("judge", str(foreign)).stderr)


@pytest.mark.parametrize("module, package", [("jsonschema", "jsonschema"), ("pytest", "pytest")])
def test_a_python_package_that_is_missing(tree: Tree, module: str, package: str) -> None:
    tree.cases(claim="pass")
    tree.write(f"{module}.py", f"raise ModuleNotFoundError('No module named {module}', name='{module}')\n")
    environment = {**tree.environment(), "PYTHONPATH": f"{tree.source}:{HARNESS}"}
    done = subprocess.run(tree.command("run", "-n", "2"), env=environment, capture_output=True, text=True)
    assert done.returncode == 4 and one_line(done.stderr).endswith(f"apt install python3-{package}"), done.stderr


def test_what_the_system_refuses_is_one_line(tree: Tree) -> None:
    done = tree.rseqct("kernels", "build", str(tree.source), "--output", "/dev/null/x")
    assert (done.returncode, done.stderr) == (2, "rseqct: /dev/null/x: Not a directory\n")


def test_a_source_tree_that_is_not_there(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tree.source))
    for name, said in (("linux", "no such directory"), ("source", "not the source tree of a kernel with rseq")):
        error = one_line(tree.rseqct("kernels", "build", name).stderr)
        assert f"/{name}: {said}; `rseqct kernels source 7.3` fetches one and prints its path" in error


def test_plain_pytest_in_the_build_tree(tree: Tree) -> None:
    tree.cases(a="pass", b="fail", c="skip:needs root: uid 1000", d="broken:x")
    runs: list[tuple[list[str], str]] = [
        ([], "1 failed, 1 passed, 1 skipped, 1 error"), (["-n", "2"], "1 error"),
        (["-k", "not .b and not .d"], "1 passed, 1 skipped"),
        (["manifest.json::unregister.a[x86_64]", "--junitxml", "x.xml"], "1 passed")]
    for extra, counts in runs:
        done = tree.pytest(*extra)
        assert counts in done.stdout, done.stdout + done.stderr
        assert "Traceback" not in done.stdout and "plugin.py" not in done.stdout
    assert 'name="unregister.a[x86_64]"' in (tree.build / "x.xml").read_text()
    assert tree.results().exists()


@pytest.mark.parametrize("words, status, said", [
    (["--rseq-target", "qemu"], 4, "ERROR: --rseq-target qemu needs a kernel, such as --rseq-kernel debian:7.3"),
    (["--rseq-target", "ssh"], 4, "ERROR: --rseq-target ssh needs --rseq-host HOST"),
    (["--rseq-host", "board"], 4, "ERROR: --rseq-host needs --rseq-target ssh"),
    (["--rseq-target", "ssh", "--rseq-host", "x", "--rseq-kernel", "y"], 4,
     "ERROR: --rseq-target ssh cannot be combined with --rseq-kernel"),
    (["--rseq-kernel", "x", "-n", "2"], 4, "ERROR: -n is for the running kernel"),
    (["--rseq-case", "nothing"], 2, "no case is named 'nothing'")])
def test_plain_pytest_says_what_does_not_go_together(tree: Tree, words: list[str], status: int, said: str) -> None:
    tree.cases(a="pass")
    done = tree.pytest(*words)
    assert done.returncode == status and said in done.stdout + done.stderr, done.stdout + done.stderr
    assert ".py" not in done.stdout, "one line, no stack of Python"


@pytest.mark.parametrize("words, said", [
    (["--append", "rseq_debug=1"], "--append needs a guest"), (["--cpus", "1"], "--cpus needs a guest"),
    (["--icount"], "--icount needs a guest"), (["--arch", "riscv64"], "--arch riscv64 needs a guest"),
    (["--target", "ssh", "--host", "x", "--memory", "9"], "--memory needs a guest")])
def test_what_needs_a_guest_is_not_ignored(tree: Tree, words: list[str], said: str) -> None:
    tree.cases(a="pass")
    done = tree.rseqct("run", *words)
    assert done.returncode == 4 and said in one_line(done.stderr)
