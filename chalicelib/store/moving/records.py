"""The records of a campaign that is moved, as lines of its file have them: the same whichever
store it leaves, and whichever takes it in.

A record is a JSON object that says its `kind`. What both stores keep as a document is that
document here too; figures are absolute, so a record that is taken in twice is there once.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from chalicelib.access.model import Act, Member, Token
from chalicelib.campaign.model import Campaign, Level, Link
from chalicelib.errors import BadInput
from chalicelib.fairness import ruling_from_json, ruling_to_json
from chalicelib.leaderboard import Ruling
from chalicelib.petition.model import Official, Point
from chalicelib.store import documents
from chalicelib.tally.model import ALL, Count, Counter, LinkDay, Spread
from chalicelib.visits.model import Verdict, Visit
from chalicelib.visits.record import visit_from_json, visit_to_json

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, such as an association's logo."""

    name: str
    png: bytes


@dataclass(frozen=True, slots=True)
class Taken:
    """The key of a code or an alias that nobody may have again: its campaign was erased."""

    key: str


@dataclass(frozen=True, slots=True)
class Counted:
    """A counter; `months` are those that a total has days in."""

    counter: Counter
    count: Count
    months: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotCounted:
    """What was not counted of a link while it belonged to an association, by verdict."""

    campaign: str
    association: str
    group: str
    link: str
    requests: Mapping[Verdict, int]


@dataclass(frozen=True, slots=True)
class SpreadOf:
    """How the visits of a link's day are spread."""

    day: LinkDay
    spread: Spread


@dataclass(frozen=True, slots=True)
class Done:
    """An act of the audit trail, and where it stands in it."""

    moment: str
    act: Act


@dataclass(frozen=True, slots=True)
class Kept:
    """A visit that has not expired, and whether it was added up."""

    visit: Visit
    tallied: bool


class Form(NamedTuple):
    """How values of a type are written, and read back for a campaign.

    `of` says whose a value is that was read, where its record says so.
    """

    kind: str
    write: Callable[[Any], dict[str, Any]]
    read: Callable[[Record, str], Any]
    of: Callable[[Any], str] | None = None


def to_record(value: Any) -> Record:
    """The record of a value."""
    form = FORMS[type(value)]
    return {"kind": form.kind, **form.write(value)}


