"""Reconciling: what was missed is added, what drifts is told and left alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.campaign.model import Level
from chalicelib.clock import earliest_today
from chalicelib.tally.apply import Adder
from chalicelib.tally.model import ALL, Count, Counter, Drift
from chalicelib.tally.reconcile import AT_ONCE, Report, reconcile
from chalicelib.visits.model import RETENTION, Visit
from tests.contract.samples import ESSOR, LYON_POSTER, NOON, RIVE, visit
from tests.fakes import FakeTally

ADA, BOB, EVE = visit(LYON_POSTER, "ada"), visit(LYON_POSTER, "bob"), visit(RIVE, "eve", scan=True)
DAY = date(2026, 11, 23)
NEXT = DAY + timedelta(days=1)
LINK = Counter("enfants", Level.LINK, LYON_POSTER.code, ALL)
LINK_DAY = replace(LINK, period="2026-11-23")
TWO = Count(2)


def start(*visits: Visit) -> tuple[FakeTally, Adder]:
    store = FakeTally(*visits)
    return store, Adder(store, lambda seconds: None)


def settled(*visits: Visit) -> tuple[FakeTally, Adder]:
    store, adder = start(*visits)
    adder.add(visits)
    return store, adder


def test_what_was_missed_is_added_once() -> None:
    store, adder = start(ADA, BOB, EVE)
    adder.add([BOB])
    assert reconcile(store, adder, NEXT) == Report(kept=3, added=2)
    assert reconcile(store, adder, NEXT) == Report(kept=3, added=0)
    assert store.counts[LINK] == Count(2)


def test_more_than_are_handed_over_at_once() -> None:
    visits = [visit(ESSOR, f"v{n}") for n in range(2 * AT_ONCE + 1)]
    store, adder = start(*visits)
    assert reconcile(store, adder, NEXT) == Report(kept=len(visits), added=len(visits))


def test_nothing_kept_is_nothing_wrong() -> None:
    assert reconcile(*start(), NEXT) == Report()


@pytest.mark.parametrize(
    ("wrong", "drifts"),
    [
        ({LINK_DAY: Count(3)}, [Drift(LINK_DAY, Count(3), TWO), Drift(LINK, TWO, Count(3))]),
        ({LINK: Count(9)}, [Drift(LINK, Count(9), Count(2))]),
        ({LINK: Count(2, 1)}, [Drift(LINK, Count(2, 1), Count(2))]),
        ({LINK_DAY: None}, [Drift(LINK_DAY, Count(), Count(2)), Drift(LINK, Count(2), Count())]),
        ({LINK: None}, [Drift(LINK, Count(), Count(2))]),
    ],
    ids=["day too high", "total too high", "scans too high", "day missing", "total missing"],
)  # fmt: skip
def test_a_drift_is_told_and_left_alone(
    wrong: dict[Counter, Count | None], drifts: list[Drift]
) -> None:
    store, adder = settled(ADA, BOB, EVE)
    for counter, count in wrong.items():
        store.counts.pop(counter)
        if count:
            store.counts[counter] = count
    before = dict(store.counts)
    for _ in range(2):
        assert reconcile(store, adder, NEXT).drifts == drifts
    assert store.counts == before


def test_a_counter_of_nobody_is_a_drift() -> None:
    store, adder = settled(ADA)
    ghost = Counter("enfants", Level.LINK, "ZZZZZZZ", "2026-11-23")
    store.counts |= {ghost: Count(1), replace(ghost, period=ALL): Count(1)}
    assert reconcile(store, adder, NEXT).drifts == [Drift(ghost, Count(1), Count())]


@pytest.mark.parametrize(("still", "compared"), [(True, True), (False, False)])
def test_a_day_that_still_moves_is_not_compared(still: bool, compared: bool) -> None:
    store, adder = settled(ADA, BOB)
    store.still = still
    store.counts[LINK_DAY] = store.counts[LINK] = Count(5)
    assert bool(reconcile(store, adder, DAY).drifts) is compared
    assert reconcile(store, adder, NEXT).drifts == [Drift(LINK_DAY, Count(5), Count(2))]


@pytest.mark.parametrize(
    ("days", "compared"), [(0, True), (1, True), (32, True), (33, False), (35, False), (99, False)]
)
def test_days_near_the_end_of_retention_are_not_compared(days: int, compared: bool) -> None:
    store, adder = settled(ADA, BOB)
    del store.kept[ADA.key]  # it expired, or was lost: near the end nobody can tell
    drifts = reconcile(store, adder, DAY + timedelta(days=days)).drifts
    assert bool(drifts) is compared


def test_totals_are_compared_whatever_their_age() -> None:
    store, adder = settled(ADA, BOB)
    store.kept.clear()
    store.counts[LINK] = Count(7)
    report = reconcile(store, adder, DAY + timedelta(days=400))
    assert report.drifts == [Drift(LINK, Count(7), Count(2))]


zones = st.sampled_from(
    ["Europe/Paris", "America/Martinique", "Pacific/Tahiti", "Pacific/Kiritimati", "Etc/GMT+12"]
)


@given(
    zones,
    st.integers(0, 365 * 24 * 60),
    st.integers(-3 * 24 * 60, 3 * 24 * 60),
    st.booleans(),
)
def test_law_an_expiry_is_no_drift_anywhere(
    zone: str, minute: int, after: int, still: bool
) -> None:
    """A visit of any minute of a year, looked at within three days of its expiry."""
    moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
    there = moment.astimezone(ZoneInfo(zone))
    each = replace(ADA, at=moment, day=there.date().isoformat(), hour=there.hour)
    store, adder = settled(each)
    store.still = still
    now = each.expires + timedelta(minutes=after)
    if each.expires <= now:
        store.kept.clear()
    assert reconcile(store, adder, earliest_today(now)).drifts == []


@pytest.mark.parametrize("zone", ["Europe/Paris", "Pacific/Kiritimati", "Pacific/Tahiti"])
@pytest.mark.parametrize("minute", [0, 1, 12 * 60, 23 * 60 + 59])
def test_a_day_of_which_some_visits_expired_is_not_compared(zone: str, minute: int) -> None:
    """The first visit of a day expires up to a day before its last one does."""
    midnight = datetime(2026, 11, 23, tzinfo=ZoneInfo(zone))
    first = replace(EVE, visitor="first", at=midnight)
    last = replace(EVE, visitor="last", at=midnight + timedelta(hours=23, minutes=59))
    store, adder = settled(first, last)
    del store.kept[first.key]
    now = midnight + RETENTION + timedelta(minutes=minute)
    assert reconcile(store, adder, earliest_today(now)).drifts == []


@given(st.lists(st.tuples(st.integers(0, 30), st.booleans()), max_size=30))
def test_law_a_round_settles_everything(found: list[tuple[int, bool]]) -> None:
    visits = [
        visit((ESSOR, LYON_POSTER, RIVE)[n % 3], f"v{n}", NOON - timedelta(days=age), scan=scan)
        for n, (age, scan) in enumerate(found)
    ]
    store, adder = start(*visits)
    adder.add(visits[::2])
    first = reconcile(store, adder, NEXT)
    assert first == Report(kept=len(visits), added=len(visits[1::2]))
    assert reconcile(store, adder, NEXT) == Report(kept=len(visits))
