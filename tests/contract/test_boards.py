"""Leaderboards, as rooms see them on every store."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.campaign.model import Association, Campaign, Level, Link
from chalicelib.errors import BadInput
from chalicelib.growth import Grown, grown
from chalicelib.leaderboard import Page, Period, Standing
from tests.contract.samples import (
    BREST,
    CAMPAIGN,
    ESSOR,
    LYON,
    LYON_POSTER,
    NOON,
    RIVE,
    patient,
    ruling,
    visit,
)
from tests.contract.stands import Stand

CAIRN = Link("GH6P5W4", "enfants", "cairn", "", "poster")


def start(stand: Stand, *links: Link) -> None:
    stand.store.save(CAMPAIGN)
    for link in links:
        stand.store.add_link(link)


def follow(stand: Stand, link: Link, count: int, scans: int = 0) -> None:
    """`count` people follow `link` at the time that the stand's clock shows."""
    for n in range(count):
        each = visit(link, f"{stand.clock.now} {n}", stand.clock.now, scan=n < scans)
        stand.store.record(each, patient())


def board(stand: Stand, level: Level, period: Period = Period.ALL) -> Page:
    return stand.store.board(CAMPAIGN, level, period, 200, None)


def rows(stand: Stand, level: Level, period: Period = Period.ALL) -> list[tuple[int, str, int]]:
    return [(s.rank, s.entity, s.visits) for s in board(stand, level, period).rows]


def test_most_visits_come_first_ties_share_a_rank_and_nobody_is_left_out(stand: Stand) -> None:
    dune = replace(
        CAMPAIGN, version=2, associations=(*CAMPAIGN.associations, Association("dune", "La Dune"))
    )
    start(stand, ESSOR, RIVE, CAIRN)
    stand.store.save(dune)
    follow(stand, ESSOR, 2)
    follow(stand, RIVE, 2, scans=1)
    follow(stand, CAIRN, 1)
    stand.deliver(dune)
    found = stand.store.board(dune, Level.ASSOCIATION, Period.ALL, 10, None)
    assert found == Page(
        (
            Standing(1, "essor", 2, 0),
            Standing(1, "rive", 2, 1),
            Standing(3, "cairn", 1, 0),
            Standing(4, "dune", 0, 0),
        ),
        5,
        NOON,
        None,
        scans=1,
    )


def test_every_level_has_its_board(stand: Stand) -> None:
    start(stand, ESSOR, LYON_POSTER, RIVE)
    follow(stand, LYON_POSTER, 2, scans=1)
    follow(stand, ESSOR, 1)
    stand.deliver(CAMPAIGN)
    assert rows(stand, Level.CAMPAIGN) == [(1, "enfants", 3)]
    assert rows(stand, Level.ASSOCIATION) == [(1, "essor", 3), (2, "cairn", 0), (2, "rive", 0)]
    assert rows(stand, Level.GROUP) == [(1, LYON.id, 2), (2, BREST.id, 0)]
    assert rows(stand, Level.LINK) == [
        (1, LYON_POSTER.code, 2), (2, ESSOR.code, 1), (3, RIVE.code, 0),
    ]  # fmt: skip


def test_before_the_first_visit_everybody_is_first(stand: Stand) -> None:
    start(stand)
    stand.deliver(CAMPAIGN)
    for period in Period:
        found = board(stand, Level.ASSOCIATION, period)
        assert found.total == 0
        assert [(s.rank, s.entity) for s in found.rows] == [(1, "cairn"), (1, "essor"), (1, "rive")]
        assert board(stand, Level.LINK, period) == Page((), 0, NOON, None)


def test_a_campaign_that_has_no_board_yet_has_an_empty_one(stand: Stand) -> None:
    assert board(stand, Level.LINK) == Page((), 0, NOON, None)


