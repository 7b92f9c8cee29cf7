# SPDX-License-Identifier: MIT
"""`expected/`: what is refused, and with what words; and that the real one is sound."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from conftest import HARNESS, PROMISE, Tree, make_facts

from rseqct.catalogue import documents, expected
from rseqct.catalogue.conditions import describe, holds
from rseqct.catalogue.expected import Expected
from rseqct.catalogue.versions import Truth
from rseqct.errors import RseqctError

REAL = HARNESS.parent / "expected"
BUG = ('[[bug]]\nid = "a-bug"\ncases = ["unregister.*"]\nbreaks = ["unregister.promise"]\n'
       'symptom = "Actual"\n'
       'introduced = { release = "6.0" }\nfixed = []\nlink = "https://example.org"\nfound_by = "tests"\n')


@pytest.mark.parametrize("file, text, words", [
    ("requirements/unregister", PROMISE.replace('"4.18"', "4.18"),
     "unregister.toml:3: unregister.promise.since: 4.18 is not"),
    ("requirements/unregister", PROMISE + 'when = { cofnig = "X" }',
     "unregister.promise.when.cofnig: unknown key 'cofnig'"),
    ("requirements/unregister", PROMISE.replace('"must"', '"should"'), 'write "must" or "observed"'),
    ("requirements/unregister", PROMISE.replace("4.18\"\n", "6.1-rc\"\n"), "write a release in quotes"),
    ("requirements/unregister", PROMISE + 'until = ["6.12.3", "6.15"]',
     "until: a stable release not older than"),
    ("requirements/unregister", PROMISE + 'arches = ["arm64"]', "write our name of an architecture"),
    ("requirements/unregister", PROMISE + 'arches = "warp"', "no group 'warp' of architectures in features.toml"),
    ("requirements/unregister", PROMISE + 'feature = "warp"', "feature: no 'warp' in features.toml"),
    ("requirements/unregister", PROMISE + 'uncovered = ""', "say why there is no case"),
    ("requirements/register", PROMISE, "move it to unregister.toml"),
    ("requirements/unregister", PROMISE + PROMISE, "not valid TOML"),
    ("bugs/a",
     BUG.replace("promise", "absent"), "a.toml:2: [a-bug] breaks: no requirement 'unregister.absent'"),
    ("bugs/a", BUG.replace('"Actual"', '"Act(ual"'), "a.toml:5: [a-bug] symptom: "),
    ("bugs/a", BUG + BUG, "[a-bug]: defined twice, first in"),
    ("bugs/a", BUG + 'severity = "high"', "a-bug.severity: unknown key 'severity'"),
    ("bugs/a", BUG.replace("https", "http"), "a.toml:8: a-bug.link:"),
    ("bugs/a", BUG.replace('"6.0"', "6.0"), "a-bug.introduced.release: 6.0 is not allowed"),
    ("bugs/a", "", "'bug' is a required property"),
])
def test_what_is_refused(load: Callable[..., Expected], file: str, text: str, words: str) -> None:
    with pytest.raises(RseqctError, match=re.escape(words)) as error:
        load(**{file.replace("/", "__"): text})
    assert "\n" not in str(error.value)
    assert re.match(r"\S+\.toml(:\d+)?: ", str(error.value))


def test_without_schemas_only_a_second_reader_reads(tree: Tree) -> None:
    (tree.source / "expected" / "schema").unlink()
    with pytest.raises(RseqctError, match="not a usable schema"):
        expected.load(tree.source / "expected")
    assert "unregister.promise" in expected.load(tree.source / "expected", check=False).requirements


def test_entries_know_their_place(load: Callable[..., Expected]) -> None:
    loaded = load(requirements__unregister="# one\n\n" + PROMISE, bugs__a="# one\n" + BUG)
    assert loaded.requirements["unregister.promise"].where.endswith("unregister.toml:3")
    assert loaded.bugs["a-bug"].where.endswith("a.toml:3")


def test_conditions_in_words_and_all_together() -> None:
    condition = {"config": ["RSEQ", "SMP"], "cpus": ">=2", "root": False, "until": "6.3"}
    assert describe(condition) == "CONFIG_RSEQ=y, CONFIG_SMP=y, cpus>=2, not root, before 6.3"
    facts = make_facts("CONFIG_RSEQ=y\nCONFIG_SMP=y\n", release="6.1")
    assert holds(condition, facts, "x86_64") is Truth.YES
    assert holds({**condition, "root": True}, facts, "x86_64") is Truth.NO
    assert holds(condition, make_facts(None, release="6.1"), "x86_64") is Truth.UNKNOWN
    assert holds({**condition, "root": True}, make_facts(None, release="6.1"), "x86_64") is Truth.NO
    assert holds({}, facts, "x86_64") is Truth.YES


def test_the_real_data_is_sound() -> None:
    loaded = expected.load(REAL)
    documents.read(REAL / "kernels.toml", REAL / "schema" / "kernels.json")
    probed = set(re.findall(r'^\s*\{"([a-z0-9-]+)",', (HARNESS / "probe" / "feature_probe.cc").read_text(),
                            re.MULTILINE))
    assert probed == {feature.id for feature in loaded.features.values() if feature.probe}
