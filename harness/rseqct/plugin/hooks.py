# SPDX-License-Identifier: MIT
"""pytest's hookimpl, with types that every version of pluggy and mypy agrees with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import pytest

_Function = TypeVar("_Function", bound=Callable[..., Any])


def hook(**options: bool) -> Callable[[_Function], _Function]:
    """Marks a hook implementation: tryfirst, trylast, hookwrapper, optionalhook."""
    return cast(Callable[[_Function], _Function], cast(Any, pytest.hookimpl)(**options))
