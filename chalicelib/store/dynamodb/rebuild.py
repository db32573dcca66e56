"""Ranking leaderboards for DynamoDB: what the schedule does once a minute.

Items of a generation are written first, then the head is turned to it: a round that is
interrupted has changed nothing that is shown. Generations are named after what they hold,
so two rounds at once write the same items or different ones, never a mixture.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import blake2b

from chalicelib.campaign.model import Campaign, Level, Link
from chalicelib.clock import Clock, local_day
from chalicelib.fairness import ruling_to_json
from chalicelib.leaderboard import Period, Ruling, Standing, left_out, rank, with_ranks_before
from chalicelib.store.documents import campaign_to_text, link_to_text
from chalicelib.store.dynamodb import keys
from chalicelib.store.dynamodb.boards import ROWS
from chalicelib.store.dynamodb.client import Client, number, text
from chalicelib.store.dynamodb.directory import DirectoryItems
from chalicelib.store.dynamodb.figures import FigureItems, spread_of, verdicts
from chalicelib.store.dynamodb.keys import Item, Key, Table
from chalicelib.tally.fold import entities
from chalicelib.tally.model import ALL, LinkDay

LIFE = timedelta(days=2)
"""How long a generation is kept after it was written. One that is still shown is written
again when half of it is over, so boards survive a day without rebuilding."""

_FORM = "with ranks before"
"""What rows say. Another form is another basis: boards are written anew after it changed."""

Counts = dict[str, tuple[int, int]]
"""Visits and scans by entity."""

Excluded = dict[tuple[Level, str], dict[str, int]]
"""Requests that were not counted, by entity and then by verdict."""


@dataclass(frozen=True, slots=True)
class Boards:
    """All that a generation holds."""

    standings: Mapping[tuple[Level, Period], list[Standing]]
    excluded: Excluded
    out: Sequence[Ruling]


@dataclass(frozen=True, slots=True)
class _Excluded:
    """Whose an item of exclusions is."""

    campaign: str
    association: str
    group: str
    link: str


class Rebuilding(DirectoryItems, FigureItems):
    """The rebuilding of boards, from the counters and the directory."""

    _db: Client
    _clock: Clock

    def rebuild_boards(self, campaign: Campaign) -> bool:
        """Ranks the campaign's boards as they are now; answers whether rows were written.

        Every visit changes the campaign's own total in the transaction that adds it. So while
        that total, the day, the campaign and its links are the same, nothing is ranked. The
        total is read first: a visit that is added meanwhile makes the next round rank again.
        """
        now = self._clock()
        today = local_day(now, campaign.timezone)
        total = self.total(campaign.slug, Level.CAMPAIGN, campaign.slug)
        links = self.links(campaign.slug)
        out = left_out(self.rulings(campaign.slug))
        excluded = self._excluded(campaign.slug)
        basis = _digest(
            f"{_FORM} {today} {total.visits} {total.scans} {excluded} {out}",
            campaign_to_text(campaign),
            *(link_to_text(link) for link in links),
        )
        head = self._db.get(keys.board_head(campaign.slug))
        if head and now >= datetime.fromisoformat(head["written_at"]["S"]) + LIFE / 2:
            head = None
        if head and head["basis"]["S"] == basis:
            self._show(campaign.slug, head, now)
            return False
        boards = Boards(self._rank_all(campaign, links, today, out), excluded, out)
        generation = _digest(str(boards))
        written = not head or head["generation"]["S"] != generation
        if written:
            self._db.put_all(_items(campaign.slug, generation, boards, now))
        at = text(now.isoformat()) if written or not head else head["written_at"]
        new: Item = {"generation": text(generation), "basis": text(basis), "written_at": at}
        self._show(campaign.slug, new, now)
        return written

    def _show(self, slug: str, head: Item, now: datetime) -> None:
        self._db.put(keys.board_head(slug), head | {"updated_at": text(now.isoformat())})

    def _rank_all(
        self, campaign: Campaign, links: list[Link], today: date, out: Sequence[Ruling]
    ) -> dict[tuple[Level, Period], list[Standing]]:
        # Read before the counters: a visit of such a day that is counted meanwhile shows until
        # the next round, and no row ever has less than nothing.
        outs = self._outs(out)
        ranked: dict[tuple[Level, Period], list[Standing]] = {}
        for level in Level:
            zeros = _zeros(campaign, links, level)
            windows = self._windows(campaign.slug, level, today, outs)
            for period, counts in windows.items():
                ranked[level, period] = rank(
                    (entity, visits, scans)
                    for entity, (visits, scans) in (zeros | counts).items()
                    if visits or entity in zeros
                )
            ever, today_ = (
                {entity: visits for entity, (visits, _) in windows[period].items()}
                for period in (Period.ALL, Period.TODAY)
            )
            ranked[level, Period.ALL] = with_ranks_before(ranked[level, Period.ALL], ever, today_)
        return ranked

    def _windows(
        self, slug: str, level: Level, today: date, outs: Mapping[tuple[Level, str], Counts]
    ) -> dict[Period, Counts]:
        window = [str(today - timedelta(days=n)) for n in range(7)]
        days = [
            _sum([self._counts(slug, level, day), outs.get((level, day), {})]) for day in window
        ]
        ever = [counts for (of, _), counts in outs.items() if of is level]
        return {
            Period.ALL: _sum([self._counts(slug, level, ALL), *ever]),
            Period.TODAY: days[0],
            Period.WEEK: _sum(days),
        }

    def _counts(self, slug: str, level: Level, period: str) -> Counts:
        found = self.counts_of(slug, level, period)
        return {entity: (count.visits, count.scans) for entity, count in found.items()}

    def _outs(self, out: Sequence[Ruling]) -> dict[tuple[Level, str], Counts]:
        """What the days that are left out take from each entity, as negative counts."""
        by_day = {keys.spread(LinkDay(r.campaign, r.link, r.day)): r for r in out}
        sums: dict[tuple[Level, str], Counts] = {}
        for item in self._db.get_all(Table.TALLIES, list(by_day)):
            ruling = by_day[keys.key_of(Table.TALLIES, item)]
            for association, (visits, scans) in spread_of(item).owners.items():
                for level, entity in entities(replace(ruling, association=association)):
                    before = sums.get((level, ruling.day), {})
                    more = {entity: (-visits, -scans)}
                    sums[level, ruling.day] = _sum([before, more])
        return sums

    def _excluded(self, slug: str) -> Excluded:
        """What was not counted of each entity, in an order that does not change by itself."""
        sums: Excluded = {}
        for item in self._db.query(Table.TALLIES, keys.excluded(slug)):
            of = _Excluded(*(item[n]["S"] for n in ("campaign", "association", "grp", "link")))
            for whose in entities(of):
                kept = sums.setdefault(whose, {})
                for verdict, requests in verdicts(item).items():
                    kept[verdict.value] = kept.get(verdict.value, 0) + requests
        return sums


def _sum(parts: Iterable[Counts]) -> Counts:
    sums: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for counts in parts:
        for entity, (visits, scans) in counts.items():
            sums[entity] = (sums[entity][0] + visits, sums[entity][1] + scans)
    return dict(sums)


def _zeros(campaign: Campaign, links: list[Link], level: Level) -> Counts:
    """Who is on a board even without a visit: all but the retired and the closed."""
    if level is Level.CAMPAIGN:
        entities = [campaign.slug]
    elif level is Level.ASSOCIATION:
        entities = [a.slug for a in campaign.associations if not a.retired]
    elif level is Level.GROUP:
        entities = [g.id for a in campaign.associations for g in a.groups if not g.retired]
    else:
        entities = [link.code for link in links if not link.closed]
    return dict.fromkeys(entities, (0, 0))


def _items(slug: str, generation: str, boards: Boards, now: datetime) -> Iterator[tuple[Key, Item]]:
    """The items of a generation. An empty board has one too: it says that there are no rows."""
    partition = keys.board_pages(slug, generation)
    expires = number(int((now + LIFE).timestamp()))
    out = text(json.dumps([ruling_to_json(ruling) for ruling in boards.out]))
    for (level, period), standings in boards.standings.items():
        whole = boards.standings[Level.CAMPAIGN, period]
        excluded = boards.excluded if period is Period.ALL else {}
        for place in range(0, len(standings) or 1, ROWS):
            rows = [
                [s.rank, s.entity, s.visits, s.scans, excluded.get((level, s.entity), {}), s.before]
                for s in standings[place : place + ROWS]
            ]
            key = Key(Table.TALLIES, partition, keys.board_page(level, period, place // ROWS))
            yield (
                key,
                {
                    "rows": text(json.dumps(rows, separators=(",", ":"))),
                    "size": number(len(standings)),
                    "total": number(sum(standing.visits for standing in whole)),
                    "scans": number(sum(standing.scans for standing in whole)),
                    "left_out": out,
                    "updated_at": text(now.isoformat()),
                    keys.EXPIRES: expires,
                },
            )


def _digest(*parts: str) -> str:
    digest = blake2b(digest_size=16)
    for part in parts:
        raw = part.encode()
        digest.update(len(raw).to_bytes(4, "big"))
        digest.update(raw)
    return digest.hexdigest()
