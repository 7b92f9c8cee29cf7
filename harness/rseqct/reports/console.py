# SPDX-License-Identifier: MIT
"""The console report: a pure function of results and of the catalogue."""

from __future__ import annotations

import itertools
import os
import re
import shlex
import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TextIO

from rseqct.cases.observe import FAILED
from rseqct.cases.splat import emulator_fault
from rseqct.catalogue.expected import Expected
from rseqct.judging.verdicts import TABLE, Verdict
from rseqct.results.results import Record, Results

_ROW = 60
_COLORS = {"red": "31", "green": "32", "yellow": "33", "bold": "1", "dim": "2"}
_BLOCK = 15           # width of the first column of a failure block
_LONG_EXPRESSION = re.compile(r"((?:^|in the child: )Value of: .{90}).+", re.MULTILINE)   # such as a lambda


@dataclass(frozen=True)
class Style:
    """How to print: with color, how many columns wide, and whether only what a mail needs."""

    color: bool = False
    width: int = 110
    mail: bool = False

    def paint(self, text: str, color: str) -> str:
        """The text in a color, if color is enabled."""
        return f"\033[{_COLORS[color]}m{text}\033[0m" if self.color and text and color else text


def style_for(out: TextIO, mail: bool) -> Style:
    """The style for an output: plain and narrow for a mail; else wide, and with color on a terminal."""
    return Style(width=76, mail=True) if mail else Style(color=out.isatty() and "NO_COLOR" not in os.environ)


def count_of(number: int, name: str) -> str:
    """A number with its noun: "1 case", "2 cases"."""
    return f"{number} {name}{'s' * (number != 1)}"


@dataclass(frozen=True)
class Context:
    """What a report knows beyond the results: the kernels on which a case passed before, by case key."""

    passed_on: Mapping[str, Sequence[str]] = field(default_factory=dict)


def render(results: Results, expected: Expected, style: Style = Style(), context: Context = Context()) -> str:
    """The whole report."""
    parts = [header(results, expected, style)]
    if not style.mail:
        parts.append("\n".join([*_areas(results, style), *_soaks(results, style)]))
    parts += [failure(record, results, expected, style, context)
              for record in results.records if record.judgement.red]
    parts.append("\n".join([*_known_bugs(results, expected, style), *_notes(results, style),
                            *summary(results, style)]))
    return "\n\n".join(part for part in parts if part) + "\n"


def header(results: Results, expected: Expected, style: Style = Style()) -> str:
    """The first lines: every fact that a verdict depends on."""
    facts, event = results.facts, results.facts.event
    preempt = re.search(r"PREEMPT\w*", facts.version)
    cpus = facts.cpus_allowed
    config = event_source(results)
    judged = "" if str(facts.judged_as) == facts.release else f"judged as {facts.judged_as}"
    first = [f"rseq conformance {results.run.suite}".rstrip(), f"kernel {facts.release} {facts.arch}", judged,
             preempt[0] if preempt else "", count_of(cpus, "cpu") if cpus else "",
             f"{facts.nodes} nodes" if (facts.nodes or 0) > 1 else "", str(event.get("accelerator") or ""),
             {True: "root", False: "unprivileged"}.get(facts.root is True, ""), f"config: {config}"]
    auxv = event.get("auxv", {})
    size = auxv.get("rseq_feature_size") if isinstance(auxv, dict) else 0
    found = sorted(facts.features & set(expected.features) - {"rseq"})
    rseq = f"rseq {size or 32}" if "rseq" in facts.features else ""
    lines = [_fill("   ".join(part.replace(" ", "\u2007") for part in first if part), "    ", style),
             _fill("features  " + "  ".join(filter(None, [rseq, *found])), " " * 10, style)]
    absent = [f"{feature.id} ({feature.excuse(facts, facts.arch) or 'unexplained'})"
              for feature in expected.features.values() if feature.probe and feature.id not in facts.features]
    if absent:
        lines.append(_fill("absent    " + "  ".join(absent), " " * 10, style))
    return style.paint(lines[0], "bold") + "\n" + "\n".join(lines[1:])


def event_source(results: Results) -> str:
    """The source of the kernel's configuration; "unknown" if there is none."""
    config = results.facts.config_event
    return str(config.get("source", "given")) if config else "unknown"


