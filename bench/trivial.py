"""The least that a WSGI application can do, under the server that serves Porte-voix.

`python -m bench.trivial PORT`: what the machine and Waitress cost when nothing is counted.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable
from typing import Any

from waitress.server import create_server

from chalicelib.local.server import MOST_CONNECTIONS, THREADS


def application(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    """Sends everybody to the same place."""
    start("302 Found", [("Location", "https://example.org/"), ("Content-Length", "0")])
    return [b""]


if __name__ == "__main__":
    # As `serve` does: a line for every request that waits would be most of what it costs.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    create_server(
        application,
        host="127.0.0.1",
        port=int(sys.argv[1]),
        threads=THREADS,
        connection_limit=MOST_CONNECTIONS,
    ).run()
