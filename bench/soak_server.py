"""The local server over a store of which one operation in a hundred fails, before or after.

    python -m bench.soak_server SEED SHARE

Prints what `serve` prints. The failures are drawn by a seed, from the operations that a redirect,
a page and the housekeeping ask for.
"""

from __future__ import annotations

import random
import signal
import sys
import threading
from dataclasses import replace
from typing import Any, cast

from chalicelib import wiring
from chalicelib.config import Settings
from chalicelib.errors import StoreUnavailable
from chalicelib.local.server import keep_on, open_server


class Unsteady:
    """A store of which a share of all calls fails, half of them after they took effect."""

    def __init__(self, store: Any, seed: int, share: float) -> None:
        self._store = store
        self._dice = random.Random(seed)
        self._share = share
        self._drawing = threading.Lock()

    def __getattr__(self, name: str) -> Any:
        operation = getattr(self._store, name)
        if not callable(operation) or name in ("close", "steady"):
            return operation

        def call(*arguments: Any, **named: Any) -> Any:
            with self._drawing:
                drawn = self._dice.random()
            if drawn < self._share / 2:
                raise StoreUnavailable("made to fail before")
            answer = operation(*arguments, **named)
            if drawn < self._share:
                raise StoreUnavailable("made to fail after")
            return answer

        return call


def main(seed: int, share: float) -> None:
    """Serves until SIGTERM."""
    house = wiring.build(Settings.from_env())
    unsteady = cast(wiring.Store, Unsteady(house.store, seed, share))
    wiring.use(replace(house, store=unsteady))
    server = open_server("127.0.0.1", 0)
    port = server.getsockname()[1]
    stopping = threading.Event()
    threading.Thread(target=keep_on, args=(wiring.house(), stopping), daemon=True).start()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    house.log(f'{{"event":"serving","address":"http://127.0.0.1:{port}"}}')
    try:
        server.run()
    finally:
        stopping.set()
        house.store.close()


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
