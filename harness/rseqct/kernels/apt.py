# SPDX-License-Identifier: MIT
"""A private apt root: verified indexes and downloads for any architecture, without touching the host.

Everything that apt reads or writes is below one directory of the cache. Only the settings for the network (Acquire::…,
such as proxies) come from the host. apt verifies each index with the archive's signature, and each package with its
index (apt-secure(8)); nothing here disables that."""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from rseqct.errors import RseqctError
from rseqct.kernels.archive import Source
from rseqct.support.files import write_atomically

_COMPLAINT = re.compile(r"^[EW]: *(.*)", re.MULTILINE)
_PROGRESS = re.compile(r"dlstatus:\d+:([0-9.]+):")
_HELPER = "/usr/lib/apt/apt-helper"
_CONTINUED = "Some index files failed to download"
_FULL = "No space left on device"
_GONE = re.compile(r"\b404\b|File not found")
# apt's messages for an archive that does not answer at all. Its other suites are skipped: each would cost a time-out.
_UNREACHABLE = re.compile(r"(?i)could not (connect|resolve)|temporary failure|timed? ?out|connection failed|"
                          r"unable to connect|unreachable")

Progress = Callable[[float], None]      # takes a percentage


class DownloadFailed(RseqctError):
    """A package could not be downloaded; the message is apt's own."""


class PackageGone(DownloadFailed):
    """The archive no longer has a package that its index lists."""


