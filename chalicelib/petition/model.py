"""What a platform said of a petition, and when. Unknown is never zero."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Openness(StrEnum):
    """Whether a petition can still be signed, as its platform says."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Validators:
    """What makes a request conditional (RFC 9110, 13.1); "" for what the platform did not give."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One look at a platform.

    `count` is the official count of signatures, or None when it could not be read, and then
    `why` says why in one line. `source` names the source. `unchanged` is True when the
    platform answered that nothing changed since the reading that `validators` came from.
    """

    source: str
    at: datetime
    count: int | None = None
    openness: Openness = Openness.UNKNOWN
    why: str = ""
    validators: Validators = Validators()
    unchanged: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """The official count at a moment, by a source; kept when it changed."""

    at: datetime
    count: int
    source: str


@dataclass(frozen=True, slots=True)
class Crossing:
    """When the series first reached a milestone; stamped once, taken away only by hand.

    `known` is False when it had been reached before, by the first reading or before it was a
    milestone of the campaign: some time until `at`.
    """

    signatures: int
    at: datetime
    known: bool = True


@dataclass(frozen=True, slots=True)
class Official:
    """What is known of a campaign's official count, and how its reading stands.

    of            source and id that it is read from: another petition starts anew
    since         when this petition's series begins; None for with the first point
    count, at     the last good count, and when it was last read; None before the first
    source        who gave it
    openness      of the petition, as last read
    closed        how often in a row it was read as closed: twice ends the reading
    held          a count that is not credible, until a second reading confirms it
    attempted_at  the last attempt, good or not; `failures` in a row since the last good one,
                  and `why` the last one failed
    next_at       when to read next; None for never
    validators    of the last full answer
    crossings     milestones that were reached
    check         what the weekly open data said, and `checked_at` when they were last asked
    version       rises by one with each change that is kept
    """

    campaign: str
    of: str = ""
    since: datetime | None = None
    count: int | None = None
    at: datetime | None = None
    source: str = ""
    openness: Openness = Openness.UNKNOWN
    closed: int = 0
    held: Point | None = None
    attempted_at: datetime | None = None
    failures: int = 0
    why: str = ""
    next_at: datetime | None = None
    validators: Validators = Validators()
    crossings: tuple[Crossing, ...] = ()
    check: Point | None = None
    checked_at: datetime | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class Request:
    """What a source asks of a platform: one GET, or a POST when there is a body.

    `hosts` are the hosts that a redirect may lead to besides the address's own. `sift` makes
    of a good answer's headers and of its body, which comes in pieces, the part that is kept: a
    file of a hundred megabytes is never whole in memory.
    """

    url: str
    accept: str
    body: bytes = b""
    validators: Validators = Validators()
    hosts: frozenset[str] = frozenset()
    sift: Callable[[dict[str, str], Iterator[bytes]], bytes] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a platform answered: status, headers under lower-case names, the decoded body, and
    the address that answered, which a redirect may have changed.
    """

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    url: str = ""
