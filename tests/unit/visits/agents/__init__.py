"""Requests whose truth was decided from public documentation, before any detector saw them.

`people.tsv`, `machines.tsv` and `previews.tsv` hold one agent a line (class, note, agent);
`requests.tsv` holds whole requests (verdict, note, method, headers). Lines that begin with `#`
name where a section was written from. The tests and `bench.traffic` read them here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from chalice.app import CaseInsensitiveMapping

from chalicelib.visits.model import Verdict
from chalicelib.visits.traffic import Hit

FOLDER = Path(__file__).parent
AGENTS = {"people": Verdict.PERSON, "machines": Verdict.ROBOT, "previews": Verdict.PREVIEW}
"""The tables of agents, each with the verdict of all its lines."""


@dataclass(frozen=True)
class Case:
    """One request and what it truly is; `place` is its table and line."""

    place: str
    group: str
    note: str
    expected: Verdict
    method: str
    headers: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        """What a report calls it."""
        return f"{self.place} {self.group}: {self.note}"

    @property
    def agent(self) -> str:
        """Its user agent, empty when it sends none."""
        return next((value for name, value in self.headers if name.lower() == "user-agent"), "")

    def hit(self) -> Hit:
        """The request as the door hands it to the classifier."""
        return Hit(self.method, CaseInsensitiveMapping(dict(self.headers)))


def every_case() -> list[Case]:
    """All the tables' cases, in their order."""
    return [case for table in AGENTS for case in agent_cases(table)] + request_cases()


def agent_cases(table: str) -> list[Case]:
    """The cases of a table of agents: a GET with the agent and no other header."""
    return [
        Case(place, group, note, AGENTS[table], "GET", (("User-Agent", agent),))
        for place, (group, note, agent) in _rows(table, 3)
    ]


def request_cases() -> list[Case]:
    """The whole requests."""
    return [
        Case(place, f"request-{verdict}", note, Verdict(verdict), method, _headers(headers))
        for place, (verdict, note, method, headers) in _rows("requests", 4)
    ]


def _rows(table: str, width: int) -> Iterator[tuple[str, list[str]]]:
    """Fields exactly as written: spaces in an agent are part of it, and the last may be empty."""
    text = (FOLDER / f"{table}.tsv").read_text(encoding="utf-8")
    for number, line in enumerate(text.split("\n"), start=1):
        if line and not line.startswith("#"):
            fields = line.split("\t")
            if len(fields) != width:
                raise ValueError(f"{table}.tsv:{number}: {len(fields)} fields, not {width}")
            yield f"{table}.tsv:{number}", fields


def _headers(text: str) -> tuple[tuple[str, str], ...]:
    pairs = [part.partition(":") for part in text.split(" | ") if part]
    return tuple((name, value.removeprefix(" ")) for name, _, value in pairs)