def line(record: Record, style: Style = Style()) -> str:
    """One line for one case, for -v."""
    judgement = record.judgement
    reason = judgement.reason.splitlines()[0] if judgement.reason else ""
    verdict = style.paint(f"{judgement.verdict.value:<8}", _color(record))
    return f"{verdict}{record.case.key:<60} {_milliseconds(record):>8}  {reason}".rstrip()


def failure(record: Record, results: Results, expected: Expected, style: Style = Style(),
            context: Context = Context()) -> str:
    """The block for one failed case, complete in itself: requirement, place, expected and actual value, how to run it
    again."""
    judgement, observation = record.judgement, record.observation
    verdict = judgement.verdict.value + (f"({judgement.kind})" if judgement.verdict is Verdict.FAIL else "")
    tests = observation.tests if observation else []
    failed = [test for test in tests if test.outcome in (*FAILED, "broken", None)]
    name = f" · {failed[0].name.partition('.')[2]}" if failed else ""
    head = f"{verdict} {record.case.key}{name}"
    lines = [style.paint(head, "red" if judgement.red else "yellow") + f"  {_milliseconds(record)}".rstrip()]
    for identity in judgement.requirements:
        requirement = expected.requirements.get(identity)
        lines.append(_row("requirement", identity + (f" ({requirement.level}, {requirement.range})"
                                                     if requirement else " (in no catalogue)"), style))
        if requirement:
            lines.append(_row("", requirement.text, style))
    if judgement.kind not in ("assertion", "control"):
        lines.append(_row("because", judgement.reason, style))
    for test in failed:
        for each in test.failures:
            lines.append(f"  {each.file}:{each.line}" + (" (in a child)" if each.child else "") + (
                f" (a control, which relies on {each.control})" if each.control else ""))
            lines += [" " * 6 + text for text in _LONG_EXPRESSION.sub(r"\1 …", each.text).splitlines()]
    if judgement.kind == "assertion" and "(not the symptom" in judgement.reason:
        lines.append(_row("known bug", judgement.reason, style))
    if observation and observation.output.strip() and judgement.kind not in ("assertion", "control"):
        lines.append(_row("output", "the last lines that it printed:", style))
        lines += [" " * 6 + text for text in observation.output.strip().splitlines()[-10:]]
    if record.runs > 1:
        lines.append(_row("runs", f"{record.red_runs} of {record.runs} were red", style))
    if passed := context.passed_on.get(record.case.key):
        lines.append(_row("passes on", ", ".join(passed), style))
    binary = f"{results.run.build}/{record.case.binary}" if results.run.build else record.case.binary
    tool = f"{results.run.build or 'build'}/rseqct"
    only = [f"--gtest_filter={shlex.quote(test.name)}" for test in failed[:1]]
    if guest := results.facts.event.get("guest"):
        lines.append(_command("again", [f"{tool} run", shlex.quote(record.case.key), str(guest)], style))
        return "\n".join(lines)
    lines.append(_command("again", [binary, *only], style))
    lines.append(_command("in gdb", [f"{tool} run", f"{shlex.quote(record.case.key)} --gdb"], style))
    return "\n".join(lines)


def _areas(results: Results, style: Style) -> Iterator[str]:
    areas = [(area, list(group)) for area, group in itertools.groupby(results.records, lambda r: r.case.area)]
    width = max((len(area) for area, _ in areas), default=0) + 2
    for area, records in areas:
        rows = [records[start:start + _ROW] for start in range(0, len(records), _ROW)]
        counts = Counter(record.judgement.verdict for record in records)
        said = ", ".join(text for count, text in (
            (counts[Verdict.XFAIL], count_of(counts[Verdict.XFAIL], "known bug")),
            (counts[Verdict.UNSHOWN], f"{counts[Verdict.UNSHOWN]} not shown"),
            (counts[Verdict.NA], f"{counts[Verdict.NA]} not applicable"),
            (counts[Verdict.SKIP], f"{counts[Verdict.SKIP]} unsupported")) if count)
        for number, row in enumerate(rows):
            glyphs = "".join(style.paint(record.judgement.meaning.glyph, _color(record)) for record in row)
            text = f"{area if number == 0 else '':<{width}}{glyphs}"
            if number == len(rows) - 1:
                text += " " * (_ROW - len(row)) + f"  {counts[Verdict.PASS]:>3}/{len(records):<3}  {said}"
            yield text.rstrip()


