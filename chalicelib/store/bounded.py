"""Calls that never take longer than they may.

Socket time-outs do not cover a name server that is silent, or an answer that drips in byte
by byte. So a call that a visitor waits for runs in another thread, and when its time is
over the visitor goes on without it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TypeVar

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


class Bounded:
    """Runs calls in a few threads, and waits for each as long as its budget lasts."""

    def __init__(self, breaker: Breaker, threads: int) -> None:
        self._breaker = breaker
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="store")

    def call(self, work: Callable[[], T], budget: Budget) -> T:
        """What `work` answers or raises; `StoreUnavailable` when the budget ends first.

        Work that had begun by then may still be done, so it has to be safe to repeat.
        """
        self._breaker.check()
        seconds = budget.left()
        if not seconds:
            raise StoreUnavailable("no time left to ask the store")
        future = self._pool.submit(work)
        if not wait([future], seconds).done:
            future.cancel()
            self._breaker.trip()
            raise StoreUnavailable(f"the store did not answer within {seconds:.2f} s")
        return future.result()

    def close(self) -> None:
        """Lets go of the threads without waiting for the calls that hang."""
        self._pool.shutdown(wait=False, cancel_futures=True)
