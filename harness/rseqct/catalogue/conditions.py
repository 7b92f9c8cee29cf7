# SPDX-License-Identifier: MIT
"""Conditions on a kernel, as `expected/` writes them: a table of keys, all of which must hold (docs/formats.md)."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from rseqct.catalogue.facts import Facts
from rseqct.catalogue.versions import Bounds, Truth, in_range

_COMPARISON = re.compile(r"(>=|<=|==|<|>)\s*(\d+)")
_OPERATORS: dict[str, Callable[[int, int], bool]] = {
    ">=": operator.ge, "<=": operator.le, "==": operator.eq, "<": operator.lt, ">": operator.gt}

Condition = Mapping[str, Any]


def compare(value: int | None, comparison: str) -> Truth:
    """Whether `value` satisfies a comparison: compare(4, ">=2") is YES; UNKNOWN if it is None.

    Raises ValueError if `comparison` is malformed."""
    match = _COMPARISON.fullmatch(comparison)
    if match is None:
        raise ValueError(f"'{comparison}' is not a comparison such as \">=2\"")
    return Truth.of(None if value is None else _OPERATORS[match[1]](value, int(match[2])))


def holds(condition: Condition, facts: Facts, abi: str) -> Truth:
    """Whether every key of a condition holds for the kernel, for a case of the given ABI.

    UNKNOWN if a deciding fact is unknown. The caller must not excuse anything with UNKNOWN."""
    return Truth.all([_HOLDS[key](value, facts, abi) for key, value in condition.items()])


def check(condition: Condition) -> None:
    """Raises ValueError if a condition has an unknown key or a malformed value."""
    for key, value in condition.items():
        if key not in _HOLDS:
            raise ValueError(f"unknown condition '{key}'; known are {', '.join(sorted(_HOLDS))}")
        if key in ("since", "until"):
            Bounds.parse(value)
        if key in ("cpus", "nodes"):
            compare(0, value)


def describe(condition: Condition) -> str:
    """A condition in words, for `rseqct why` and for the reasons of verdicts."""
    return ", ".join(word for key, value in condition.items() for word in _words(key, value))


def _words(key: str, value: Any) -> Iterator[str]:
    if key in ("config", "not_config"):
        yield from (f"CONFIG_{name}{'=y' if key == 'config' else ' is not set'}" for name in as_list(value))
    elif key in ("cpus", "nodes"):
        yield f"{key}{value}"
    elif isinstance(value, bool):
        yield key if value else f"not {key}"
    elif key in ("since", "until"):
        yield f"{'since' if key == 'since' else 'before'} {', '.join(as_list(value))}"
    else:
        yield f"{key.replace('_', ' ')} {', '.join(as_list(value))}"


def as_list(value: str | list[str]) -> list[str]:
    """A list of strings; a single string becomes a list of one."""
    return [value] if isinstance(value, str) else value


def _config(value: str | list[str], facts: Facts, _: str) -> Truth:
    return Truth.all([Truth.of(facts.configured(name)) for name in as_list(value)])


def _not_config(value: str | list[str], facts: Facts, _: str) -> Truth:
    return Truth.all([Truth.of(facts.configured(name)).negated() for name in as_list(value)])


def _switched(value: str | list[str], facts: Facts, to: bool | None) -> Truth:
    return Truth.all([Truth.of(facts.switched(name) is to) for name in as_list(value)])


_HOLDS: dict[str, Callable[[Any, Facts, str], Truth]] = {
    "since": lambda value, facts, _: in_range(facts.judged_as, Bounds.parse(value), None),
    "until": lambda value, facts, _: in_range(facts.judged_as, None, Bounds.parse(value)),
    "arches": lambda value, facts, _: Truth.of(facts.arch in value),
    "abis": lambda value, _, abi: Truth.of(abi in value),
    "config": _config,
    "not_config": _not_config,
    "cpus": lambda value, facts, _: compare(facts.cpus_allowed, value),
    "nodes": lambda value, facts, _: compare(facts.nodes, value),
    "root": lambda value, facts, _: Truth.of(facts.root is value),
    "emulated": lambda value, facts, _: Truth.of(facts.emulated is value),
    "guest": lambda value, facts, _: Truth.of(facts.guest is value),
    "switched_on": lambda value, facts, _: _switched(value, facts, True),
    "switched_off": lambda value, facts, _: _switched(value, facts, False),
    "not_switched": lambda value, facts, _: _switched(value, facts, None),
    "debug": lambda value, facts, _: Truth.of(None if facts.debug is None else facts.debug is value),
    "feature": lambda value, facts, _: Truth.of(set(as_list(value)) <= facts.features),
    "not_feature": lambda value, facts, _: Truth.of(not set(as_list(value)) & facts.features),
}