def _soaks(results: Results, style: Style) -> Iterator[str]:
    """The measurements of the soaks, which are not verdicts: how many sections were committed, and how many aborted."""
    for record in results.records:
        for test in record.observation.tests if record.observation else []:
            if test.measured:
                said = ", ".join(f"{number} {name}" for name, number in test.measured.items())
                mode = test.name.partition("/")[2]
                yield f"  {record.case.key:<40}{mode:<10}{said}, {test.us / 1e6:.1f} s".rstrip()


def _known_bugs(results: Results, expected: Expected, style: Style) -> Iterator[str]:
    known: dict[str, list[str]] = {}
    for record in results.records:
        if record.judgement.bug and record.judgement.verdict in (Verdict.XFAIL, Verdict.UNSHOWN):
            known.setdefault(record.judgement.bug or "", []).append(record.case.id)
    for number, (name, keys) in enumerate(known.items()):
        bug = expected.bugs.get(name)
        cases = dict.fromkeys(keys)
        said = f"{', '.join(cases)}   {name}" + (f"  {bug.fixed_text}   {bug.link}" if bug else "")
        yield _fill(f"{'known bugs' if number == 0 else '':<13}{said}", " " * 13, style)


def _notes(results: Results, style: Style) -> Iterator[str]:
    for note in results.run.notes:
        yield _fill(f"{'noted':<13}{note}", " " * 13, style)
    for record in results.records:
        if record.judgement.verdict is Verdict.XPASS and record.judgement.allowed:
            yield _fill(f"{'noted':<13}{record.case.key} {record.judgement.reason}", " " * 13, style)
        fault = emulator_fault(record.observation.kmsg) if record.observation and results.facts.emulated else None
        if fault:
            yield _fill(f"{'noted':<13}{record.case.key} the emulator is at fault: {fault}", " " * 13, style)


def summary(results: Results, style: Style = Style()) -> Iterator[str]:
    """The last lines: requirements and cases by verdict."""
    states = results.requirements()
    counts = Counter(TABLE[verdict].count for verdict in states.values())
    colors = {"hold": "green", TABLE[Verdict.FAIL].count: "red"}
    kept = [style.paint(f"{counts[word]} {word}", colors.get(word, "")) for word in dict.fromkeys(
        ["hold", *(meaning.count for meaning in TABLE.values())]) if counts[word] or word == "hold"]
    splats = sum(record.judgement.kind == "splat" for record in results.records)
    dmesg = "dmesg not readable" if results.facts.event.get("kmsg") is False else \
        count_of(splats, "kernel report") if splats else "dmesg clean"
    yield (f"{count_of(len(states), 'requirement')}: {', '.join(kept)}.   {dmesg}.   "
           f"{results.run.wall_s:.1f} s")
    red = Counter(record.judgement.verdict.value for record in results.records if record.judgement.red)
    said = ", ".join(style.paint(f"{count} {name}", "red") for name, count in red.items())
    yield f"{count_of(len(results.records), 'case')}: {said or 'all as promised'}."
    if results.run.interrupted or len(results.records) < results.run.selected:
        why = "interrupted" if results.run.interrupted else "stopped"
        yield style.paint(f"{why}: {len(results.records)} of {results.run.selected} cases ran", "red")


def _row(name: str, text: str, style: Style) -> str:
    return _fill(f"  {name:<{_BLOCK - 2}}{text}", " " * _BLOCK, style)


def _command(name: str, words: list[str], style: Style) -> str:
    """A command to copy, with backslashes between its lines if it is too long for one."""
    text = f"  {name:<{_BLOCK - 2}}{' '.join(words)}"
    return text if len(text) <= style.width else \
        f"  {name:<{_BLOCK - 2}}" + f" \\\n{' ' * (_BLOCK + 2)}".join(words)


def _fill(text: str, indent: str, style: Style) -> str:
    """The text, wrapped to the style's width. A figure space (U+2007) becomes a space at which no line breaks."""
    lines = textwrap.wrap(text, style.width, subsequent_indent=indent, break_long_words=False,
                          break_on_hyphens=False) if len(text) > style.width else [text]
    return "\n".join(lines).replace("\u2007", " ")


def _color(record: Record) -> str:
    return "red" if record.judgement.red else record.judgement.meaning.color


def _milliseconds(record: Record) -> str:
    return f"{record.observation.wall_us / 1000:.0f} ms" if record.observation else ""
