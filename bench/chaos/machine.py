"""Real servers on one machine, clients of their own addresses, and what they were answered."""

from __future__ import annotations

import http.client
import json
import os
import queue
import random
import resource
import signal
import subprocess
import sys
import threading
from collections import Counter as Bag
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
CAMPAIGN = "defense-des-enfants"
PHONE = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/126.0.{} Mobile Safari/537.36"
)
LIMITED = 'ulimit -s 1024 && ulimit -d "$0" && exec "$@"'
"""The system refuses all beyond it. It reckons a thread's whole stack, used or not, which would be
8 MB each."""


class Place:
    """A folder with a database in it, and the demo campaign."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = folder / "chaos.sqlite3"
        self.env = os.environ | {"DATABASE": str(self.database), "STORE": "sqlite"}
        self.command("demo")
        rows = json.loads(self.command("links", CAMPAIGN, "--format", "json"))
        self.codes = [row["code"] for row in rows]

    def command(self, *arguments: str, stdin: str | None = None) -> str:
        """What a command prints; `CalledProcessError` when it fails."""
        command = [sys.executable, "-m", "chalicelib", *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=self.env, check=True, text=True, input=stdin, capture_output=True
        )
        return done.stdout

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """A command that is not waited for."""
        command = [sys.executable, "-m", "chalicelib", *arguments]
        nowhere = subprocess.DEVNULL
        return subprocess.Popen(
            command, cwd=ROOT, env=self.env, text=True, stdout=nowhere, stderr=nowhere
        )

    def visits(self) -> dict[str, int]:
        """Visits by link, as the tallies say."""
        rows = json.loads(self.command("links", CAMPAIGN, "--format", "json"))
        return {row["code"]: row["visits"] for row in rows}


class Server:
    """One process of `serve`, whose log outlives it."""

    def __init__(
        self,
        place: Place,
        log: list[str],
        most_bytes: int | None = None,
        module: tuple[str, ...] = ("chalicelib", "serve", "--port", "0"),
        memory: int | None = None,
    ) -> None:
        """`most_bytes` is how long a file of its may become, `memory` how much it may ask for."""
        self.log = log
        self._said: queue.SimpleQueue[int] = queue.SimpleQueue()
        command = [sys.executable, "-m", *module]
        if memory:
            command = ["sh", "-c", LIMITED, str(memory // 1024), *command]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=place.env, text=True, stdout=subprocess.PIPE
        )
        if most_bytes:
            limits = (most_bytes, most_bytes)
            resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE, limits)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.port = self._said.get(timeout=60)

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.log.append(line)
            if '"serving"' in line:
                address: str = json.loads(line)["address"]
                self._said.put(int(address.rpartition(":")[2]))

    def kill(self) -> None:
        """SIGKILL; what it had written to its log is read to the end."""
        self.process.kill()
        self.process.wait(30)
        self._reader.join(30)

    def stop(self) -> int:
        """SIGTERM; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(60)
        self._reader.join(30)
        return code

    def most_memory(self) -> int:
        """The most that it ever had in memory, in bytes."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        (line,) = (one for one in status.splitlines() if one.startswith("VmHWM"))
        return int(line.split()[1]) * 1024

    def memory(self) -> int:
        """What it has in memory now, in bytes."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")

    def files(self) -> int:
        """How many files and connections it has open."""
        return len(list(Path(f"/proc/{self.process.pid}/fd").iterdir()))


@dataclass
class Crowd:
    """Clients, each of its own address, which follow links until they are told to stop.

    Every request is a person of their own. `counted` were told so, or that they are in the log;
    `unsure` are those whose answer never came.
    """

    place: Place
    servers: list[Server]
    clients: int
    seed: int
    counted: Bag[str] = field(default_factory=Bag)
    unsure: Bag[str] = field(default_factory=Bag)
    said: Bag[str] = field(default_factory=Bag)
    strange: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _threads: list[threading.Thread] = field(default_factory=list)
    _people: int = 0

    def start(self) -> None:
        """They begin."""
        for number in range(self.clients):
            thread = threading.Thread(target=self._follow, args=(number,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def stop(self) -> None:
        """They end what they are doing."""
        self.over.set()
        for thread in self._threads:
            thread.join(60)

    def _follow(self, number: int) -> None:
        dice = random.Random(f"{self.seed} {number}")
        client: http.client.HTTPConnection | None = None
        while not self.over.is_set():
            code = dice.choice(self.place.codes)
            with self._lock:
                self._people += 1
                person = self._people
            try:
                client = client or self._connect(dice, number)
                verdict = _ask(client, dice.choice(("/", "/Q/")) + code, person)
            except (OSError, http.client.HTTPException) as error:
                client = None
                self._note(code, "", type(error).__name__)
                self.over.wait(0.05)
                continue
            self._note(code, verdict, verdict)

    def _connect(self, dice: random.Random, number: int) -> http.client.HTTPConnection:
        server = dice.choice(self.servers)
        source = (f"127.0.{1 + number // 250}.{1 + number % 250}", 0)
        return http.client.HTTPConnection("127.0.0.1", server.port, 30, source)

    def _note(self, code: str, verdict: str, said: str) -> None:
        with self._lock:
            self.said[said] += 1
            if verdict in ("counted", "deferred"):
                self.counted[code] += 1
            elif not verdict:
                self.unsure[code] += 1
            elif verdict != "not-counted; reason=unattributed":
                self.strange.append(f"{code}: {verdict}")


def _ask(client: http.client.HTTPConnection, path: str, person: int) -> str:
    """Follows a link on a kept connection; what the answer says of counting."""
    client.request("GET", path, headers={"User-Agent": PHONE.format(person)})
    answer = client.getresponse()
    answer.read()
    verdict = answer.headers.get("X-Porte-Voix", "")
    return verdict if answer.status == 302 else f"status {answer.status}"


def settled(place: Place, log: list[str], crowd: Crowd) -> list[str]:
    """Brings the log back and reconciles; each promise that does not hold, in words."""
    problems = list(crowd.strange)
    replayed: Any = json.loads(place.command("replay", "-", "--format", "json", stdin="".join(log)))
    problems += [f"refused by replay: {line}" for line in replayed["refused"]]
    report = json.loads(place.command("reconcile", "--format", "json"))
    problems += [f"drift: {drift}" for drift in report["drifts"]]
    if report["added"]:
        problems.append(f"{report['added']} visits were kept and not added up")
    visits = place.visits()
    for code in place.codes:
        least, most = crowd.counted[code], crowd.counted[code] + crowd.unsure[code]
        if not least <= visits[code] <= most:
            problems.append(f"{code}: {visits[code]} visits, of {least} to {most} that came")
    board = json.loads(place.command("leaderboard", CAMPAIGN, "--format", "json"))
    if sum(row["visits"] for row in board["rows"]) != sum(visits.values()):
        problems.append("the leaderboard and the links do not add up to the same")
    return problems
