"""Visits in DynamoDB, and adding them up: `record.VisitStore` and `apply.TallyStore`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from chalicelib.clock import Budget, Clock
from chalicelib.errors import BadInput
from chalicelib.store.dynamodb import keys
from chalicelib.store.dynamodb.client import MOST_ACTIONS, Action, Client, number, text
from chalicelib.store.dynamodb.keys import Item, Table
from chalicelib.tally.fold import fold, spread
from chalicelib.tally.model import ALL, Count, Counter, LinkDay, Spread
from chalicelib.visits.model import Exclusion, Outcome, Visit
from chalicelib.visits.record import visit_from_json, visit_to_json

ASIDE_LIFE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Aside:
    """A stream record that could not be added up: which one, why, its keys, since when."""

    event_id: str
    reason: str
    keys: dict[str, Any]
    at: datetime


class VisitItems:
    """Visits, their marks, what was excluded, and what was set aside."""

    _db: Client
    _clock: Clock

    # One fewer than DynamoDB takes: whoever counts differently is still right.
    most_actions = MOST_ACTIONS - 1

    def record(self, visit: Visit, budget: Budget) -> Outcome:
        """Keeps the visit unless it is there already: one conditional write."""
        kept = self._db.put_new(keys.visit(visit), image_of(visit), budget)
        if kept is None:
            return Outcome.NEW
        return Outcome.RETRY if kept["request"]["S"] == visit.request else Outcome.REPEAT

    def exclude(self, exclusion: Exclusion, budget: Budget) -> None:
        """Adds one to what was not counted."""
        self._db.update(
            keys.exclusion(exclusion),
            "ADD #verdict :one"
            " SET campaign = :campaign, association = :association, grp = :grp, link = :link",
            {
                ":one": number(1),
                ":campaign": text(exclusion.campaign),
                ":association": text(exclusion.association),
                ":grp": text(exclusion.group),
                ":link": text(exclusion.link),
            },
            {"#verdict": exclusion.verdict},
            budget,
        )

    def add_once(self, visits: tuple[Visit, ...]) -> frozenset[str]:
        """Marks the visits and adds what they fold to, or answers which had been or are gone.

        The marks come first, so the place of a failed condition is the place of its visit.
        """
        at = self._clock().isoformat()
        months = sorted({visit.day[:7] for visit in visits})
        actions = [_mark(visit, at) for visit in visits]
        actions += [_add(counter, count, months) for counter, count in fold(visits).items()]
        actions += [_add_spread(day, more) for day, more in spread(visits).items()]
        return frozenset(visits[place].key for place in self._db.transact(actions))

    def kept_visits(self) -> Iterator[tuple[Visit, bool]]:
        """Every visit that has not expired, with whether it was added up.

        An item that holds no visit is set aside, as its record of the stream is.
        """
        now = {":now": number(int(self._clock().timestamp()))}
        for item in self._db.scan(Table.VISITS, "expires > :now", now):
            try:
                visit = visit_of_image(item)
            except BadInput as error:
                place = keys.key_of(Table.VISITS, item)
                self.set_aside(f"item {place.partition}", str(error), place.item)
                continue
            yield visit, "tallied" in item

    def visit_of(self, image: Mapping[str, Any]) -> Visit:
        """The visit that an image of the stream holds."""
        return visit_of_image(image)

    def set_aside(self, event_id: str, reason: str, keys_of_record: Mapping[str, Any]) -> None:
        """Remembers for 30 days that a stream record could not be added up, and why."""
        now = self._clock()
        item = {
            "reason": text(reason),
            "keys": text(json.dumps(dict(keys_of_record), sort_keys=True)),
            "at": text(now.isoformat()),
            keys.EXPIRES: number(int((now + ASIDE_LIFE).timestamp())),
        }
        self._db.put(keys.aside(event_id), item)

    def aside(self) -> list[Aside]:
        """What was set aside and has not expired, in the order of event ids."""
        now = self._clock().timestamp()
        return [
            Aside(
                item["sk"]["S"],
                item["reason"]["S"],
                json.loads(item["keys"]["S"]),
                datetime.fromisoformat(item["at"]["S"]),
            )
            for item in self._db.query(Table.TALLIES, keys.ASIDE)
            if int(item[keys.EXPIRES]["N"]) > now
        ]


def visit_of_image(image: Mapping[str, Any]) -> Visit:
    """The visit that an item of the table, or its image in the stream, holds.

    `BadInput` names the field that is missing or wrong.
    """
    fields: dict[str, Any] = {}
    for name, typed in image.items():
        try:
            ((kind, value),) = typed.items()
            fields[name] = int(value) if kind == "N" else value
        except (AttributeError, TypeError, ValueError):
            raise BadInput(f"visit field {name!r} is not an attribute of DynamoDB") from None
    visit = visit_from_json(fields)
    if fields.get("visit") != visit.key:
        raise BadInput("visit field 'visit' is not the link, day and visitor of the others")
    return visit


def image_of(visit: Visit) -> Item:
    """What a visit is kept as, before it is added up."""
    image: Item = {keys.EXPIRES: number(int(visit.expires.timestamp()))}
    for name, value in visit_to_json(visit).items():
        if isinstance(value, bool):
            image[name] = {"BOOL": value}
        else:
            image[name] = number(value) if isinstance(value, int) else text(value)
    return image


def _mark(visit: Visit, at: str) -> Action:
    # record   item written, without a mark
    # tally    mark and additions, one transaction  <- this
    # again    the mark is there: refused, nothing added
    # expiry   no item: refused, or the mark alone would be an item without a visit
    kept, unmarked = "attribute_exists(visit)", "attribute_not_exists(tallied)"
    return Action(
        "Update",
        keys.visit(visit),
        update="SET tallied = :at",
        condition=f"{kept} AND {unmarked}",
        values={":at": text(at)},
    )


def _add(counter: Counter, count: Count, months: list[str]) -> Action:
    added = {"visits": count.visits, "scans": count.scans}
    for hour, (visits, scans) in count.hours.items():
        added[f"v{hour:02}"] = visits
        added[f"s{hour:02}"] = scans
    names = [name for name in added if added[name] or name == "scans"]
    clauses = [f"{name} :{name}" for name in names]
    values: Item = {f":{name}": number(added[name]) for name in names}
    if counter.period == ALL:
        # A total remembers the months that it has days in, so that they can be found. One
        # month too many, another entity's of this batch, costs a read and changes nothing.
        clauses.append("months :months")
        values[":months"] = {"SS": months}
    return Action(
        "Update", keys.counter(counter), update="ADD " + ", ".join(clauses), values=values
    )


def spread_names(spread: Spread) -> dict[str, int]:
    """One attribute a name, called after its kind: `v#` and `s#` owner, `n#`, `f#`."""
    names = {f"n#{name}": visits for name, visits in spread.networks.items()}
    names |= {f"f#{name}": visits for name, visits in spread.families.items()}
    for owner, (visits, scans) in spread.owners.items():
        names |= {f"v#{owner}": visits, f"s#{owner}": scans}
    return names


def _add_spread(day: LinkDay, more: Spread) -> Action:
    added = spread_names(more)
    names = {f"#{place}": name for place, name in enumerate(added)}
    clauses = [f"#{place} :{visits}" for place, visits in enumerate(added.values())]
    values: Item = {f":{visits}": number(visits) for visits in added.values()}
    return Action(
        "Update",
        keys.spread(day),
        update="ADD " + ", ".join(clauses) + " SET campaign = :campaign",
        values=values | {":campaign": text(day.campaign)},
        names=names,
    )
