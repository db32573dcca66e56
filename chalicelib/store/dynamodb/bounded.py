"""Calls that never take longer than they may.

Socket time-outs do not cover a name server that is silent, or an answer that drips in byte
by byte. So a call that a visitor waits for runs in another thread, and when its time is
over the visitor goes on without it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any, TypeVar

from chalicelib.clock import Budget
from chalicelib.errors import StoreUnavailable

T = TypeVar("T")

REST_SECONDS = 1.0
"""How long nobody asks a store that let somebody wait in vain."""


class Breaker:
    """Remembers for a moment that the store is away, so that not everybody waits for it."""

    def __init__(
        self, seconds: float = REST_SECONDS, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._seconds = seconds
        self._monotonic = monotonic
        self._until: float | None = None

    def check(self) -> None:
        """Raises `StoreUnavailable` for a while after `trip`."""
        if self._until is not None and self._monotonic() < self._until:
            raise StoreUnavailable("the store did not answer a moment ago; not asked again yet")

    def trip(self) -> None:
        """The store let somebody wait in vain."""
        self._until = self._monotonic() + self._seconds


class Job:
    """One call: what to do, and then what came of it."""

    __slots__ = ("answer", "done", "error", "wanted", "work")

    def __init__(self, work: Callable[[], Any]) -> None:
        self.work = work
        self.wanted = True
        self.answer: Any = None
        self.error: BaseException | None = None
        self.done = Lock()
        self.done.acquire()

    def run(self) -> None:
        """Does it, unless nobody waits any more."""
        if self.wanted:
            try:
                self.answer = self.work()
            except BaseException as error:
                # Raised where it is waited for. Whoever went on without it has said why already,
                # and their visit is in the log.
                self.error = error


class Bounded:
    """Runs calls in a few threads, and waits for each as long as its budget lasts.

    Not an executor of the standard library: handing a call over costs half as much here, and
    a process that ends does not wait for calls that hang.
    """

    def __init__(self, breaker: Breaker, threads: int) -> None:
        self._breaker = breaker
        self._most = threads
        self._threads = 0
        self._unfinished = 0
        self._counting = Lock()
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()

    def call(self, work: Callable[[], T], budget: Budget) -> T:
        """What `work` answers or raises; `StoreUnavailable` when the budget ends first.

        Work that had begun by then may still be done, so it has to be safe to repeat.
        """
        self._breaker.check()
        seconds = budget.left()
        if not seconds:
            raise StoreUnavailable("no time left to ask the store")
        job = Job(work)
        self._hand_over(job)
        if not job.done.acquire(timeout=seconds):
            job.wanted = False
            self._breaker.trip()
            raise StoreUnavailable(f"the store did not answer within {seconds:.2f} s")
        if job.error is not None:
            raise job.error
        answer: T = job.answer
        return answer

    def close(self) -> None:
        """Lets go of the threads without waiting for the calls that hang."""
        with self._counting:
            for _ in range(self._threads):
                self._jobs.put(None)

    def _hand_over(self, job: Job) -> None:
        with self._counting:
            self._unfinished += 1
            if self._threads < min(self._unfinished, self._most):
                self._threads += 1
                Thread(target=self._run, name=f"store-{self._threads}", daemon=True).start()
            self._jobs.put(job)

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            job.run()
            # Before the caller goes on: their next call finds this thread free.
            with self._counting:
                self._unfinished -= 1
            job.done.release()
