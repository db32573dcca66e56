"""The real server as a process of its own, and clients that come from addresses of their own."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import queue
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from tests.days import quiet_zone

ROOT = Path(__file__).parents[2]
CAMPAIGN = "enfants"
FILE = f"""\
[campaign]
slug = "enfants"
title = "Enfants"
petition_url = "https://petitions.assemblee-nationale.fr/initiatives/i-1"
timezone = "{quiet_zone()}"
[[associations]]
slug = "essor"
name = "Essor"
[[associations]]
slug = "rive"
name = "Rive"
"""
PHONE = "Mozilla/5.0 (Linux; Android 14; SM-A546B) Chrome/126.0.{} Mobile Safari/537.36"


class Seat(Protocol):
    """What a server needs of where it runs."""

    @property
    def folder(self) -> Path: ...

    @property
    def env(self) -> dict[str, str]: ...


class Place:
    """A folder with a database and a campaign, for commands and servers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = folder / "db.sqlite3"
        self.env = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "DATABASE": str(self.database),
        }
        (folder / "enfants.toml").write_text(FILE, encoding="utf-8")
        self.command("apply", "enfants.toml")

    def command(self, *args: str, code: int = 0, stdin: str = "") -> str:
        """What a command prints; its exit code must be `code`."""
        done = subprocess.run(
            [sys.executable, "-m", "chalicelib", *args],
            cwd=self.folder,
            env=self.env,
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def codes(self) -> list[str]:
        """The campaign's links."""
        return [row["code"] for row in self._json("links", CAMPAIGN)]

    def counted(self) -> int:
        """Visits of all links together."""
        return sum(int(row["visits"]) for row in self._json("links", CAMPAIGN))

    def reconciled(self) -> dict[str, Any]:
        """What a round of reconciling reports."""
        report: dict[str, Any] = json.loads(self.command("reconcile", "--format", "json"))
        return report

    def _json(self, *args: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = json.loads(self.command(*args, "--format", "json"))
        return rows

    @contextlib.contextmanager
    def serving(self, **env: str) -> Iterator[Server]:
        """A server that answers, stopped at the end if it still runs."""
        server = Server(self, env)
        try:
            server.wait_until_it_serves()
            yield server
        finally:
            server.stop()


class Server:
    """One process of `serve`."""

    def __init__(self, place: Seat, env: dict[str, str]) -> None:
        self.port = 0
        """Where it listens, once it serves: the system chose."""
        self.log: list[str] = []
        self.errors = ""
        self._clients: dict[int, http.client.HTTPConnection] = {}
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "chalicelib", "serve", "--port", "0"],
            cwd=place.folder,
            env=place.env | env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def wait_until_it_serves(self) -> None:
        """Returns when its log says so."""
        line = self._lines.get(timeout=30)
        said = json.loads(line)
        assert said["event"] == "serving", line
        self.port = int(said["address"].rpartition(":")[2])

    def kill(self) -> None:
        """SIGKILL: it gets no chance to finish anything."""
        self.process.kill()
        self.process.wait(30)

    def stop(self, with_signal: signal.Signals = signal.SIGTERM) -> int:
        """Asks it to end; answers its exit code once its log is read to the end."""
        if self.process.poll() is None:
            self.process.send_signal(with_signal)
        code = self.process.wait(30)
        self._reader.join(30)
        for client in self._clients.values():
            client.close()
        for pipe in (self.process.stdout, self.process.stderr):
            if pipe is not None and not pipe.closed:
                self.errors += pipe.read()
                pipe.close()
        return code

    def events(self, name: str) -> list[str]:
        """The lines of its log about one kind of event. Read after `stop`.

        What is no JSON there is a letter.
        """
        lines = (line for line in self.log if line.startswith("{"))
        return [line for line in lines if json.loads(line)["event"] == name]

    def longest_wait(self) -> float:
        """Seconds after which it gave the store up, by its own account. Read after `stop`."""
        lines = "".join(self.events("visit_deferred"))
        return max(map(float, re.findall(r"within ([0-9.]+) s", lines)))

    def client(self, number: int) -> http.client.HTTPConnection:
        """The connection of one client, from an address that no other number has."""
        source = (f"127.0.{1 + number // 250}.{1 + number % 250}", 0)
        if number not in self._clients:
            self._clients[number] = http.client.HTTPConnection("127.0.0.1", self.port, 30, source)
        return self._clients[number]

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.log.append(line)
            self._lines.put(line)


def click(client: http.client.HTTPConnection, path: str, agent: str) -> tuple[int, str]:
    """Follows a link on a kept connection: the status, and what the verdict's header says."""
    client.request("GET", path, headers={"User-Agent": agent})
    answer = client.getresponse()
    answer.read()
    return answer.status, answer.headers.get("X-Porte-Voix", "")