class AptRoot:
    """apt with a directory of its own. `architecture` is Debian's name, such as "arm64"."""

    def __init__(self, directory: Path, architecture: str, sources: Sequence[Source], keyring: Path) -> None:
        self.directory = directory.absolute()
        self.architecture = architecture
        self._sources = list(sources)
        self._keyring = keyring
        self._prepared = False

    def update(self) -> list[str]:
        """Fetches the index of each suite. One suite at a time, because apt stops at the first missing one.

        Returns apt's messages about unavailable suites. Raises RseqctError if no suite is available, even if older
        indexes are cached."""
        self._prepare()
        complaints: list[str] = []
        silent: set[str] = set()      # the archives that do not answer
        fetched = 0
        for source in self._sources:
            if source.uri in silent:
                continue
            said = self._update(source)
            complaints += said
            fetched += not said
            if said and _UNREACHABLE.search(said[0]):
                silent.add(source.uri)
        if not fetched or not self.indexes():
            reason = complaints[0] if complaints else "it holds none for this architecture"
            date = self.date()
            raise RseqctError(f"no index of Debian's archive is available: {reason}" + (
                f"; the indexes of {date} are cached: leave out --update to use them" if date else ""))
        return complaints

    def date(self) -> str | None:
        """The day on which the newest index was fetched, as YYYY-MM-DD; None if there is no index."""
        marks = [index.stat().st_ctime for _, index in self.indexes()]
        return time.strftime("%Y-%m-%d", time.localtime(max(marks))) if marks else None

    def indexes(self) -> list[tuple[str, Path]]:
        """The cached indexes: suite and file. apt puts only verified ones there, named by their address with "_" for
        "/"."""
        name = re.compile(rf".*_dists_([^_]+)_main_binary-{self.architecture}_Packages(\.[a-z0-9]+)?")
        directory = self.directory / "lists"
        matches = [name.fullmatch(entry.name) for entry in directory.iterdir()] if directory.is_dir() else []
        return sorted((match[1], directory / match[0]) for match in matches if match)

    def read(self, index: Path) -> bytes:
        """An index's text, whatever its compression; raises RseqctError."""
        done = subprocess.run([_HELPER, "cat-file", str(index)], capture_output=True,
                              env=self._environment())
        if done.returncode:
            raise RseqctError(f"{index}: {done.stderr.decode(errors='replace').strip()}")
        return done.stdout

    def download(self, suite: str, filename: str, sha256: str, progress: Progress | None = None) -> Path:
        """Downloads one package, or the rest of an interrupted download; returns its file.

        apt compares it with the checksum, which comes from a verified index. Raises DownloadFailed in one line, or its
        subclass PackageGone. A partial file is kept, unless the disk is full."""
        self._prepare()
        uri = next((source.uri for source in self._sources if source.suite == suite), None)
        if uri is None:
            raise DownloadFailed(f"no known archive holds {suite}")
        target = self.directory / "archives" / filename.rpartition("/")[2]
        reader, writer = os.pipe()
        with subprocess.Popen(
                [_HELPER, "download-file", "-o", f"APT::Status-Fd={writer}", f"{uri}/{filename}", target,
                 f"SHA256:{sha256}"], env=self._environment(), pass_fds=[writer], stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8", errors="replace") as process:
            os.close(writer)
            try:
                with open(reader, encoding="utf-8", errors="replace") as lines:
                    for line in lines:
                        match = _PROGRESS.match(line)
                        if match and progress:
                            progress(float(match[1]))
                assert process.stderr is not None
                complaints = _COMPLAINT.findall(process.stderr.read())
            except BaseException:
                process.terminate()      # or it would first download everything
                raise
        if any(_FULL in line for line in complaints):
            target.unlink(missing_ok=True)
            raise DownloadFailed(f"{target.parent}: {_FULL}; set XDG_CACHE_HOME to another directory")
        if process.returncode and any(_GONE.search(line) for line in complaints):
            raise PackageGone("the archive no longer holds it; `rseqct kernels list --update` shows what it holds now")
        if process.returncode or not target.exists():
            raise DownloadFailed(complaints[0] if complaints else f"apt: exit status {process.returncode}")
        return target

    def _update(self, source: Source) -> list[str]:
        path = self.directory / "sources.list"
        options = f"arch={self.architecture} signed-by={self._keyring} check-valid-until=no"
        write_atomically(path, f"deb [{options}] {source.uri} {source.suite} main\n")
        done = subprocess.run(
            ["apt-get", "update", "-q", "-o", "APT::Update::Error-Mode=any",
             "-o", "APT::Get::List-Cleanup=false", "-o", "pkgCacheFile::Generate=false"],
            capture_output=True, encoding="utf-8", errors="replace", env=self._environment(), stdin=subprocess.DEVNULL)
        if done.returncode == 0:
            return []
        said = [line for line in _COMPLAINT.findall(done.stderr) if not line.startswith(_CONTINUED)]
        return [f"{source.suite}: {said[0] if said else f'apt-get update: exit status {done.returncode}'}"]

    def _environment(self) -> dict[str, str]:
        return {**os.environ, "APT_CONFIG": str(self.directory / "apt.conf"), "LC_ALL": "C.UTF-8"}

    def _prepare(self) -> None:
        """Writes apt's configuration, without the host's actions after an update or a download."""
        if self._prepared:
            return
        here = self.directory
        if not self._keyring.exists():
            raise RseqctError(f"{self._keyring} is missing; install debian-archive-keyring")
        try:
            for name in ("lists/partial", "archives/partial"):
                (here / name).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise RseqctError(f"{here}: cannot be written: {error.strerror}") from None
        write_atomically(here / "status", "")
        nothing = "/dev/null"
        settings = {
            "Dir::Etc::main": nothing, "Dir::Etc::parts": nothing, "Dir::Etc::sourceparts": nothing,
            "Dir::Etc::trusted": nothing, "Dir::Etc::trustedparts": nothing,
            "Dir::Etc::preferences": nothing, "Dir::Etc::preferencesparts": nothing,
            "Dir::Etc::sourcelist": f"{here}/sources.list", "Dir::State": f"{here}/",
            "Dir::State::lists": f"{here}/lists/", "Dir::State::status": f"{here}/status",
            "Dir::Cache": f"{here}/", "Dir::Cache::archives": f"{here}/archives/",
            "Dir::Cache::srcpkgcache": "", "Dir::Cache::pkgcache": "",
            "APT::Architecture": self.architecture, "APT::Sandbox::User": "",
            "APT::Get::AllowUnauthenticated": "false", "Acquire::AllowInsecureRepositories": "false",
            "Acquire::AllowWeakRepositories": "false",
            "Acquire::AllowDowngradeToInsecureRepositories": "false", "Acquire::Languages": "none",
            "Acquire::PDiffs": "false", "Acquire::Retries": "2", "Acquire::http::Timeout": "30",
            "Acquire::https::Timeout": "30",
        }
        lines = [*network_settings(), *(f'{name} "{value}";' for name, value in settings.items()),
                 "#clear APT::Architectures;", f'APT::Architectures {{ "{self.architecture}"; }};']
        write_atomically(here / "apt.conf", "\n".join(lines) + "\n")
        self._prepared = True


def network_settings() -> list[str]:
    """The lines of the host's apt configuration that say how to reach an archive (Acquire::…); raises RseqctError."""
    try:
        done = subprocess.run(["apt-config", "dump"], check=True, capture_output=True,
                              encoding="utf-8", errors="replace")
    except (OSError, subprocess.CalledProcessError) as error:
        raise RseqctError(f"apt-config dump: {error}") from None
    return [line for line in done.stdout.splitlines() if line.startswith("Acquire::")
            and not line.startswith(("Acquire::IndexTargets", "Acquire::Languages"))]