def from_record(record: Record, slug: str) -> Any:
    """The value that `to_record` wrote, of the campaign `slug`; `BadInput` says what is wrong."""
    kind = record.get("kind")
    form = _BY_KIND.get(kind) if isinstance(kind, str) else None
    if form is None:
        raise BadInput(f"records of the kind {kind!r} are not known; a newer Porte-voix wrote them")
    try:
        value = form.read(record, slug)
    except (BadInput, KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadInput(f"{kind} cannot be read: {type(error).__name__}: {error}") from None
    if form.of and form.of(value) != slug:
        raise BadInput(f"{kind} is of the campaign {form.of(value)!r}, not of {slug!r}")
    return value


def _document(
    kind: str,
    write: Callable[[Any], str],
    read: Callable[[str], Any],
    of: Callable[[Any], str] | None = None,
) -> Form:
    """The form of what both stores keep as a document."""
    return Form(
        kind,
        lambda value: {"document": json.loads(write(value))},
        lambda record, _: read(json.dumps(record["document"])),
        of,
    )


def _write_count(value: Counted) -> dict[str, Any]:
    counter, count = value.counter, value.count
    written: dict[str, Any] = {
        "level": counter.level.value,
        "entity": counter.entity,
        "period": counter.period,
        "visits": count.visits,
        "scans": count.scans,
    }
    if counter.period == ALL:
        return written | {"months": sorted(value.months)}
    return written | {"hours": {f"{hour:02}": list(count.hours[hour]) for hour in count.hours}}


def _read_count(record: Record, slug: str) -> Counted:
    period = record["period"] if record["period"] == ALL else _day(record["period"])
    counter = Counter(slug, Level(record["level"]), _text(record["entity"]), period)
    hours = {int(hour): _pair(pair) for hour, pair in record.get("hours", {}).items()}
    if not all(0 <= hour < 24 for hour in hours):
        raise BadInput("an hour is not 0 to 23")
    count = Count(_whole(record["visits"]), _whole(record["scans"]), hours)
    months = tuple(_day(f"{month}-01")[:7] for month in record.get("months", ()))
    return Counted(counter, count, months)


def _write_not_counted(value: NotCounted) -> dict[str, Any]:
    return {
        "link": value.link,
        "group": value.group,
        "association": value.association,
        "requests": {verdict.value: value.requests[verdict] for verdict in sorted(value.requests)},
    }


def _read_not_counted(record: Record, slug: str) -> NotCounted:
    association, group, link = (_text(record[name]) for name in ("association", "group", "link"))
    requests = {Verdict(name): _whole(many) for name, many in record["requests"].items()}
    return NotCounted(slug, association, group, link, requests)


def _write_spread(value: SpreadOf) -> dict[str, Any]:
    spread = value.spread
    owners = {name: list(pair) for name, pair in sorted(spread.owners.items())}
    return {
        "link": value.day.link,
        "day": value.day.day,
        "owners": owners,
        "networks": dict(sorted(spread.networks.items())),
        "families": dict(sorted(spread.families.items())),
    }


def _read_spread(record: Record, slug: str) -> SpreadOf:
    owners = {_text(name): _pair(pair) for name, pair in record["owners"].items()}
    networks, families = (
        {_text(name): _whole(visits) for name, visits in record[measure].items()}
        for measure in ("networks", "families")
    )
    day = LinkDay(slug, _text(record["link"]), _day(record["day"]))
    return SpreadOf(day, Spread(owners, networks, families))


def _read_point(record: Record, _: str) -> Point:
    at = datetime.fromisoformat(record["at"])
    if at.tzinfo is None:
        raise BadInput("its time lacks its offset")
    return Point(at, _whole(record["count"]), _text(record["source"]))


def _whole(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise BadInput(f"{value!r} is not a whole number from 0")
    return value


def _pair(value: Any) -> tuple[int, int]:
    visits, scans = value
    return _whole(visits), _whole(scans)


def _text(value: Any) -> str:
    if type(value) is not str:
        raise BadInput(f"{value!r} is not a text")
    return value


def _day(value: Any) -> str:
    if date.fromisoformat(_text(value)).isoformat() != value:
        raise BadInput(f"{value!r} is not a day such as 2026-11-23")
    return _text(value)


FORMS: Mapping[type, Form] = {
    Campaign: _document(
        "campaign",
        documents.campaign_to_text,
        documents.campaign_from_text,
        lambda campaign: campaign.slug,
    ),
    Link: _document(
        "link", documents.link_to_text, documents.link_from_text, lambda link: link.campaign
    ),
    Picture: Form(
        "picture",
        lambda picture: {"name": picture.name, "png": b64encode(picture.png).decode()},
        lambda record, _: Picture(_text(record["name"]), b64decode(record["png"], validate=True)),
    ),
    Taken: Form(
        "taken", lambda taken: {"key": taken.key}, lambda record, _: Taken(_text(record["key"]))
    ),
    Ruling: Form(
        "ruling",
        lambda ruling: {"document": ruling_to_json(ruling)},
        lambda record, _: ruling_from_json(record["document"]),
        lambda ruling: ruling.campaign,
    ),
    SpreadOf: Form("spread", _write_spread, _read_spread),
    Counted: Form("count", _write_count, _read_count),
    NotCounted: Form("excluded", _write_not_counted, _read_not_counted),
    Kept: Form(
        "visit",
        lambda kept: {"visit": visit_to_json(kept.visit), "tallied": kept.tallied},
        lambda record, _: Kept(visit_from_json(record["visit"]), bool(record["tallied"])),
        lambda kept: kept.visit.campaign,
    ),
    Official: _document(
        "official",
        documents.official_to_text,
        documents.official_from_text,
        lambda official: official.campaign,
    ),
    Point: Form(
        "point",
        lambda point: {"at": point.at.isoformat(), "count": point.count, "source": point.source},
        _read_point,
    ),
    Done: Form(
        "act",
        lambda done: {
            "moment": done.moment,
            "document": json.loads(documents.act_to_text(done.act)),
        },
        lambda record, _: Done(
            _text(record["moment"]), documents.act_from_text(json.dumps(record["document"]))
        ),
        lambda done: done.act.campaign,
    ),
    Token: _document(
        "token",
        documents.token_to_text,
        documents.token_from_text,
        lambda token: token.place.campaign,
    ),
    Member: _document(
        "member",
        documents.member_to_text,
        documents.member_from_text,
        lambda member: member.place.campaign,
    ),
}

_BY_KIND = {form.kind: form for form in FORMS.values()}
