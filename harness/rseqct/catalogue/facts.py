# SPDX-License-Identifier: MIT
"""Facts about the kernel under test, from the two events that the executor's probe sends (docs/formats.md)."""

from __future__ import annotations

import base64
import binascii
import functools
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rseqct.catalogue.versions import Release
from rseqct.errors import RseqctError

_DISTRIBUTIONS = re.compile(
    r"\b(debian|ubuntu|fedora|red ?hat|centos|almalinux|rocky|suse|arch ?linux|gentoo|alpine|amzn|oracle)\b",
    re.IGNORECASE)
_DEBIAN_UPSTREAM = re.compile(r"\bDebian (?:\d+:)?(\d+\.\d+(?:\.\d+)?(?:[~-]rc\d+)?)")
_BOOLEAN = re.compile(r"(e|y|t|1|on)|d|n|f|0|of", re.IGNORECASE)        # kstrtobool() in lib/kstrtox.c
# uname -m is too specific for 32-bit x86 and Arm. For MIPS it lacks the byte order; the only port is little-endian.
_ARCHES = (("i386", r"i[3-6]86"), ("arm", r"arm.*"), ("mips64el", r"mips64"))


@dataclass(frozen=True)
class Facts:
    """The facts about one kernel. `event` and `config_event` are the probe's events, and all that results store.

    `as_release` is the release of --as, if it was given."""

    event: Mapping[str, Any]
    config_event: Mapping[str, Any] | None = None
    as_release: str | None = field(default=None)

    @staticmethod
    def of(event: Mapping[str, Any], config_event: Mapping[str, Any] | None = None,
           as_release: str | None = None) -> Facts:
        """Checks the probe's events; raises RseqctError if they do not have the expected form."""
        for key, kind in _SHAPE.items():
            if not isinstance(event.get(key), kind):
                raise RseqctError(f"facts: '{key}' is missing or not of type {kind.__name__}; build again")
        facts = Facts(event, config_event, as_release)
        for text in filter(None, (as_release, facts.release)):
            try:
                Release.parse(text)
            except ValueError as error:
                raise RseqctError(f"facts: {error}; judge it by another with --as RELEASE") from None
        if config_event is not None:
            facts.config_text()
        return facts

    @property
    def release(self) -> str:
        """The kernel's own release, as `uname -r` prints it."""
        return str(self.event["release"])

    @functools.cached_property
    def judged_as(self) -> Release:
        """The release whose promises count: that of --as, else the upstream release that a distribution names, else its
        own."""
        if self.as_release:
            return Release.parse(self.as_release)
        own = Release.parse(self.release)
        upstream = _DEBIAN_UPSTREAM.search(self.version)
        if upstream is not None and Release.parse(upstream[1]).series == own.series:
            return Release.parse(upstream[1])
        return own

    @property
    def version(self) -> str:
        """The version string of `uname -v`, in which distributions put their names."""
        return str(self.event["version"])

    @property
    def distribution(self) -> bool:
        """True for a distribution's kernel. It has backports, so a bug may be fixed in it before the upstream
        release."""
        return not Release.parse(self.release).is_plain or bool(_DISTRIBUTIONS.search(self.version))

    @functools.cached_property
    def arch(self) -> str:
        """The architecture, by its name in `arch/`."""
        machine = str(self.event["machine"])
        return next((name for name, pattern in _ARCHES if re.fullmatch(pattern, machine)), machine)

    @property
    def cpus_allowed(self) -> int | None:
        """The number of CPUs that the cases may run on; None if unknown."""
        return self._count(self.event["cpus"].get("allowed"))

    @property
    def nodes(self) -> int | None:
        """The number of NUMA nodes; None if unknown."""
        return self._count(self.event.get("nodes"))

    @property
    def guest(self) -> bool:
        """True if the kernel ran in a guest that the runner booted."""
        return "accelerator" in self.event

    @property
    def emulated(self) -> bool:
        """True if the kernel ran in a guest with emulated CPUs (TCG)."""
        return self.event.get("accelerator") == "tcg"

    @property
    def root(self) -> bool | None:
        """Whether the cases ran as root; None if unknown."""
        value = self.event.get("root")
        return value if isinstance(value, bool) else None

    @functools.cached_property
    def features(self) -> frozenset[str]:
        """The features that the probe found."""
        return frozenset(map(str, self.event["features"]))

    @property
    def debug(self) -> bool | None:
        """Whether the kernel checks how user space uses rseq: as probed, else by boot parameter and configuration."""
        value = self.event.get("rseq_debug")
        if isinstance(value, bool):
            return value
        booted = self.switched("rseq_debug")
        if booted is not None:
            return booted
        known = [self.configured("DEBUG_RSEQ"), self.configured("RSEQ_DEBUG_DEFAULT_ENABLE")]
        return None if None in known else any(known)

    def switched(self, parameter: str) -> bool | None:
        """The value of a boolean boot parameter; None if it is absent or not a boolean to the kernel."""
        words = re.findall(rf"(?:^|\s){re.escape(parameter)}=(\S*)", str(self.event.get("cmdline", "")))
        for word in filter(None, map(_BOOLEAN.match, reversed(words))):
            return word[1] is not None
        return None

    @functools.cached_property
    def config(self) -> dict[str, str] | None:
        """The kernel's configuration, without the CONFIG_ prefix; None if it is not available."""
        if self.config_event is None:
            return None
        return dict(re.findall(r"^CONFIG_(\w+)=(.*)$", self.config_text(), re.MULTILINE))

    def config_text(self) -> str:
        """The configuration as text; raises RseqctError if it cannot be unpacked."""
        assert self.config_event is not None
        encoding = self.config_event.get("encoding")
        if encoding == "text":      # in recorded results
            return str(self.config_event.get("data"))
        try:
            data = base64.b64decode(str(self.config_event.get("data")), validate=True)
            if encoding == "gzip+base64":
                data = zlib.decompress(data, wbits=31)
            elif encoding != "base64":
                raise ValueError(f"unknown encoding {encoding!r}")
        except (binascii.Error, zlib.error, ValueError) as error:
            raise RseqctError(f"facts: the kernel configuration cannot be unpacked: {error}") from None
        return data.decode("utf-8", "replace")

    def configured(self, name: str) -> bool | None:
        """Whether CONFIG_<name> is y or m; None if the configuration, or this option of it, is unknown.

        CONFIG_RSEQ is y if the probe found that rseq(2) works, whatever is known of the configuration."""
        if name == "RSEQ" and "rseq" in self.features:
            return True
        if self.config is None or self.config_event is None:
            return None
        if self.config_event.get("partial") and name not in self.config and \
                f"# CONFIG_{name} is not set\n" not in self.config_text():
            return None
        return self.config.get(name) in ("y", "m")

    def to_json(self) -> dict[str, Any]:
        """The facts as results.json stores them."""
        return {"event": dict(self.event), "config": dict(self.config_event) if self.config_event else None,
                "as": self.as_release}

    @staticmethod
    def from_json(value: Any) -> Facts:
        """Reads the output of to_json; raises RseqctError."""
        if not isinstance(value, dict) or not isinstance(value.get("event"), dict):
            raise RseqctError("facts: not what results.json holds")
        return Facts.of(value["event"], value.get("config"), value.get("as"))

    @staticmethod
    def _count(value: object) -> int | None:
        return value if isinstance(value, int) and value > 0 else None


_SHAPE = {"release": str, "version": str, "machine": str, "cpus": dict, "features": list}
