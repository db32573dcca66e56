"""Spreads, rulings and what boards make of them, on every store."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from chalicelib.campaign.model import Level
from chalicelib.clock import local_day
from chalicelib.errors import Conflict
from chalicelib.leaderboard import Period, Ruling, Standing, left_out, rank
from chalicelib.tally.fold import entities
from chalicelib.tally.model import Count, Spread
from chalicelib.visits.model import Verdict, Visit
from tests.contract.samples import (
    BREST,
    CAMPAIGN,
    DAY,
    ESSOR,
    LYON,
    LYON_POSTER,
    NOON,
    RIVE,
    excluded,
    patient,
    ruling,
    visit,
)
from tests.contract.stands import Stand

MOVED = replace(LYON_POSTER, association="cairn")
"""The same link after its group went to another association."""


@pytest.fixture(autouse=True)
def campaign(stand: Stand) -> None:
    stand.store.save(CAMPAIGN)
    for link in (ESSOR, LYON_POSTER, RIVE):
        stand.store.add_link(link)


def follow(stand: Stand, *visits: Visit) -> None:
    for each in visits:
        stand.store.record(each, patient())
    stand.deliver(CAMPAIGN)


def rule(stand: Stand, *acts: Ruling) -> None:
    for act in acts:
        stand.store.rule(act)
    stand.deliver(CAMPAIGN)


def rows(stand: Stand, level: Level, period: Period = Period.ALL) -> dict[str, tuple[int, int]]:
    page = stand.store.board(CAMPAIGN, level, period, 200, None)
    return {s.entity: (s.visits, s.scans) for s in page.rows if s.visits or s.scans}


def test_a_links_day_is_spread_over_networks_families_and_owners(stand: Stand) -> None:
    follow(
        stand,
        visit(LYON_POSTER, "ada", network="aaa", family="safari-iphone"),
        visit(LYON_POSTER, "bob", network="aaa", scan=True),
        visit(MOVED, "eve", network="bbb", scan=True),
        visit(LYON_POSTER, "old", network="", family=""),
        visit(RIVE, "ada", network="ccc"),
        visit(RIVE, "ada", NOON - timedelta(days=1), network="ddd"),
    )
    assert stand.store.spreads("enfants", DAY) == {
        LYON_POSTER.code: Spread(
            {"essor": (3, 1), "cairn": (1, 1)},
            {"aaa": 2, "bbb": 1},
            {"safari-iphone": 1, "chrome-android": 2},
        ),
        RIVE.code: Spread({"rive": (1, 0)}, {"ccc": 1}, {"chrome-android": 1}),
    }
    assert stand.store.spreads("enfants", "2026-11-20") == {}
    assert stand.store.spreads("autres", DAY) == {}


def test_a_visit_delivered_twice_is_spread_once(stand: Stand) -> None:
    follow(stand, visit(ESSOR, "ada"))
    stand.deliver(again=True)
    stand.store.record(replace(visit(ESSOR, "ada"), request="again", network="bbb"), patient())
    stand.deliver()
    assert stand.store.spreads("enfants", DAY)[ESSOR.code].networks == {"3af": 1}


def test_a_day_of_every_entity_has_its_hours(stand: Stand) -> None:
    follow(
        stand,
        visit(LYON_POSTER, "ada", scan=True),
        visit(LYON_POSTER, "bob", NOON + timedelta(hours=2)),
        visit(RIVE, "ada", NOON - timedelta(days=1)),
    )
    found = stand.store.day("enfants", Level.LINK, DAY)
    assert found == {LYON_POSTER.code: Count(2, 1, {12: (1, 1), 14: (1, 0)})}
    assert list(stand.store.day("enfants", Level.ASSOCIATION, DAY)) == ["essor"]
    assert stand.store.day("enfants", Level.LINK, "2026-11-20") == {}


def test_rulings_are_kept_in_the_order_of_their_times(stand: Stand) -> None:
    paris = NOON.astimezone().replace(microsecond=0)
    first = ruling(ESSOR, at=NOON)
    second = ruling(ESSOR, ranked=True, at=NOON + timedelta(microseconds=7))
    third = ruling(RIVE, at=paris + timedelta(seconds=1), reason="« Œuvre » d’un seul réseau")
    rule(stand, third, second, first)
    assert stand.store.rulings("enfants") == [first, second, third]
    assert stand.store.rulings("autres") == []


def test_two_acts_at_one_moment_do_not_hide_each_other(stand: Stand) -> None:
    rule(stand, ruling(ESSOR))
    with pytest.raises(Conflict, match="at this very moment"):
        stand.store.rule(ruling(ESSOR, ranked=True))
    assert stand.store.rulings("enfants") == [ruling(ESSOR)]


def test_a_day_that_is_left_out_adds_to_no_row_and_stays_in_the_tallies(stand: Stand) -> None:
    yesterday = NOON - timedelta(days=1)
    follow(
        stand,
        visit(LYON_POSTER, "ada", scan=True),
        visit(LYON_POSTER, "bob"),
        visit(LYON_POSTER, "ada", yesterday),
        visit(ESSOR, "ada"),
        visit(RIVE, "ada", scan=True),
    )
    rule(stand, ruling(LYON_POSTER))
    for period, essor in ((Period.ALL, (2, 0)), (Period.WEEK, (2, 0)), (Period.TODAY, (1, 0))):
        assert rows(stand, Level.ASSOCIATION, period) == {"essor": essor, "rive": (1, 1)}
    assert rows(stand, Level.GROUP) == {LYON.id: (1, 0)}
    assert rows(stand, Level.LINK, Period.TODAY) == {ESSOR.code: (1, 0), RIVE.code: (1, 1)}
    page = stand.store.board(CAMPAIGN, Level.ASSOCIATION, Period.ALL, 1, None)
    assert (page.total, page.scans, page.left_out) == (3, 1, (ruling(LYON_POSTER),))
    assert stand.store.total("enfants", Level.CAMPAIGN, "enfants") == Count(5, 2)
    assert stand.store.totals("enfants", Level.GROUP) == {LYON.id: Count(3, 1)}

    follow(stand, visit(LYON_POSTER, "late", scan=True))
    assert rows(stand, Level.GROUP) == {LYON.id: (1, 0)}
    assert stand.store.total("enfants", Level.LINK, LYON_POSTER.code) == Count(4, 2)

    rule(stand, ruling(LYON_POSTER, ranked=True, at=NOON + timedelta(minutes=1)))
    assert rows(stand, Level.ASSOCIATION) == {"essor": (5, 2), "rive": (1, 1)}
    assert rows(stand, Level.ASSOCIATION, Period.TODAY) == {"essor": (4, 2), "rive": (1, 1)}
    assert rows(stand, Level.LINK)[LYON_POSTER.code] == (4, 2)
    again = stand.store.board(CAMPAIGN, Level.ASSOCIATION, Period.ALL, 9, None)
    assert (again.total, again.scans, again.left_out) == (6, 3, ())


def test_a_retired_row_with_nothing_but_days_left_out_is_not_shown(stand: Stand) -> None:
    follow(stand, visit(RIVE, "ada"))
    members = [replace(a, retired=a.slug == "rive") for a in CAMPAIGN.associations]
    gone = replace(CAMPAIGN, version=2, associations=tuple(members))
    stand.store.save(gone)
    stand.store.rule(ruling(RIVE))
    stand.deliver(gone)
    found = stand.store.board(gone, Level.ASSOCIATION, Period.ALL, 9, None)
    assert [s.entity for s in found.rows] == ["cairn", "essor"]


def test_rows_of_all_time_say_what_was_not_counted(stand: Stand) -> None:
    for link, verdict in (
        (LYON_POSTER, Verdict.ROBOT),
        (MOVED, Verdict.ROBOT),
        (MOVED, Verdict.HEAD),
        (ESSOR, Verdict.PREVIEW),
    ):
        stand.store.exclude(excluded(link, verdict), patient())
    stand.deliver(CAMPAIGN)

    def found(level: Level, period: Period = Period.ALL) -> object:
        return stand.store.board(CAMPAIGN, level, period, 9, None).excluded

    assert found(Level.ASSOCIATION) == {
        "essor": {Verdict.ROBOT: 1, Verdict.PREVIEW: 1},
        "cairn": {Verdict.ROBOT: 1, Verdict.HEAD: 1},
    }
    assert found(Level.GROUP) == {LYON.id: {Verdict.ROBOT: 2, Verdict.HEAD: 1}}
    assert found(Level.LINK) == {
        LYON_POSTER.code: {Verdict.ROBOT: 2, Verdict.HEAD: 1},
        ESSOR.code: {Verdict.PREVIEW: 1},
    }
    assert found(Level.GROUP, Period.WEEK) == {}
    sums = {Verdict.ROBOT: 2, Verdict.HEAD: 1}
    assert stand.store.excluded("enfants", LYON_POSTER.code) == sums


LINKS = (ESSOR, LYON_POSTER, MOVED, RIVE)
EVERYBODY = {
    Level.CAMPAIGN: ["enfants"],
    Level.ASSOCIATION: ["essor", "rive", "cairn"],
    Level.GROUP: [LYON.id, BREST.id],
    Level.LINK: [ESSOR.code, LYON_POSTER.code, RIVE.code],
}


@pytest.mark.parametrize("seed", range(3))
def test_boards_are_the_visits_of_the_days_that_are_ranked(stand: Stand, seed: int) -> None:
    """Visits, acts and midnights in any order, held against adding everything up anew."""
    chance = random.Random(seed)
    visits: dict[str, Visit] = {}
    acts: list[Ruling] = []
    for _ in range(60):
        at = stand.clock.now
        turn = chance.random()
        link = chance.choice(LINKS)
        day = local_day(at - timedelta(days=chance.choice((0, 0, 1, 2, 7))), "Europe/Paris")
        if turn < 0.75:
            each = visit(link, str(chance.randrange(40)), at, chance.random() < 0.5)
            stand.store.record(each, patient())
            visits.setdefault(each.key, each)
        else:
            out = (link.code, str(day)) in {(act.link, act.day) for act in left_out(acts)}
            acts.append(ruling(link, str(day), ranked=out, at=at))
            stand.store.rule(acts[-1])
        stand.clock.now += timedelta(hours=chance.choice((0, 1, 5, 20)), seconds=1)
        if turn > 0.9:
            check(stand, visits, acts)
    check(stand, visits, acts)


def check(stand: Stand, visits: dict[str, Visit], acts: list[Ruling]) -> None:
    stand.deliver(CAMPAIGN)
    for level in Level:
        for period in Period:
            page = stand.store.board(CAMPAIGN, level, period, 200, None)
            some = list(ranked(visits.values(), acts, period, stand.clock.now))
            wanted = expected(some, level)
            if period is Period.ALL:
                today = str(local_day(stand.clock.now, "Europe/Paris"))
                earlier = expected([v for v in some if v.day != today], level)
                wanted = [replace(one, before=rank_in(earlier, one.entity)) for one in wanted]
            assert page.rows == tuple(wanted), (level, period)
            assert (page.total, page.scans) == (len(some), sum(v.scan for v in some))
            assert page.left_out == left_out(acts)
        totals = {s.entity: Count(s.visits, s.scans) for s in expected(visits.values(), level)}
        counted = {entity: count for entity, count in totals.items() if count.visits}
        assert stand.store.totals("enfants", level) == counted


def rank_in(earlier: list[Standing], entity: str) -> int:
    """The rank that it had among those with visits; 0 where it had none."""
    return next((s.rank for s in earlier if s.entity == entity and s.visits), 0)


def ranked(
    visits: Iterable[Visit], acts: list[Ruling], period: Period, now: datetime
) -> Iterator[Visit]:
    out = {(act.link, act.day) for act in left_out(acts)}
    today = local_day(now, "Europe/Paris")
    first = {Period.ALL: "", Period.TODAY: str(today), Period.WEEK: str(today - timedelta(days=6))}
    for each in visits:
        if (each.link, each.day) not in out and each.day >= first[period]:
            yield each


def expected(visits: Iterable[Visit], level: Level) -> list[Standing]:
    sums = {entity: [0, 0] for entity in EVERYBODY[level]}
    for each in visits:
        for of, entity in entities(each):
            if of is level:
                sums[entity][0] += 1
                sums[entity][1] += each.scan
    return rank((entity, visits, scans) for entity, (visits, scans) in sums.items())
