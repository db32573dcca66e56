"""A whole campaign, moved from one store to another as one file.

The file is text, a JSON object a line: a header, the campaign's records, and a last line with
their number and the SHA-256 of all that stands before it, so that a file that was cut or changed
is refused. A name that ends in `.gz` is compressed. Records are written and read one at a time.

It holds what the store holds, addresses of members and pseudonyms of visitors included, and
nothing that opens anything: no salt, no session, no secret, no key.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections import Counter as Sum
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Protocol, cast

from chalicelib.campaign.model import Campaign, Level
from chalicelib.errors import BadInput, Conflict, UnknownCampaign
from chalicelib.tally.model import Count

FORMAT = 1
"""Of the file. A change that an older version would misread is a new one."""

LONGEST_LINE = 8 * 2**20
"""More than a campaign's document or a picture takes."""

Record = Mapping[str, Any]
"""A JSON object; its `kind` says what it is."""


class MovingStore(Protocol):
    """What moving asks of a store. `StoreUnavailable` when it does not answer."""

    def steady(self) -> AbstractContextManager[bool]:
        """Opens a view for all reads; True when it stands still while it is open."""
        ...

    def load(self, slug: str) -> Campaign | None: ...
    def total(self, campaign: str, level: Level, entity: str) -> Count: ...

    def move_out(self, campaign: Campaign) -> Iterator[Record]:
        """Every record of the campaign, one at a time."""
        ...

    def move_in(self, slug: str, digest: str, read: Callable[[], Iterator[Record]]) -> None:
        """Takes in the records that `read` answers, the same ones each time it is called.

        Every one is looked at before anything is written: `BadInput` names the line of one that
        cannot be read. `Conflict` when the campaign is here, `CodeTaken` when a code or an alias
        is another's. Nobody sees the campaign before all of it is there; interrupted, it can be
        called again. `digest` tells one file's records from another's.
        """
        ...


@dataclass(frozen=True, slots=True)
class Moved:
    """What went out or came in: how many records of each kind."""

    campaign: str
    records: Mapping[str, int]


def move_out(store: MovingStore, slug: str, path: Path, now: datetime, version: str) -> Moved:
    """Writes a campaign to a new file that only its owner may read.

    `version` is of the Porte-voix that writes. `BadInput` when the file is there already,
    `Conflict` when something was counted meanwhile; no file is left then.
    """
    head = {"porte-voix": "campaign", "format": FORMAT, "slug": slug, "at": now.isoformat()}
    try:
        path.touch(mode=0o600, exist_ok=False)
    except FileExistsError:
        raise BadInput(f"{path}: is there already; choose another name") from None
    try:
        with _opened(path, "wb") as file, store.steady() as still:
            campaign = store.load(slug)
            if campaign is None:
                raise UnknownCampaign(f"no campaign is called {slug!r}")
            counted = _counted(store, slug)
            kinds = _write(file, head | {"version": version}, store.move_out(campaign))
            if not still and (_counted(store, slug), store.load(slug)) != (counted, campaign):
                raise Conflict(
                    f"campaign {slug!r} was counted or changed meanwhile, so the file would not"
                    " hold together; run again in a quiet moment"
                )
    except BaseException:
        with suppress(OSError):
            path.unlink()
        raise
    return Moved(slug, kinds)


def move_in(store: MovingStore, path: Path) -> Moved:
    """Takes a campaign in from its file, as `MovingStore.move_in` says.

    `BadInput` when the file was cut or changed, or is of a format that this version does not know.
    """
    slug, digest, kinds = _checked(path)
    try:
        store.move_in(slug, digest, lambda: _records(path))
    except BadInput as error:
        raise BadInput(f"{path}: {error}; nothing was changed") from None
    return Moved(slug, kinds)


def _counted(store: MovingStore, slug: str) -> Count:
    """Every visit that is added up changes this total in the same transaction."""
    return store.total(slug, Level.CAMPAIGN, slug)


def _write(file: IO[bytes], head: Record, records: Iterator[Record]) -> Mapping[str, int]:
    sha, kinds = hashlib.sha256(), Sum[str]()

    def put(record: Record) -> None:
        line = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        sha.update(line)
        file.write(line)

    put(head)
    for record in records:
        put(record)
        kinds[record["kind"]] += 1
    put({"kind": "end", "records": kinds.total(), "sha256": sha.hexdigest()})
    return kinds


def _checked(path: Path) -> tuple[str, str, Mapping[str, int]]:
    """The file's campaign, digest and kinds, once every line of it was read."""
    sha, kinds, head = hashlib.sha256(), Sum[str](), None
    last: Record = {}
    for number, (line, record) in enumerate(_lines(path), 1):
        if last:
            raise BadInput(f"{path}: line {number}: more follows on the end; move the campaign out")
        if head is None:
            head = _head(path, record)
        elif record.get("kind") == "end":
            last = {"records": record.get("records"), "sha256": record.get("sha256")}
            continue
        else:
            kinds[str(record.get("kind"))] += 1
        sha.update(line)
    if head is None or last != {"records": kinds.total(), "sha256": sha.hexdigest()}:
        raise BadInput(f"{path}: was cut or changed: its end does not fit; move it out again")
    return head, sha.hexdigest(), kinds


def _head(path: Path, record: Record) -> str:
    """The slug that the header names."""
    if record.get("porte-voix") != "campaign" or not isinstance(record.get("slug"), str):
        raise BadInput(f"{path}: is no campaign that `move-out` wrote")
    if record.get("format") != FORMAT:
        raise BadInput(
            f"{path}: is of format {record.get('format')!r}, and this version reads {FORMAT};"
            " move it in with the version that wrote it, or a newer one"
        )
    return str(record["slug"])


def _records(path: Path) -> Iterator[Record]:
    for number, (_, record) in enumerate(_lines(path)):
        if number and record.get("kind") != "end":
            yield record


def _lines(path: Path) -> Iterator[tuple[bytes, Record]]:
    """Each line with its object; `BadInput` where the file is none of ours."""
    try:
        with _opened(path, "rb") as file:
            number = 0
            while line := file.readline(LONGEST_LINE):
                number += 1
                record = json.loads(line)
                if not isinstance(record, dict):
                    raise BadInput(f"{path}: line {number}: is no JSON object")
                yield line, record
    except (ValueError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        why = f"was cut, or is no campaign that `move-out` wrote: {error}"
        raise BadInput(f"{path}: {why}") from None


@contextmanager
def _opened(path: Path, mode: str) -> Iterator[IO[Any]]:
    with gzip.open(path, mode) if path.suffix == ".gz" else path.open(mode) as file:
        yield cast(IO[Any], file)
