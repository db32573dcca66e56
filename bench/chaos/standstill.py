"""Whether the machine itself stood still meanwhile.

A redirect has a second, by the clock on the wall. Where machines are shared, or put to sleep, that
second may pass without anybody doing anything. It is reported like any other late redirect; what
is found here stands beside it, so that who reads the report knows which of the two it was.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Self

TICK_SECONDS = 0.05
LONG_SECONDS = 0.5


class Standstills:
    """Looks at the clock all the time, from a thread that does nothing else, while it is open.

    `pause` waits so many seconds, and answers whether this is the end.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], bool] | None = None,
    ) -> None:
        self.seconds: list[float] = []
        self._over = threading.Event()
        self._clock = clock
        self._pause = pause or self._over.wait
        self._thread = threading.Thread(target=self.watch, name="standstills", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self._over.set()
        self._thread.join()

    def watch(self) -> None:
        """Keeps how long each pause took that was long."""
        before = self._clock()
        while not self._pause(TICK_SECONDS):
            now = self._clock()
            if now - before > LONG_SECONDS:
                self.seconds.append(round(now - before, 2))
            before = now

    def __str__(self) -> str:
        most = f", {max(self.seconds)} s at most" if self.seconds else ""
        return f"the machine stood still for over {LONG_SECONDS} s: {len(self.seconds)} times{most}"
