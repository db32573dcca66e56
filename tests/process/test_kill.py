"""`kill -9` on servers and commands: what a page and a board show afterwards is what was kept."""

from __future__ import annotations

import contextlib
import http.client
import json
import sqlite3
import subprocess
import sys
import threading
import uuid
from collections import Counter
from datetime import UTC, datetime
from typing import Any

from chalicelib.visits.model import Visit
from chalicelib.visits.record import deferred_line
from tests.fault.server import PHONE, Place, Server, click

CLIENTS = 8
BEFORE_KILL = 100


def test_after_a_kill_boards_links_and_kept_visits_agree(place: Place) -> None:
    codes = place.codes()
    acknowledged: Counter[str] = Counter()
    sent: Counter[str] = Counter()
    enough, lock = threading.Event(), threading.Lock()

    def follow(server: Server, number: int) -> None:
        """A client of its own address: messages for even clients, QR codes for odd ones."""
        for turn in range(10_000):
            code = codes[(number // 2 + turn) % len(codes)]
            with lock:
                sent[code] += 1
            try:
                path = f"/Q/{code}" if number % 2 else f"/{code}"
                said = click(server.client(number), path, PHONE.format(turn))
            except (OSError, http.client.HTTPException):
                return
            assert said == (302, "counted")
            with lock:
                acknowledged[code] += 1
                if acknowledged.total() >= BEFORE_KILL:
                    enough.set()

    with place.serving() as server:
        crowd = [threading.Thread(target=follow, args=(server, n)) for n in range(CLIENTS)]
        for thread in crowd:
            thread.start()
        assert enough.wait(60)
        server.kill()
        for thread in crowd:
            thread.join(60)
    assert not any(thread.is_alive() for thread in crowd)
    links = {row["code"]: row for row in printed(place, "links", "enfants")}
    for code in codes:
        assert acknowledged[code] <= links[code]["visits"] <= sent[code]
    with place.serving() as server:
        rows = asked(server, "/v1/campaigns/enfants/leaderboard")["rows"]
    assert rows == printed(place, "leaderboard", "enfants")["rows"]
    for row in rows:
        mine = [link for link in links.values() if link["association"] == row["slug"]]
        assert row["visits"] == sum(link["visits"] for link in mine)
        assert row["scans"] == sum(link["scans"] for link in mine) > 0
    kept = sum(row["visits"] for row in rows)
    assert place.reconciled() == {"kept": kept, "added": 0, "drifts": []}


def test_a_replay_that_is_killed_is_simply_done_again(place: Place) -> None:
    code = place.codes()[0]
    lines = [line(code, number) for number in range(500)]
    process = subprocess.Popen(
        [sys.executable, "-m", "chalicelib", "replay", "-"],
        cwd=place.folder,
        env=place.env,
        stdin=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stdin is not None
    with process.stdin as pipe:
        # Its end is never sent: the process is killed while it waits for more, or writes.
        pipe.write("".join(lines[:300]))
        pipe.flush()
        with contextlib.closing(sqlite3.connect(place.database)) as reader:
            while not reader.execute("SELECT count(*) FROM visits").fetchone()[0]:
                assert process.poll() is None
        process.kill()
        process.wait(30)
    before = place.counted()
    assert 0 < before <= 300
    again = printed(place, "replay", "-", stdin="".join(lines))
    assert again == {"counted": 500 - before, "already": before, "refused": []}
    assert place.counted() == 500
    assert place.reconciled() == {"kept": 500, "added": 0, "drifts": []}


def printed(place: Place, *args: str, stdin: str = "") -> Any:
    return json.loads(place.command(*args, "--format", "json", stdin=stdin))


def asked(server: Server, path: str) -> Any:
    client = server.client(CLIENTS)
    client.request("GET", path)
    return json.loads(client.getresponse().read())


def line(code: str, number: int) -> str:
    at = datetime.now(UTC)
    visit = Visit(
        campaign="enfants",
        association="essor",
        group="",
        link=code,
        day=at.date().isoformat(),
        hour=at.hour,
        at=at,
        visitor=f"{number:032x}",
        request=uuid.uuid4().hex,
        scan=False,
    )
    return deferred_line(visit, "the store was away") + "\n"