def test_the_retired_stay_only_where_they_have_visits(stand: Stand) -> None:
    start(stand, LYON_POSTER, RIVE, CAIRN)
    follow(stand, LYON_POSTER, 2)
    follow(stand, RIVE, 1)
    essor, rive, cairn = CAMPAIGN.associations
    groups = (replace(LYON, retired=True), replace(BREST, retired=True))
    members = (
        replace(essor, groups=groups), replace(rive, retired=True), replace(cairn, retired=True),
    )  # fmt: skip
    retired = replace(CAMPAIGN, associations=members, version=2)
    stand.store.save(retired)
    stand.store.change_link(replace(RIVE, closed=True))
    stand.store.change_link(replace(CAIRN, closed=True))
    stand.deliver(retired)
    assert rows(stand, Level.ASSOCIATION) == [(1, "essor", 2), (2, "rive", 1)]
    assert rows(stand, Level.GROUP) == [(1, LYON.id, 2)]
    assert rows(stand, Level.LINK) == [(1, LYON_POSTER.code, 2), (2, RIVE.code, 1)]
    stand.clock.now = NOON + timedelta(days=1)
    stand.deliver(retired)
    assert rows(stand, Level.ASSOCIATION, Period.TODAY) == [(1, "essor", 0)]
    assert rows(stand, Level.GROUP, Period.TODAY) == []
    assert rows(stand, Level.GROUP, Period.WEEK) == [(1, LYON.id, 2)]


def test_days_turn_at_midnight_where_the_campaign_lives(stand: Stand) -> None:
    """At 22:59 UTC it is 23:59 in Paris; a minute later Paris has the next day."""
    start(stand, RIVE)
    stand.clock.now = datetime(2026, 11, 23, 22, 59, tzinfo=UTC)
    follow(stand, RIVE, 3)
    stand.deliver(CAMPAIGN)

    def totals(after: timedelta) -> tuple[int, ...]:
        stand.clock.now = datetime(2026, 11, 23, 22, 59, tzinfo=UTC) + after
        stand.deliver(CAMPAIGN)
        for period in Period:
            found = board(stand, Level.ASSOCIATION, period)
            assert sum(s.visits for s in found.rows) == found.total
        return tuple(board(stand, Level.LINK, period).total for period in Period)

    minute, day = timedelta(minutes=1), timedelta(days=1)
    assert totals(timedelta()) == (3, 3, 3)  # all, today, 7d
    assert totals(minute) == (3, 0, 3)
    follow(stand, RIVE, 2)
    assert totals(2 * minute) == (5, 2, 5)
    assert totals(6 * day) == (5, 0, 5)
    assert totals(6 * day + minute) == (5, 0, 2)
    assert totals(7 * day + minute) == (5, 0, 0)


def test_a_late_visit_goes_to_its_own_day(stand: Stand) -> None:
    start(stand, RIVE)
    follow(stand, RIVE, 1)
    for days in (1, 6, 7, 30):
        stand.store.record(visit(RIVE, "late", NOON - timedelta(days=days)), patient())
    stand.deliver(CAMPAIGN)
    totals = [board(stand, Level.LINK, period).total for period in Period]
    assert totals == [5, 1, 3]


def before(stand: Stand, level: Level, period: Period = Period.ALL) -> list[tuple[str, int, int]]:
    return [(s.entity, s.rank, s.before) for s in board(stand, level, period).rows]


def test_rows_of_all_time_know_their_rank_before_today(stand: Stand) -> None:
    start(stand, ESSOR, LYON_POSTER, RIVE, CAIRN)
    stand.clock.now = NOON - timedelta(days=1)
    follow(stand, LYON_POSTER, 3)
    follow(stand, RIVE, 2)
    stand.clock.now = NOON
    stand.deliver(CAMPAIGN)
    assert before(stand, Level.ASSOCIATION) == [("essor", 1, 1), ("rive", 2, 2), ("cairn", 3, 0)]
    follow(stand, CAIRN, 4)
    follow(stand, RIVE, 2)
    stand.deliver(CAMPAIGN)
    # Rive had less than Essor when the day began, Cairn had nothing.
    assert before(stand, Level.ASSOCIATION) == [("cairn", 1, 0), ("rive", 1, 2), ("essor", 3, 1)]
    assert before(stand, Level.GROUP) == [(LYON.id, 1, 1), (BREST.id, 2, 0)]
    assert before(stand, Level.LINK)[0] == (RIVE.code, 1, 2)
    for period in (Period.TODAY, Period.WEEK):
        assert {was for _, _, was in before(stand, Level.ASSOCIATION, period)} == {0}
    stand.clock.now = NOON + timedelta(days=1)
    stand.deliver(CAMPAIGN)
    assert before(stand, Level.ASSOCIATION) == [("cairn", 1, 1), ("rive", 1, 1), ("essor", 3, 3)]


