"""A platform of the tests, over real HTTP, on which petitions live by the hour of a set clock."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.contract.stands import SetClock

PAGE = """<!doctype html><html lang="fr"><body><h2 class="heading2">Une pétition</h2>{archived}
<div id="initiative-{number}-progress-bar"><div id="initiative-{number}-votes-count"
 class="progress__bar progress__bar--vertical"><div class="progress__bar__title">
<span class="progress__bar__number">{count}</span><span class="progress__bar__total">/100 000</span>
<span class="progress__bar__text">SIGNATURES</span></div></div></div></body></html>"""


@dataclass
class Answered:
    """What the platform answers at a moment: a count, or a status without one.

    `bare` is a page of what is over, without a number.
    """

    count: int | None = None
    status: int = 200
    closed: bool = False
    bare: bool = False
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Life:
    """A petition's life: what is published at each moment, and who asked when."""

    clock: SetClock
    publish: Callable[[datetime], Answered]
    asked: list[datetime] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    conditional: int = 0

    def answer(self, tag: str) -> tuple[int, dict[str, str], bytes]:
        """Answers one request now."""
        self.asked.append(self.clock.now)
        now = self.publish(self.clock.now)
        if now.bare:
            return 200, now.headers, b'<html><body><div class="archive-header"></div></body></html>'
        if now.status != 200 or now.count is None:
            return now.status, now.headers, b"<html><body>Maintenance</body></html>"
        mine = f'"{now.count}-{now.closed}"'
        self.conditional += tag == mine
        if tag == mine:
            return 304, {"ETag": mine}, b""
        archived = '<div class="archive-header">Archivée</div>' if now.closed else ""
        shown = f"{now.count:,}".replace(",", " ")
        body = PAGE.format(number=2410, count=shown, archived=archived).encode()
        return 200, {"ETag": mine, "Content-Type": "text/html; charset=utf-8"} | now.headers, body


@contextmanager
def platform(life: Life) -> Iterator[str]:
    """Serves the life on loopback; yields HOST:PORT."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            life.agents.add(self.headers.get("User-Agent", ""))
            status, headers, body = life.answer(self.headers.get("If-None-Match", ""))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Nothing: the life keeps what matters."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
