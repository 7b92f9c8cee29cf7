# SPDX-License-Identifier: MIT
"""JUnit XML for CI services, from results."""

from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ElementTree

from rseqct.judging.verdicts import Verdict
from rseqct.results.results import Record, Results

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(results: Results) -> str:
    """The run as one <testsuites>, with a test suite for each area and a test case for each case and ABI."""
    root = ElementTree.Element("testsuites", name="rseq conformance")
    for area, group in itertools.groupby(results.records, lambda record: record.case.area):
        suite = ElementTree.SubElement(root, "testsuite", name=area)
        records = list(group)
        elements = [_element(suite, record) for record in records]
        seconds = sum(record.observation.wall_us for record in records if record.observation) / 1e6
        suite.attrib.update(tests=str(len(records)), failures=str(elements.count("failure")),
                            errors=str(elements.count("error")), skipped=str(elements.count("skipped")),
                            time=f"{seconds:.6f}")
        properties = ElementTree.Element("properties")
        suite.insert(0, properties)
        for name, value in (("release", results.facts.release), ("judged_as", str(results.facts.judged_as)),
                            ("arch", results.facts.arch), ("suite", results.run.suite)):
            ElementTree.SubElement(properties, "property", name=name, value=_clean(value))
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _element(suite: ElementTree.Element, record: Record) -> str:
    judgement, observation = record.judgement, record.observation
    case = ElementTree.SubElement(
        suite, "testcase", classname=record.case.id, name=record.case.abi, file=record.case.source,
        line=str(record.case.tests[0].line if record.case.tests else 1),
        time=f"{observation.wall_us / 1e6 if observation else 0:.6f}")
    name = judgement.meaning.junit
    if name:
        kind = judgement.kind if judgement.verdict is Verdict.FAIL else judgement.verdict.value.lower()
        element = ElementTree.SubElement(case, name, type=kind, message=_clean(judgement.reason))
        texts = [f"{failure.file}:{failure.line}\n{failure.text}" for failure in record.failures()]
        element.text = _clean("\n\n".join(texts)) or None
    return name


def _clean(text: str) -> str:
    """The text without characters that XML does not allow."""
    return _NOT_XML.sub("?", text)