NEARLY_AS_BEFORE = (
    (0, 0, 9, 0, 1, 0, 7, 0),
    [
        ("a-0002", 1, 2),
        ("a-0006", 2, 0),
        ("a-0000", 3, 1),
        ("a-0001", 4, 2),
        ("a-0004", 4, 4),
        ("a-0003", 6, 4),
        ("a-0005", 7, 6),
        ("a-0007", 8, 0),
    ],
)
THE_LAST_FIRST = (
    (0, 0, 0, 0, 3, 9, 7, 0),
    [
        ("a-0005", 1, 6),
        ("a-0006", 2, 0),
        ("a-0004", 3, 4),
        ("a-0000", 4, 1),
        ("a-0001", 5, 2),
        ("a-0002", 5, 2),
        ("a-0003", 7, 4),
        ("a-0007", 8, 0),
    ],
)


@pytest.mark.parametrize(
    ("today", "ranked"), [NEARLY_AS_BEFORE, THE_LAST_FIRST], ids=["as before", "the last first"]
)
def test_ranks_before_today_are_right_on_every_page(
    stand: Stand, today: tuple[int, ...], ranked: list[tuple[str, int, int]]
) -> None:
    campaign = many(30)
    stand.store.save(campaign)
    links = [Link(f"LINK{n}", "enfants", f"a-{n:04}", "", "poster") for n in range(8)]
    stand.clock.now = NOON - timedelta(days=1)
    for link, visits in zip(links, (5, 4, 4, 3, 3, 1, 0, 0), strict=True):
        follow(stand, link, visits)
    stand.clock.now = NOON
    for link, visits in zip(links, today, strict=True):
        follow(stand, link, visits)
    stand.deliver(campaign)
    seen: list[Standing] = []
    cursor: str | None = None
    while cursor or not seen:
        page = stand.store.board(campaign, Level.ASSOCIATION, Period.ALL, 3, cursor)
        seen, cursor = [*seen, *page.rows], page.next
    assert [(s.entity, s.rank, s.before) for s in seen[:8]] == ranked
    assert {s.before for s in seen[8:]} == {0}


def test_a_day_that_is_left_out_counts_in_no_rank_before(stand: Stand) -> None:
    start(stand, ESSOR, RIVE)
    stand.clock.now = NOON - timedelta(days=1)
    follow(stand, ESSOR, 3)
    follow(stand, RIVE, 2)
    stand.clock.now = NOON
    stand.deliver(CAMPAIGN)
    stand.store.rule(ruling(ESSOR, "2026-11-22"))
    stand.deliver(CAMPAIGN)
    assert before(stand, Level.ASSOCIATION)[:2] == [("rive", 1, 1), ("cairn", 2, 0)]


