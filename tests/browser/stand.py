"""What the browser is driven against: the real server over a file of its own, with the demo
campaign, people of every role, visits and official counts; and phones that come from addresses of
their own.
"""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from tests.fault.server import Server

ROOT = Path(__file__).parents[2]

CAMPAIGN, ASSOCIATION, GROUP = "defense-des-enfants", "les-hirondelles", "lyon"
PEOPLE = {
    "organiser": ("ada@exemple.fr",),
    "association": ("bruno@exemple.fr", "--association", ASSOCIATION),
    "group": ("chloe@exemple.fr", "--association", ASSOCIATION, "--group", GROUP),
}
PHONE = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/126.0.0.0 Mobile Safari/537.36"
)

EMPTY = """\
[campaign]
slug = "toute-neuve"
title = "Une campagne toute neuve"
petition_url = "https://petitions.senat.fr/initiatives/i-1"
"""
OVER = """\
[campaign]
slug = "close"
title = "Une campagne close"
state = "closed"
petition_url = "https://petitions.senat.fr/initiatives/i-2"
[[associations]]
slug = "phare"
name = "Le Phare"
links = [{ channel = "poster" }]
"""
FILLED = {
    "PUBLISHER": "Association Les Deux Rives",
    "PUBLISHER_ADDRESS": "1 rue du Pont, 69002 Lyon",
    "PUBLISHER_PHONE": "+33 4 00 00 00 00",
    "PUBLISHER_EMAIL": "contact@exemple.fr",
    "DIRECTOR": "Ada Petit, présidente",
    "HOSTING": "Un hébergeur, 2 rue du Port, 13002 Marseille, +33 4 11 11 11 11",
}


@dataclass
class Stand:
    """A server that answers at `base`, and the commands that its host would run beside it."""

    folder: Path
    env: dict[str, str]
    base: str = ""
    codes: list[str] = field(default_factory=list)
    closed: str = ""
    own: str = ""
    token: str = ""
    _phones: int = 0

    def command(self, *args: str, stdin: str = "") -> str:
        """What a command prints; it must succeed."""
        done = subprocess.run(
            [sys.executable, "-m", "chalicelib", *args],
            cwd=self.folder,
            env=self.env,
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def links(self) -> list[dict[str, str]]:
        """The campaign's links, with their figures."""
        rows: list[dict[str, str]] = json.loads(self.command("links", CAMPAIGN, "--format", "json"))
        return rows

    def visits(self, code: str) -> int:
        """How often a link was visited."""
        return int(next(row["visits"] for row in self.links() if row["code"] == code))

    def invitation(self, *place: str) -> str:
        """A code that lets somebody in."""
        said = json.loads(self.command("invite", CAMPAIGN, *place, "--format", "json"))
        return str(said["codes"][0])

    def follow(self, path: str) -> str:
        """Somebody else's phone follows a link: what the server says of counting."""
        self._phones += 1
        source = (f"127.1.{1 + self._phones // 200}.{1 + self._phones % 200}", 0)
        phone = http.client.HTTPConnection("127.0.0.1", urlsplit(self.base).port, 30, source)
        phone.request("GET", path, headers={"User-Agent": PHONE})
        answer = phone.getresponse()
        answer.read()
        phone.close()
        return answer.headers.get("X-Porte-Voix", "")


@contextmanager
def standing(folder: Path) -> Iterator[Stand]:
    """A stand whose server runs until the end."""
    stand = Stand(folder, {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "DATABASE": str(folder / "stand.sqlite3"),
        **FILLED,
    })  # fmt: skip
    _fill(stand)
    server = Server(stand, {})
    try:
        server.wait_until_it_serves()
        stand.base = f"http://127.0.0.1:{server.port}"
        _visit(stand)
        yield stand
    finally:
        assert server.stop() == 0
    assert server.errors == ""
    assert server.events("unexpected_error") == []


def _fill(stand: Stand) -> None:
    stand.command("demo")
    for name, text in (("neuve", EMPTY), ("close", OVER)):
        path = stand.folder / f"{name}.toml"
        path.write_text(text, encoding="utf-8")
        stand.command("apply", str(path))
    for email, *place in PEOPLE.values():
        stand.command("member", "add", CAMPAIGN, email, *place)
    now = datetime.now(UTC).replace(microsecond=0)
    counts = "".join(
        f"{(now - timedelta(days=days)).isoformat()},{100_200 - 900 * days}\n"
        for days in range(14, -1, -1)
    )
    stand.command("signatures", "import", CAMPAIGN, "-", stdin=f"at,count\n{counts}")
    rows = stand.links()
    stand.codes = [row["code"] for row in rows]
    stand.own = next(row["code"] for row in rows if row["group"] == GROUP)
    made = stand.command("token", "create", CAMPAIGN, "--association", ASSOCIATION,
                         "--label", "Tableur", "--format", "json")  # fmt: skip
    stand.token = json.loads(made)["id"]
    over = json.loads(stand.command("links", "close", "--format", "json"))
    stand.closed = over[0]["code"]


def _visit(stand: Stand) -> None:
    """Visits that make a ranking: the first associations' links more than the last ones'."""
    for place, code in enumerate(stand.codes):
        for number in range(max(0, 6 - place // 2)):
            assert stand.follow(f"/Q/{code}" if number % 2 else f"/{code}") == "counted"
