# SPDX-License-Identifier: MIT
"""Options as data. One table of them is what a command line takes, what pytest takes under a prefix, and what is
printed to do the same again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Add = Callable[..., Any]      # argparse's add_argument, or pytest's addoption
Get = Callable[[str], Any]    # the value of an option, by its `dest`


@dataclass(frozen=True)
class Option:
    """An option: its flags, the first of which names it, and the settings that argparse's add_argument takes."""

    flags: tuple[str, ...]
    settings: Mapping[str, Any]

    @property
    def dest(self) -> str:
        """The name of its value."""
        return str(self.settings.get("dest") or self.flags[0].removeprefix("--").replace("-", "_"))

    def add(self, add: Add) -> None:
        """Adds it to a command line."""
        add(*self.flags, **self.settings)

    def words(self, value: Any) -> list[str]:
        """The words of a command line that set it to a value: none for its default."""
        flag = self.flags[0]
        if self.settings.get("action") == "store_true":
            return [flag] if value else []
        if value is None or value == self.settings.get("default"):
            return []
        values = value if self.settings.get("action") == "append" else [value]
        return [word for each in map(str, values) for word in ([f"{flag}={each}"] if each[:1] == "-" else [flag, each])]


def option(*flags: str, **settings: Any) -> Option:
    """An option, written as a call of argparse's add_argument."""
    return Option(flags, settings)


def words(table: Iterable[Option], get: Get) -> list[str]:
    """The words of a command line that set the options of a table to the values that `get` gives."""
    return [word for each in table for word in each.words(get(each.dest))]


def prefixed(prefix: str, table: Iterable[Option]) -> tuple[Option, ...]:
    """The same options by other names, which no other program has: `--kernel` is `--<prefix>-kernel`, with one flag."""
    return tuple(Option((f"--{prefix}-{each.flags[0].removeprefix('--')}",),
                        {**each.settings, "dest": f"{prefix}_{each.dest}"}) for each in table)