def test_growth_is_this_week_less_the_one_before(stand: Stand) -> None:
    start(stand, ESSOR, RIVE, CAIRN)
    for days, link, count in (
        (40, ESSOR, 9),
        (14, ESSOR, 5),  # older than both weeks
        (13, ESSOR, 3),
        (7, ESSOR, 1),
        (6, ESSOR, 2),
        (0, ESSOR, 1),
        (13, RIVE, 2),
        (7, RIVE, 6),
        (3, RIVE, 1),
        (6, CAIRN, 4),
    ):
        stand.clock.now = NOON - timedelta(days=days)
        follow(stand, link, count)
    stand.clock.now = NOON
    stand.deliver(CAMPAIGN)
    found, week = grown(stand.store, CAMPAIGN, NOON)
    assert found == [
        Grown("Le Cairn", 4, 0, True),
        Grown("L’Essor", 3, 4, False),
        Grown("La Rive", 1, 8, False),
    ]
    assert week.updated_at == NOON
    stand.store.rule(ruling(RIVE, "2026-11-16"))
    stand.store.rule(ruling(CAIRN, "2026-11-17", at=NOON + timedelta(seconds=1)))
    stand.deliver(CAMPAIGN)
    found, _ = grown(stand.store, CAMPAIGN, NOON)
    assert [(one.visits, one.before, one.gained) for one in found] == [
        (0, 0, 0), (3, 4, -1), (1, 2, -1),
    ]  # fmt: skip


def many(count: int) -> Campaign:
    members = tuple(Association(f"a-{n:04}", f"A {n}") for n in range(count))
    return replace(CAMPAIGN, associations=members)


@pytest.mark.parametrize("limit", [7, 100, 200])
def test_paging_shows_every_row_once_in_order(stand: Stand, limit: int) -> None:
    campaign = many(207)
    stand.store.save(campaign)
    for n, visits in ((5, 3), (206, 3), (30, 1), (31, 2)):
        follow(stand, Link(f"LINK{n}", "enfants", f"a-{n:04}", "", "poster"), visits)
    stand.deliver(campaign)
    seen: list[Standing] = []
    cursor: str | None = None
    pages = 0
    while cursor or not pages:
        page = stand.store.board(campaign, Level.ASSOCIATION, Period.TODAY, limit, cursor)
        assert page.total == 9
        assert len(page.rows) == min(limit, 207 - len(seen))
        seen += page.rows
        cursor, pages = page.next, pages + 1
    assert pages == -(-207 // limit)
    first = [(1, "a-0005", 3), (1, "a-0206", 3), (3, "a-0031", 2), (4, "a-0030", 1)]
    assert [(s.rank, s.entity, s.visits) for s in seen[:4]] == first
    assert [s.entity for s in seen[4:]] == sorted(s.entity for s in seen[4:])
    assert {(s.rank, s.visits) for s in seen[4:]} == {(5, 0)}
    assert len({s.entity for s in seen}) == 207


def test_a_page_that_is_just_full_is_the_last(stand: Stand) -> None:
    campaign = many(100)
    stand.store.save(campaign)
    stand.deliver(campaign)
    page = stand.store.board(campaign, Level.ASSOCIATION, Period.ALL, 100, None)
    assert (len(page.rows), page.next) == (100, None)


CURSORS = {
    "words": "suivant",
    "a number": "50",
    "an offset of no board": f"{'0' * 32}.50",
    "a long number": "1" * 5000,
    "accents": "é",
    "Arabic digits": f"{'0' * 32}.٥",
    "a line end": f"{'0' * 32}.50\n",
    "an empty place": "e30",
    "another's place": base64.urlsafe_b64encode(b'["1","a",1,1]').decode().rstrip("="),
    "a nested place": base64.urlsafe_b64encode(b"[" * 3000).decode().rstrip("="),
    "no number": base64.urlsafe_b64encode(b'[NaN,"a",1,1]').decode().rstrip("="),
    "a huge number": base64.urlsafe_b64encode(b'[1e999,"a",1,1]').decode().rstrip("="),
    "a negative one": base64.urlsafe_b64encode(b'[-9999999999999999999999,"a",1,1]').decode(),
    "half a character": base64.urlsafe_b64encode(b'[1,"\\ud800",1,1]').decode().rstrip("="),
}


@pytest.mark.parametrize("cursor", CURSORS.values(), ids=CURSORS.keys())
def test_a_cursor_that_no_board_gave_is_refused(stand: Stand, cursor: str) -> None:
    start(stand, RIVE)
    stand.deliver(CAMPAIGN)
    with pytest.raises(BadInput, match="start without it"):
        stand.store.board(CAMPAIGN, Level.ASSOCIATION, Period.ALL, 10, cursor)
