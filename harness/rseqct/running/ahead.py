# SPDX-License-Identifier: MIT
"""Runs cases ahead of their report, on one or more targets at a time. A guest does not wait for the host to judge the
last case, and several guests of a kernel share its cases."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

from rseqct.cases.manifest import Case
from rseqct.errors import RseqctError
from rseqct.targets import Target

Seen = TypeVar("Seen")


class _Answer(Generic[Seen]):
    """The result of one case, once it is there."""

    def __init__(self) -> None:
        self.there = threading.Event()
        self.seen: Seen | None = None
        self.error: BaseException | None = None


class Ahead(Generic[Seen]):
    """Calls `observe` for each case, in the order of the cases, on one of the targets. Each target has its own thread,
    which also makes it, and closes it after the last case: an executor or a guest is killed with the thread that
    started it, and a killed one does not report its CPU time.

    `targets` has one function at least. If one raises RseqctError, `note` gets a line and the other targets run its
    share of the cases."""

    def __init__(self, targets: Sequence[Callable[[], Target]], observe: Callable[[Target, Case], Seen],
                 cases: Iterable[Case], note: Callable[[str], None]) -> None:
        self._observe = observe
        self._note = note
        self._answers: dict[str, _Answer[Seen]] = {}
        self._queue: SimpleQueue[Case] = SimpleQueue()
        self._stopped = threading.Event()
        self._working = len(targets)
        self._lock = threading.Lock()
        for case in cases:
            self._answers[case.key] = _Answer()
            self._queue.put(case)
        self._threads = [threading.Thread(target=self._work, args=(make,), daemon=True) for make in targets]
        for thread in self._threads:
            thread.start()

    def __contains__(self, case: Case) -> bool:
        return case.key in self._answers

    def has(self, case: Case) -> bool:
        """Whether `take` would return at once, without an error."""
        answer = self._answers.get(case.key)
        return answer is not None and answer.there.is_set() and answer.error is None

    def take(self, case: Case) -> Seen:
        """Waits for a case and returns what `observe` returned. Raises its exception; RseqctError if no target is left.
        """
        answer = self._answers[case.key]
        answer.there.wait()
        if answer.error is not None:
            raise answer.error
        assert answer.seen is not None
        return answer.seen

    def stop(self) -> None:
        """Starts no further case."""
        self._stopped.set()

    def join(self) -> None:
        """Waits for the threads. They end after the last case; after `stop`, with the case that is running."""
        for thread in self._threads:
            thread.join()

    def _work(self, make: Callable[[], Target]) -> None:
        error: BaseException | None = None
        target: Target | None = None
        try:
            target = make()
            while not self._stopped.is_set():
                case = self._queue.get_nowait()
                answer = self._answers[case.key]
                try:
                    answer.seen = self._observe(target, case)
                except BaseException as failure:
                    answer.error = failure
                answer.there.set()
        except Empty:
            return
        except RseqctError as failure:
            error = failure
            if not self._stopped.is_set():
                self._note(f"a further target could not be started: {failure}")
        finally:
            try:
                if target is not None:
                    target.close()
            finally:      # whatever came of that, nobody waits for ever
                self._left(error)

    def _left(self, error: BaseException | None) -> None:
        """Counts a thread that ends."""
        with self._lock:
            self._working -= 1
            last = self._working == 0
        if last:
            self._give_up(error)

    def _give_up(self, error: BaseException | None) -> None:
        """Ends every wait for a case, because no target is left to run it."""
        for answer in self._answers.values():
            if not answer.there.is_set():
                answer.error = error or RseqctError("the run was stopped before this case")
                answer.there.set()
