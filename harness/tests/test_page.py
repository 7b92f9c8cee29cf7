# SPDX-License-Identifier: MIT
"""The matrix in a real browser: what a reader gets of it, not what its source says."""

from __future__ import annotations

import json
import os
import re
import shutil
import struct
import subprocess
import zlib
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from conftest import PROMISE
from test_compare import Load, record, whole

from rseqct.judging.verdicts import Verdict
from rseqct.reports import matrix, page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on PATH; Debian: apt install chromium")


class Dom(HTMLParser):
    """The elements of a document, as (tag, attributes)."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.feed(text)

    def all(self, tag: str) -> list[dict[str, str]]:
        """The attributes of each element with this tag."""
        return [attributes for name, attributes in self.elements if name == tag]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))


def browse(path: Path, fragment: str = "", *words: str) -> subprocess.CompletedProcess[str]:
    """Opens the page in a browser of its own, which can reach nothing; returns what it says."""
    assert CHROMIUM is not None
    home = path.parent / "home"
    return subprocess.run(
        [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
         "--disable-sync", "--disable-background-networking", "--disable-component-update",
         f"--user-data-dir={home}", "--host-resolver-rules=MAP * ~NOTFOUND", "--virtual-time-budget=2000",
         "--window-size=1000,700", *words, f"{path.as_uri()}{fragment}"],
        capture_output=True, text=True, timeout=120, check=True, env={**os.environ, "HOME": str(home)})


@pytest.fixture
def made(load: Load, tmp_path: Path) -> Path:
    """A page of four kernels: a promise that broke and was fixed, and two that nothing tests."""
    expected = load(requirements__unregister=PROMISE + PROMISE.replace(".promise", ".other"),
                    requirements__auxv=PROMISE.replace("unregister.promise", "auxv.quiet"))
    verdicts = (Verdict.PASS, Verdict.FAIL, Verdict.PASS)
    kernels = [whole(f"6.{number}", record("a", verdict, reason=f"seen on 6.{number}"))
               for number, verdict in enumerate(verdicts)]
    path = tmp_path / "matrix.html"
    path.write_text(page.html(matrix.make([*kernels, whole("6.9", machine="aarch64")], expected)),
                    encoding="utf-8")
    return path


@pytest.fixture
def dom(made: Path) -> Callable[[str], tuple[Dom, str]]:
    """Gives the document after its script has run, at a fragment, and how many rows it says are shown."""
    def opened(fragment: str) -> tuple[Dom, str]:
        text = browse(made, fragment, "--dump-dom").stdout
        found = re.search(r"<output>(.*?)</output>", text)
        return Dom(text), found[1] if found else ""
    return opened


def test_rows_and_columns(dom: Callable[[str], tuple[Dom, str]]) -> None:
    document, shown = dom("")
    assert shown == "3 of 3 shown"
    scopes = [head.get("scope") for head in document.all("th")]
    assert scopes.count("row") >= 3 and scopes.count("rowgroup") == 2 and scopes.count("colgroup") == 2
    assert scopes.count("col") == 5 and None not in scopes and document.all("caption")
    rows = [row["id"] for row in document.all("tr") if "id" in row]
    assert rows == ["r-auxv.quiet", "r-unregister.promise", "r-unregister.other"]
    cells = [cell["class"].split() for cell in document.all("td") if "cell" in cell.get("class", "")]
    assert [cell[-1] for cell in cells if "broke" in cell or "fixed" in cell] == ["broke", "fixed"]
    titles = [cell["title"] for cell in document.all("td") if "title" in cell]
    assert any(title.startswith("6.1 x86_64: FAIL (broke here)\nunregister.a[x86_64]: seen on 6.1")
               for title in titles)
    links = [link["href"] for link in document.all("a")]
    targets = {attributes.get("id") for _, attributes in document.elements}
    assert links and all(link.startswith("#") and link[1:] in targets for link in links)


@pytest.mark.parametrize("fragment, shown, hidden", [
    ("#differ", 1, ["auxv"]), ("#broken", 1, ["auxv"]), ("#all", 3, []), ("#find=QUIET", 1, ["unregister"]),
    ("#find=made-up%20unregister", 2, ["auxv"]), ("#find=nosuch", 0, ["auxv", "unregister"])])
def test_filters(dom: Callable[[str], tuple[Dom, str]], fragment: str, shown: int, hidden: list[str]) -> None:
    document, said = dom(fragment)
    assert said == f"{shown} of 3 shown"
    areas = dict(zip(("auxv", "unregister"), document.all("tbody"), strict=True))
    assert [area for area, attributes in areas.items() if "hidden" in attributes] == hidden


def fetched(path: Path) -> list[str]:
    """What a page asked the network for; what the browser asks for itself has no such origin."""
    log = path.with_suffix(".netlog")
    browse(path, "", f"--log-net-log={log}", "--dump-dom")
    events = json.loads(log.read_text(encoding="utf-8"))["events"]
    asked = [event.get("params", {}) for event in events]
    return [params["url"] for params in asked if params.get("initiator") == "null"]


def test_nothing_is_fetched(made: Path, dom: Callable[[str], tuple[Dom, str]]) -> None:
    assert fetched(made) == []
    elements = dom("")[0].elements
    assert not any("src" in attributes or tag == "link" and not attributes["href"].startswith("data:")
                   for tag, attributes in elements)
    control = made.with_name("control.html")      # one that does fetch something is seen to
    control.write_text(made.read_text(encoding="utf-8") + '<img src="http://made-up.invalid/x.png">',
                       encoding="utf-8")
    assert set(fetched(control)) == {"http://made-up.invalid/x.png"}


@pytest.mark.parametrize("scheme, words", [
    ("light", ()), ("dark", ("--blink-settings=preferredColorScheme=0",))])
def test_it_is_drawn(made: Path, tmp_path: Path, scheme: str, words: tuple[str, ...]) -> None:
    picture = tmp_path / "page.png"
    browse(made, "", f"--screenshot={picture}", *words)
    png = picture.read_bytes()
    width, height, _, kind = struct.unpack_from(">IIBB", png, 16)
    raw, stride = zlib.decompress(pixels(png)), width * {2: 3, 6: 4}[kind] + 1
    assert (width, height) == (1000, 700) and len(raw) == stride * height
    lines = {raw[start + 1:start + stride] for start in range(0, len(raw), stride)}
    assert len(lines) > 100      # of a blank page all are alike
    corner = raw[1:4]            # the first pixel is stored as it is, whatever the filter
    assert (min(corner) > 200) if scheme == "light" else (max(corner) < 60)


def test_it_is_printed_on_a4_landscape(made: Path, tmp_path: Path) -> None:
    paper = tmp_path / "page.pdf"
    browse(made, "", f"--print-to-pdf={paper}", "--no-pdf-header-footer")
    boxes = re.findall(rb"/MediaBox ?\[0 0 ([0-9.]+) ([0-9.]+)\]", paper.read_bytes())
    assert boxes and {(round(float(width)), round(float(height))) for width, height in boxes} == {(842, 595)}


def pixels(png: bytes) -> bytes:
    """A picture's compressed data: that of its IDAT chunks."""
    at, data = 8, b""
    while at < len(png):
        size, name = struct.unpack_from(">I4s", png, at)
        data += png[at + 8:at + 8 + size] if name == b"IDAT" else b""
        at += size + 12
    return data
