# SPDX-License-Identifier: MIT
"""The address of Debian's archive, from this host's own apt configuration; no address is built in."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from rseqct.errors import Exit, RseqctError

# The suites with kernels, oldest first. A mirror may lack some, because Debian moves old suites to another archive.
SUITES = ("bullseye", "bookworm", "bookworm-backports", "trixie", "trixie-backports", "forky", "sid",
          "experimental")
RELEASES = ("bullseye", "bookworm", "trixie", "forky", "sid")
SECURITY_SUITES = ("bullseye-security", "bookworm-security", "trixie-security")

KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")      # in the package debian-archive-keyring


@dataclass(frozen=True)
class Source:
    """One suite, and the address of the archive that has it."""

    uri: str
    suite: str


@dataclass(frozen=True)
class Archive:
    """Debian's archive and, if this host knows it, the archive of security updates."""

    uri: str
    security_uri: str = ""
    keyring: Path = KEYRING
    codename: str = ""      # of the Debian release that this host runs; empty if apt does not say it

    def sources(self) -> list[Source]:
        """Every suite that may have kernels."""
        security = SECURITY_SUITES if self.security_uri else ()
        return [*(Source(self.uri, suite) for suite in SUITES),
                *(Source(self.security_uri, suite) for suite in security)]


def find() -> Archive:
    """The archive in this host's apt configuration, unless RSEQCT_ARCHIVE and RSEQCT_SECURITY_ARCHIVE override it.

    Raises RseqctError if apt does not know an archive of Debian, or if the keyring for its signatures is missing."""
    uri, security, codename = "", "", ""
    for line in _targets():
        origin, label, repository, name, suite = (line.split("|") + [""] * 5)[:5]
        path = repository.rstrip("/").rpartition("/")[2]
        if label == "Debian-Security" or (not label and path == "debian-security"):
            security = security or repository
        elif (origin, label) == ("Debian", "Debian") or (not origin and path == "debian"):
            uri = uri or repository
            release = name or suite
            codename = codename or ("" if "-" in release else release)
    uri = os.environ.get("RSEQCT_ARCHIVE") or uri
    security = os.environ.get("RSEQCT_SECURITY_ARCHIVE") or security
    if not uri:
        raise RseqctError("this machine's apt configuration names no archive of Debian's; set RSEQCT_ARCHIVE "
                          "to the address of a mirror", Exit.USAGE)
    if not KEYRING.exists():
        raise RseqctError(f"{KEYRING} is missing, so no signature can be checked; "
                          "install debian-archive-keyring", Exit.USAGE)
    return Archive(uri.rstrip("/"), security.rstrip("/"), codename=codename)


def _targets() -> list[str]:
    """The index targets of the host's apt, each as "origin|label|address|codename|suite"."""
    try:
        done = subprocess.run(
            ["apt-get", "indextargets", "--format", "$(ORIGIN)|$(LABEL)|$(REPO_URI)|$(CODENAME)|$(RELEASE)",
             "Created-By: Packages"], capture_output=True, encoding="utf-8", errors="replace", check=True)
    except FileNotFoundError:
        raise RseqctError("apt-get is not on this machine; Debian's kernels are fetched with it", Exit.USAGE) from None
    except subprocess.CalledProcessError as error:
        raise RseqctError(f"apt-get indextargets failed: {error.stderr.strip()}") from None
    return done.stdout.splitlines()
