"""Whole processes that are killed, starved and held up, over one SQLite file.

kills     two servers on one file, one of which is killed (`SIGKILL`) every few seconds, beside
commands that reconcile, replay and read the official count, and are killed too
disk      a server whose files may not grow any more
held up   1 000 connections held open, clients that send and read a byte at a time
"""

from __future__ import annotations

import json
import random
import socket
import tempfile
import time
import urllib.request
from collections import Counter as Bag
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.chaos import counts
from bench.chaos.machine import CAMPAIGN, Crowd, Place, Server, settled

CLIENTS = 12
COMMANDS = (
    ("reconcile",),
    ("replay", "{}/log"),
    ("signatures", "poll", CAMPAIGN),
    ("signatures", "poll", CAMPAIGN),
)
"""What keeps house by hand, `{}` for the place's folder."""
HELD = 1000
MOST_MEMORY = 256 * 2**20
ROOM = 512 * 1024
"""How much the database may still grow before its disk is full, in bytes."""


def everything(seed: int, seconds: int) -> list[str]:
    """All three, the first for `seconds`; what broke, a line each."""
    problems: list[str] = []
    for name, trial in (("kills", kills), ("disk", full_disk), ("held up", held_up)):
        with _place() as place:
            found = trial(place, seed, seconds)
        problems += [f"{name}: {line}" for line in found]
    return problems


def kills(place: Place, seed: int, seconds: int) -> list[str]:
    """Two servers and commands on one file, each killed now and then; the servers and a command
    read the official count, and the servers delete what has expired.
    """
    dice, log = random.Random(seed), list[str]()
    killed = Bag[str]()
    with counts.source(place, seed) as platform:
        servers = [Server(place, log), Server(place, log)]
        crowd = Crowd(place, servers, CLIENTS, seed)
        crowd.start()
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            (place.folder / "log").write_text("".join(log))
            name, *arguments = dice.choice(COMMANDS)
            command = place.start(name, *(part.format(place.folder) for part in arguments))
            # Half of them within their first second, when they do their work.
            time.sleep(dice.choice((dice.uniform(0.2, 1.0), dice.uniform(0.2, 4.0))))
            which = dice.randrange(len(servers))
            servers[which].kill()
            killed[name] += command.poll() is None
            command.kill()
            command.wait(30)
            servers[which] = Server(place, log)
            killed["serve"] += 1
        crowd.stop()
        problems = [f"a server ended with {code}" for one in servers if (code := one.stop())]
        problems += settled(place, log, crowd)
        problems += counts.judged(place, platform)
    print(f"kills: {json.dumps(dict(killed))} in {seconds} s: {_said(crowd)}")
    print(f"  the platform answered {json.dumps(dict(sorted(platform.answers.items())))}")
    return problems


def full_disk(place: Place, seed: int, seconds: int) -> list[str]:
    """No file grows any more: people leave, and their visits are in the log."""
    log: list[str] = []
    server = Server(place, log, place.database.stat().st_size + ROOM)
    crowd = Crowd(place, [server], CLIENTS, seed)
    crowd.start()
    time.sleep(min(seconds, 30))
    crowd.stop()
    problems = [] if server.stop() == 0 else ["the server did not end as it should"]
    problems += settled(place, log, crowd)
    if not crowd.said["deferred"]:
        problems.append("the disk was never full: nothing was tried")
    print(f"disk: {_said(crowd)}")
    return problems


def held_up(place: Place, seed: int, seconds: int) -> list[str]:
    """Connections that say nothing, and clients that take ages, beside people who follow links and
    somebody who prints; in a process that may not have more memory.
    """
    log: list[str] = []
    server = Server(place, log, memory=MOST_MEMORY)
    held = [_connection(server, number) for number in range(HELD - 100)]
    slow = [_connection(server, number) for number in range(HELD - 100, HELD)]
    crowd = Crowd(place, [server], CLIENTS, seed)
    crowd.start()
    until = time.monotonic() + min(seconds, 40)
    while time.monotonic() < until:
        for one in slow:
            _drip(one)
        time.sleep(0.5)
    printed = _printed(server, place.codes[0])
    crowd.stop()
    memory, files = server.most_memory(), server.files()
    for one in (*held, *slow):
        one.close()
    problems = [] if server.stop() == 0 else ["the server did not end as it should"]
    problems += settled(place, log, crowd)
    if not printed.startswith(b"%PDF"):
        problems.append("a flyer was not made")
    if crowd.unsure.total():
        problems.append(f"{crowd.unsure.total()} people got no answer")
    print(
        f"held up: {HELD} connections, {files} files open, {memory / 2**20:.0f} MB: {_said(crowd)}"
    )
    return problems


def _connection(server: Server, number: int) -> socket.socket:
    source = (f"127.1.{number // 250}.{1 + number % 250}", 0)
    return socket.create_connection(("127.0.0.1", server.port), 10, source)


def _printed(server: Server, code: str) -> bytes:
    """A flyer, or what was answered instead of it."""
    address = f"http://127.0.0.1:{server.port}/{code}/kit/flyer-a4.pdf"
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            return bytes(answer.read())
    except OSError as error:
        return str(error).encode()


def _drip(one: socket.socket) -> None:
    """A byte of a request that never ends, until the server has had enough."""
    try:
        one.send(b"G")
    except OSError:
        one.close()


def _said(crowd: Crowd) -> str:
    return json.dumps(dict(sorted(crowd.said.items())))


@contextmanager
def _place() -> Iterator[Place]:
    folder = Path(__file__).parents[2] / "var"
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix="chaos-") as inside:
        yield Place(Path(inside))
