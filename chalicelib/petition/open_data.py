"""The chambers' petitions as data.gouv.fr republishes them each week: the cross-check."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BufferedReader, RawIOBase, StringIO, TextIOWrapper
from typing import TYPE_CHECKING

from chalicelib.campaign.model import Petition
from chalicelib.petition.answers import (
    Fetch,
    Look,
    charset_of,
    count_of,
    not_a_number,
    number,
    over,
    shown,
)
from chalicelib.petition.model import Answer, Openness, Reading, Request, Validators

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

RESOURCES = "https://www.data.gouv.fr/api/1/datasets/r/"
ASSEMBLEE = RESOURCES + "c94c9dfe-23eb-45aa-acd1-7438c4e977db"
SENAT = RESOURCES + "5bf276c9-1c5a-4b2a-9f02-954f297118b5"
HOSTS = frozenset({"static.data.gouv.fr", "object.files.data.gouv.fr"})
"""Where data.gouv.fr keeps the files that its stable addresses redirect to."""

MOST_COLUMNS = 100
MOST_CHARACTERS = 1_000_000
"""In a row; a petition's text has some thousands. A cell has at most 131 072, by `csv`."""

NEEDED = ("nb_votes", "statut", "identifiant")

_STATES = {
    "ouverte": Openness.OPEN,
    "archivee": Openness.CLOSED,
    "classee": Openness.CLOSED,
    "expiree": Openness.CLOSED,
}
_FLOAT = re.compile(r"\.0*\Z")


@dataclass(frozen=True, slots=True)
class OpenData:
    """One file for all petitions of a chamber, up to a week old."""

    name: str = "data-gouv"

    def find(self, petition: Petition, url: str, fetch: Fetch, now: datetime) -> Reading:
        """What the week's file says of the petition, whichever source reads it otherwise."""
        return self.read(petition, url, fetch, now, Validators())

    def read(
        self, petition: Petition, url: str, fetch: Fetch, now: datetime, validators: Validators
    ) -> Reading:
        """What the week's file says; it is the Sénat's when `url` is on the Sénat's platform."""
        look = Look(self.name, now, validators)
        digits = number(petition.id)
        if not digits:
            return look.unknown(not_a_number(petition.id))
        address = SENAT if url.startswith("https://petitions.senat.fr/") else ASSEMBLEE

        def sift(headers: dict[str, str], pieces: Iterator[bytes]) -> bytes:
            charset = charset_of(headers)
            return _sifted(_rows(charset, pieces), digits).encode(charset, "replace")

        asked = Request(address, "text/csv", validators=validators, hosts=HOSTS, sift=sift)
        try:
            answer = fetch(asked)
            settled = look.settled(answer)
            if settled:
                return settled
            rows = _rows(charset_of(answer.headers), iter((answer.body,)))
            return _find(rows, digits, look, answer)
        except csv.Error as error:
            return look.unknown(f"the weekly file is broken: {error}")


class _Pieces(RawIOBase):
    """A file of bytes that come in pieces."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        room = memoryview(buffer)
        self._left = self._left or memoryview(next(self._pieces, b""))
        taken, self._left = self._left[: len(room)], self._left[len(room) :]
        room[: len(taken)] = taken
        return len(taken)


def _rows(charset: str, pieces: Iterator[bytes]) -> Iterator[list[str]]:
    """The file's rows, one at a time; quoted cells hold line ends."""
    text = TextIOWrapper(BufferedReader(_Pieces(pieces)), charset, "replace", newline="")
    length = 0

    def lines() -> Iterator[str]:
        nonlocal length
        while line := text.readline(MOST_CHARACTERS + 1):
            length += len(line)
            if length > MOST_CHARACTERS:
                raise csv.Error(f"a row has over {MOST_CHARACTERS:,} characters")
            yield line

    for row in csv.reader(lines(), delimiter=";"):
        length = 0
        yield row


def _sifted(rows: Iterator[list[str]], digits: str) -> str:
    """The file with the petition's row alone, or with none."""
    header = next(rows, [])[:MOST_COLUMNS]
    found = _row_of(rows, _names(header), digits) if not _missing(_names(header)) else None
    kept = StringIO()
    csv.writer(kept, delimiter=";").writerows([header, *([found] if found else [])])
    return kept.getvalue()


def _find(rows: Iterator[list[str]], digits: str, look: Look, answer: Answer) -> Reading:
    names = _names(next(rows, [])[:MOST_COLUMNS])
    missing = _missing(names)
    if missing:
        return look.unknown(f"the weekly file has no column {', '.join(missing)}")
    row = _row_of(rows, names, digits)
    if row is None:
        return look.unknown("not in the weekly file")
    return _reading(dict(zip(names, row, strict=True)), look, answer)


def _names(header: list[str]) -> list[str]:
    return [name.strip().lower() for name in header]


def _missing(names: list[str]) -> list[str]:
    return [name for name in NEEDED if name not in names]


def _row_of(rows: Iterator[list[str]], names: list[str], digits: str) -> list[str] | None:
    place = names.index("identifiant")
    for cells in rows:
        # First whether the digits are there at all: nearly everywhere they are not.
        if len(cells) != len(names) or digits not in cells[place]:
            continue
        if number(_whole(cells[place])) == digits:
            return cells
    return None


def _reading(row: dict[str, str], look: Look, answer: Answer) -> Reading:
    """A row's count. Its state stays `ouverte` past the deadline, which then says better."""
    openness = _STATES.get(row["statut"].strip().lower(), Openness.UNKNOWN)
    if openness is Openness.OPEN and over(row.get("date_limite_vote", ""), look.at):
        openness = Openness.CLOSED
    count = count_of(_whole(row["nb_votes"]))
    if count is not None:
        return look.counted(count, openness, answer)
    written = shown(row["nb_votes"].strip())
    wrong = f"nb_votes {written!r}, which is no number" if written else "no nb_votes"
    return look.unknown(f"the weekly file has {wrong}", openness)


def _whole(cell: str) -> str:
    """A number without the `.0` that spreadsheets of floats put after it."""
    return _FLOAT.sub("", cell.strip())
