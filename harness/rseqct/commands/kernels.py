# SPDX-License-Identifier: MIT
"""`rseqct kernels list | fetch | show | libraries | emulator | source | build | prune`."""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from rseqct.errors import Exit, RseqctError
from rseqct.kernels import emulator, libraries, source
from rseqct.kernels.build import KernelTree, read_options
from rseqct.kernels.index import Kernel
from rseqct.kernels.known import fleet
from rseqct.kernels.names import DebianName, debian_arch, our_arch
from rseqct.kernels.store import CachedKernel, Store
from rseqct.machines.machine import Abi, Machine
from rseqct.support.cache import cache_directory, human, size_of
from rseqct.support.places import shown, source_directory
from rseqct.support.quantities import positive
from rseqct.support.tools import need

_ROW = "{:<32} {:<11} {:<18} {:>9}  {}"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The sub-subcommands."""
    def alone(_: argparse.Namespace) -> int:
        parser.print_help()
        return Exit.USAGE

    parser.set_defaults(command=alone)
    actions = parser.add_subparsers(metavar="ACTION")

    def add(name: str, action: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        sub = actions.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".",
                                 allow_abbrev=False)
        sub.set_defaults(command=action)
        return sub

    sub = add("list", _list, "list the kernels of Debian's archive and which of them are cached")
    sub.add_argument("--arch", action="append", default=[], metavar="ARCH",
                     help="architecture, such as aarch64 or arm64 (default: this machine's)")
    sub.add_argument("--cached", action="store_true", help="only the cached kernels, of every architecture")
    sub.add_argument("--update", action="store_true", help="update the archive's indexes first")
    sub = add("fetch", _fetch, "fetch kernels into the cache")
    sub.add_argument("names", nargs="*", metavar="NAME", help="7.3, 6.12.57, 7.3-rt, 7.3-arm64-16k, =7.3-s390x, …")
    sub.add_argument("--arch", metavar="ARCH", help="architecture (default: as in the name, else this machine's)")
    sub.add_argument("--fleet", metavar="FLEET",
                     help="the kernels of a fleet of expected/kernels.toml; all: of the whole file")
    sub.add_argument("--dry-run", action="store_true", help="show what would be fetched, and its size")
    sub.add_argument("--update", action="store_true", help="update the archive's indexes first")
    sub = add("show", _show, "show what is known about a kernel")
    sub.add_argument("name", metavar="NAME", help="a kernel, named as for fetch")
    sub.add_argument("--arch", metavar="ARCH", help="architecture (default: as in the name, else this machine's)")
    sub = add("libraries", _libraries, "fetch the run-time libraries of another architecture, for guests")
    sub.add_argument("arch", metavar="ARCH", help="architecture, such as aarch64 or arm64")
    sub = add("emulator", _emulator, "fetch a newer QEMU for an architecture that needs one")
    sub.add_argument("arch", metavar="ARCH", help="architecture, such as aarch64 or arm64")
    sub = add("source", _source,
              "fetch and unpack the source of a kernel (Debian's package linux-source-…); print its path")
    sub.add_argument("name", metavar="NAME", help="release, such as 7.3 or 6.12.118")
    sub.add_argument("--dry-run", action="store_true", help="show what would be fetched, and its size")
    sub = add("build", _build, "build a kernel for guests from a source tree")
    sub.add_argument("tree", type=Path, metavar="TREE", help="source tree; it is not changed")
    sub.add_argument("--arch", default=platform.machine(), metavar="ARCH",
                     help="architecture (default: this machine's)")
    sub.add_argument("--with", dest="options", action="append", default=[], metavar="OPTION[=VALUE]",
                     help="configuration option to set, such as RSEQ_SLICE_EXTENSION, or DEBUG_RSEQ=n")
    sub.add_argument("--output", type=Path, metavar="DIR", help="where to build (default: in the cache)")
    sub.add_argument("--jobs", type=positive, default=os.cpu_count() or 1, metavar="N",
                     help="parallel jobs of make (default: as many as CPUs)")
    sub = add("prune", _prune, "remove kernels and other files from the cache")
    sub.add_argument("names", nargs="*", metavar="NAME", help="cached kernels (default: those that no fleet names)")
    sub.add_argument("--all", action="store_true", help="remove the whole cache, with apt's indexes")
    sub.add_argument("--dry-run", action="store_true", help="show what would be removed")


def _list(arguments: argparse.Namespace) -> int:
    store = Store()
    cached = {kernel.release: kernel for kernel in store.cached()}
    if arguments.cached:
        for here in cached.values():
            print(_ROW.format(here.release, here.arch, here.suite, human(size_of(here.directory)), "cached"))
        return Exit.OK
    for arch in arguments.arch or [DebianName.parse("7.0").arch]:
        known, complaints = store.available(arch, arguments.update)
        if not arguments.update and not complaints:
            date = store.root(debian_arch(arch)).date()
            complaints = [f"from the indexes of {date}; --update fetches new ones"]
        for complaint in complaints:
            print(f"rseqct: {complaint}", file=sys.stderr)
        for kernel in known:
            print(_ROW.format(kernel.release, kernel.arch, kernel.image.suite, human(kernel.size),
                              "cached" if kernel.release in cached else "").rstrip())
    return Exit.OK


def _fetch(arguments: argparse.Namespace) -> int:
    store = Store()
    names = [DebianName.parse(name.removeprefix("debian:"), arguments.arch) for name in arguments.names]
    if arguments.fleet:
        names += [DebianName.parse(f"={release}", arch) for release, arch in fleet(arguments.fleet)]
    if not names:
        raise RseqctError("nothing to fetch; name a kernel or a --fleet", Exit.USAGE)
    if arguments.update:
        for arch in sorted({name.arch for name in names}):
            store.available(arch, update=True)
    found = [store.find(name) for name in names]
    missing = {kernel.release: kernel for here, kernel in found if here is None and kernel is not None}
    for here in {here.release: here for here, _ in found if here is not None}.values():
        print(f"{here.release}: cached already ({here.directory})")
    for number, kernel in enumerate(missing.values(), 1):
        title = f"[{number}/{len(missing)}] {kernel.release}: {kernel.image.name} {human(kernel.size)}, " \
                f"{kernel.image.suite}"
        if arguments.dry_run:
            print(f"{title}: would be fetched")
            continue
        fetched = store.fetch(kernel, Ticker(title))
        print(f"\r{title}: {fetched.directory}", flush=True)
    if missing:
        total = human(sum(kernel.size for kernel in missing.values()))
        print(f"{len(missing)} kernels, {total}" + (": nothing fetched (--dry-run)" * arguments.dry_run))
    return Exit.OK


def _show(arguments: argparse.Namespace) -> int:
    here, known = Store().find(DebianName.parse(arguments.name.removeprefix("debian:"), arguments.arch))
    for key, value in _facts(here, known):
        print(f"{key:<13} {value}")
    return Exit.OK


def _facts(here: CachedKernel | None, known: Kernel | None) -> Iterator[tuple[str, str]]:
    either = here or known
    assert either is not None
    yield "release", either.release
    yield "linux", str(either.upstream)
    yield "arch", either.arch
    if known is not None:
        image = known.image
        yield "package", f"{image.name} {image.version} ({image.suite}, {human(image.size)})"
        yield "sha256", image.sha256
        yield "configuration", known.config.name if known.config else "not in the archive's indexes"
    elif here is not None:
        yield "package", f"{here.package} {here.version} ({here.suite})"
    yield "cached", f"{here.directory} ({human(size_of(here.directory))})" if here else "no"
    if here is not None:
        yield "config file", str(here.config or "none")


def _libraries(arguments: argparse.Namespace) -> int:
    unpacked = Abi.read(our_arch(arguments.arch), source_directory()).unpacked
    print(libraries.fetch(cache_directory(), arguments.arch, whole=unpacked))
    return Exit.OK


def _emulator(arguments: argparse.Namespace) -> int:
    print(emulator.fetch(cache_directory(), Machine.read(our_arch(arguments.arch), source_directory())))
    return Exit.OK


def _source(arguments: argparse.Namespace) -> int:
    if not arguments.dry_run:
        need("tar", "xz")
    store = Store()
    debian = debian_arch(our_arch(platform.machine()))
    store.available(debian)      # the indexes
    root = store.root(debian)
    package = source.find(root, arguments.name.removeprefix("debian:"))
    title = f"{package.name} {package.version} {human(package.size)}, {package.suite}"
    if arguments.dry_run:
        print(f"{title}: would be fetched")
    else:
        print(source.fetch(store, root, package, Ticker(title)))
    return Exit.OK


def _build(arguments: argparse.Namespace) -> int:
    arch = our_arch(arguments.arch)
    tree = arguments.tree.absolute()
    output = (arguments.output or cache_directory() / "builds" / f"{tree.name}-{arch}").absolute()
    kernel = KernelTree(tree, output, Machine.read(arch, source_directory()), source_directory())
    options = read_options(arguments.options)
    output.mkdir(parents=True, exist_ok=True)
    log = output / "build.log"
    log.write_bytes(b"")
    kernel.check_source()
    kernel.need()
    for name, value in kernel.configure(options, log).items():
        raise RseqctError(f"{tree}: CONFIG_{name} stays {value}; this tree does not set it to {options[name]}",
                          Exit.USAGE)
    print(f"building in {shown(output)}; the progress is in {shown(log)}", flush=True)
    print(f"built {shown(kernel.build(arguments.jobs, log))}; boot it: rseqct run --kernel tree:{shown(output)}")
    return Exit.OK


def _prune(arguments: argparse.Namespace) -> int:
    store = Store()
    if arguments.all:
        doomed = [store.directory]
    elif arguments.names:
        by_release = {kernel.release: kernel.directory for kernel in store.cached()}
        names = [name.removeprefix("debian:").removeprefix("=") for name in arguments.names]
        unknown = [name for name in names if name not in by_release]
        if unknown:
            raise RseqctError(f"{unknown[0]} is not cached; `rseqct kernels list --cached` shows the cached kernels",
                              Exit.USAGE)
        doomed = [by_release[name] for name in names]
    else:
        wanted = {release for release, _ in fleet("all")}
        doomed = [kernel.directory for kernel in store.cached() if kernel.release not in wanted]
        doomed += [path for pattern in ("apt/*/archives/*.deb", "apt/*/archives/partial/*", "initramfs/*")
                   for path in store.directory.glob(pattern)]
    sizes = [(path, size_of(path)) for path in doomed if path.exists()]
    for path, size in sizes:
        print(f"{human(size):>9}  {path}")
        if not arguments.dry_run:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    freed = human(sum(size for _, size in sizes)) if sizes else "nothing"
    print(f"{freed} {'would be removed' if arguments.dry_run else 'removed'}")
    return Exit.OK


class Ticker:
    """Shows the progress of a download, on a terminal only."""

    def __init__(self, title: str) -> None:
        self._title = title

    def __call__(self, percent: float) -> None:
        if sys.stdout.isatty():
            print(f"\r{self._title}: {percent:3.0f} %", end="", flush=True)
