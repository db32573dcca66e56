"""A petition platform on loopback for real processes that read it and are killed, and the judge of
the count that they keep.
"""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import threading
from collections import Counter as Bag
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from typing import Any

from bench.chaos.machine import CAMPAIGN, ROOT, Place

PETITION = "2410"
FIRST = 9_990
"""Signatures at the first question: the demo campaign's first milestone is ten more."""
PAGE = (
    f'<!DOCTYPE html><html><body><div id="initiative-{PETITION}-votes-count">'
    '<span class="progress__bar__number">{}</span></div></body></html>'
)


class Source:
    """Each question finds one signature more; one in five is refused, cut or answered oddly."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(f"{seed} platform")
        self.told: set[int] = set()
        self.answers: Bag[str] = Bag()
        self.faulty = True
        self._count = FIRST
        self._turn = threading.Lock()

    def next(self) -> tuple[int, str]:
        """The count of now, and how it is answered."""
        with self._turn:
            self._count += 1
            well = not self.faulty or self.dice.random() < 0.8
            kind = "whole" if well else self.dice.choice(("cut", "busy", "empty", "error"))
            self.answers[kind] += 1
            if kind == "whole":
                self.told.add(self._count)
            return self._count, kind


@contextmanager
def source(place: Place, seed: int) -> Iterator[Source]:
    """The platform, which stands in for every host of this place's processes while it is open."""
    made = Source(seed)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            _answer(self, *made.next())

        def log_message(self, *arguments: Any) -> None:
            """Nothing: what it is asked for is counted."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    place.env["PETITION_LOCAL"] = f"127.0.0.1:{server.server_address[1]}"
    _read_from_it(place)
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        del place.env["PETITION_LOCAL"]


def _read_from_it(place: Place) -> None:
    """The demo campaign, whose count has a source now."""
    text = (ROOT / "chalicelib" / "demo.toml").read_text("utf-8")
    read = f'source = "assemblee-nationale"\nid = "i-{PETITION}"\npoll_minutes = 1'
    file = place.folder / "campaign.toml"
    file.write_text(text.replace('source = "manual"', read), "utf-8")
    shutil.copytree(ROOT / "chalicelib" / "logos", place.folder / "logos", dirs_exist_ok=True)
    place.command("apply", str(file))


def _answer(asked: BaseHTTPRequestHandler, count: int, kind: str) -> None:
    body = PAGE.format("" if kind == "empty" else count).encode()
    status = {"busy": 503, "error": 500}.get(kind, 200)
    asked.send_response(status)
    asked.send_header("Content-Type", "text/html; charset=utf-8")
    asked.send_header("Content-Length", str(len(body)))
    asked.end_headers()
    asked.wfile.write(body[: len(body) // 2] if kind == "cut" else body)


def judged(place: Place, platform: Source) -> list[str]:
    """What the processes left of the count: each change was told, none is kept twice, and the next
    reading is taken.
    """
    platform.faulty = False
    for _ in range(2):
        # What leapt meanwhile is held, until a second reading says the same.
        place.command("signatures", "poll", CAMPAIGN, "--format", "json")
    with closing(sqlite3.connect(place.database)) as connection:
        rows = connection.execute("SELECT at, count FROM points ORDER BY at").fetchall()
        text = connection.execute("SELECT document FROM officials").fetchone()[0]
    return list(wrong(rows, json.loads(text)["count"], platform.told))


def wrong(rows: list[tuple[str, int]], shown: int | None, told: set[int]) -> Iterator[str]:
    """Each promise that the points (time, count) and the count that is shown do not keep."""
    for at, count in rows:
        if count not in told:
            yield f"{count} was believed at {at}, and never told"
    for (before, old), (at, count) in pairwise(rows):
        if count <= old:
            yield f"{count} at {at} follows {old} at {before}, and the platform's only rises"
    if shown != max(told) or not rows or rows[-1][1] != shown:
        yield f"the count is {shown}, its last change {rows[-1:]}, and {max(told)} was told last"
