"""The write that counts, and what becomes of it: visits, tallies, figures, reconciling."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.campaign.model import Level, Link
from chalicelib.tally.apply import Adder
from chalicelib.tally.fold import fold
from chalicelib.tally.model import ALL, Count, Counter, Drift
from chalicelib.tally.reconcile import reconcile
from chalicelib.visits.model import RETENTION, Outcome, Verdict, Visit
from tests.contract.samples import (
    ESSOR,
    LYON,
    LYON_POSTER,
    NOON,
    OTHER_LINK,
    RIVE,
    excluded,
    patient,
    visit,
)
from tests.contract.stands import Stand

ADA, BOB, EVE = (visit(LYON_POSTER, visitor) for visitor in ("ada", "bob", "eve"))


def whole(stand: Stand) -> Count:
    return stand.store.total("enfants", Level.CAMPAIGN, "enfants")


def test_a_person_is_a_visit_once_a_day_and_link(stand: Stand) -> None:
    record = stand.store.record
    assert record(ADA, patient()) is Outcome.NEW
    assert record(ADA, patient()) is Outcome.RETRY
    assert record(replace(ADA, request="another"), patient()) is Outcome.REPEAT
    assert record(replace(ADA, request="a scan", scan=True), patient()) is Outcome.REPEAT
    assert record(BOB, patient()) is Outcome.NEW
    assert record(visit(RIVE, "ada"), patient()) is Outcome.NEW
    assert record(visit(LYON_POSTER, "ada", NOON + timedelta(days=1)), patient()) is Outcome.NEW
    assert record(ADA, patient()) is Outcome.RETRY
    stand.deliver()
    assert whole(stand) == Count(4, 0)


def test_visits_come_back_as_they_were_recorded(stand: Stand) -> None:
    visits = [ADA, visit(ESSOR, "bob", NOON + timedelta(microseconds=7), scan=True)]
    for each in visits:
        stand.store.record(each, patient())
    stand.deliver()
    kept = sorted(stand.store.kept_visits(), key=lambda pair: pair[0].visitor)
    assert kept == [(each, True) for each in visits]


def test_an_expired_visit_is_not_kept(stand: Stand) -> None:
    stand.store.record(ADA, patient())
    stand.deliver()
    stand.clock.now = NOON + RETENTION - timedelta(seconds=1)
    assert [v for v, _ in stand.store.kept_visits()] == [ADA]
    stand.clock.now = NOON + RETENTION
    assert list(stand.store.kept_visits()) == []
    stand.store.expire()
    assert list(stand.store.kept_visits()) == []
    assert whole(stand) == Count(1)


def test_whatever_is_delivered_again_is_added_once(stand: Stand) -> None:
    for each in (ADA, BOB):
        stand.store.record(each, patient())
    stand.deliver()
    stand.store.record(EVE, patient())
    stand.deliver(again=True)
    assert stand.deliver(again=True) == 0
    assert whole(stand) == Count(3)


def test_marks_and_additions_are_one(stand: Stand) -> None:
    stand.lose(ADA, BOB)
    assert stand.store.add_once((ADA, BOB)) == frozenset()
    assert whole(stand) == Count(2)
    assert stand.store.add_once((ADA, BOB)) == {ADA.key, BOB.key}
    assert whole(stand) == Count(2)


def test_a_spent_visit_stops_its_whole_batch(stand: Stand) -> None:
    stand.lose(ADA, BOB)
    stand.store.add_once((ADA,))
    assert stand.store.add_once((BOB, ADA)) == {ADA.key}
    assert whole(stand) == Count(1)
    assert dict(stand.store.kept_visits()) == {ADA: True, BOB: False}


def test_a_visit_that_is_gone_adds_nothing_and_does_not_come_back(stand: Stand) -> None:
    stand.lose(ADA, BOB)
    stand.vanish(ADA)
    assert stand.store.add_once((ADA, BOB)) == {ADA.key}
    assert whole(stand) == Count()
    assert dict(stand.store.kept_visits()) == {BOB: False}


def test_an_adder_adds_what_a_transaction_does_not_hold(stand: Stand) -> None:
    links = [replace(ESSOR, code=f"LINK{n:03}", channel=f"c{n}") for n in range(12)]
    visits = [visit(link, f"v{n}") for link in links for n in range(9)]
    stand.lose(*visits)
    assert Adder(stand.store).add([*visits, *visits[:5]]) == len(visits)
    assert Adder(stand.store).add(visits) == 0
    assert stand.store.totals("enfants", Level.LINK) == {link.code: Count(9) for link in links}


def test_figures_are_by_entity_day_and_hour(stand: Stand) -> None:
    evening = NOON + timedelta(hours=8)
    before = NOON - timedelta(days=30)
    for each in (
        ADA,
        replace(BOB, scan=True),
        visit(LYON_POSTER, "eve", evening),
        visit(LYON_POSTER, "ada", before),
        visit(ESSOR, "ada", scan=True),
        visit(RIVE, "ada"),
        visit(OTHER_LINK, "ada"),
    ):
        stand.store.record(each, patient())
    stand.deliver()
    store = stand.store
    assert store.totals("enfants", Level.CAMPAIGN) == {"enfants": Count(6, 2)}
    assert store.totals("enfants", Level.ASSOCIATION) == {"essor": Count(5, 2), "rive": Count(1)}
    assert store.totals("enfants", Level.GROUP) == {LYON.id: Count(4, 1)}
    assert store.totals("enfants", Level.LINK) == {
        ESSOR.code: Count(1, 1), LYON_POSTER.code: Count(4, 1), RIVE.code: Count(1),
    }  # fmt: skip
    assert store.total("enfants", Level.ASSOCIATION, "essor") == Count(5, 2)
    assert store.days("enfants", Level.GROUP, LYON.id) == [
        ("2026-10-24", Count(1, 0, {13: (1, 0)})),  # noon in winter is one o'clock in summer
        ("2026-11-23", Count(3, 1, {12: (2, 1), 20: (1, 0)})),
    ]
    assert store.days("enfants", Level.LINK, ESSOR.code) == [
        ("2026-11-23", Count(1, 1, {12: (1, 1)})),
    ]


def test_nothing_was_counted_of_the_unknown(stand: Stand) -> None:
    assert stand.store.totals("enfants", Level.LINK) == {}
    assert stand.store.total("enfants", Level.LINK, "ZZZZZZZ") == Count()
    assert stand.store.days("enfants", Level.LINK, "ZZZZZZZ") == []
    assert stand.store.excluded("enfants", "ZZZZZZZ") == {}


def test_exclusions_are_by_verdict(stand: Stand) -> None:
    for verdict in (Verdict.ROBOT, Verdict.ROBOT, Verdict.HEAD, Verdict.ROBOT):
        stand.store.exclude(excluded(ESSOR, verdict), patient())
    stand.deliver()
    found = stand.store.excluded("enfants", ESSOR.code)
    assert found == {Verdict.ROBOT: 3, Verdict.HEAD: 1}
    assert stand.store.excluded("enfants", RIVE.code) == {}
    assert whole(stand) == Count()


def test_reconciling_adds_what_was_missed_once(stand: Stand) -> None:
    stand.store.record(EVE, patient())
    stand.lose(ADA, BOB)
    stand.deliver()
    today = NOON.date() + timedelta(days=1)
    first = reconcile(stand.store, Adder(stand.store), today)
    assert (first.kept, first.added, first.drifts) == (3, 2, [])
    second = reconcile(stand.store, Adder(stand.store), today)
    assert (second.kept, second.added, second.drifts) == (3, 0, [])
    assert whole(stand) == Count(3)


@pytest.mark.parametrize("period", [ALL, "2026-11-23"])
def test_reconciling_reports_a_drift_and_leaves_it(stand: Stand, period: str) -> None:
    stand.store.record(ADA, patient())
    stand.deliver()
    wrong = Counter("enfants", Level.ASSOCIATION, "essor", period)
    stand.inflate(wrong)
    total = replace(wrong, period=ALL)
    drifts = [Drift(total, Count(2), Count(1))]
    if period != ALL:
        drifts = [Drift(wrong, Count(2), Count(1)), Drift(total, Count(1), Count(2))]
    for _ in range(2):
        report = reconcile(stand.store, Adder(stand.store), NOON.date() + timedelta(days=1))
        assert report.drifts == drifts


def test_every_counter_is_listed(stand: Stand) -> None:
    visits: list[Visit] = [ADA, visit(OTHER_LINK, "ada", scan=True)]
    for each in visits:
        stand.store.record(each, patient())
    stand.deliver()
    expected = {c: Count(n.visits, n.scans) for c, n in fold(visits).items()}
    assert {c: n for c, n in stand.store.counters() if n.visits} == expected


def test_an_address_of_any_length_is_a_visit_like_another(stand: Stand) -> None:
    long = Link("ZZZZZZZ", "c" * 60, "a" * 60, f"{'a' * 60}/{'g' * 60}", "poster")
    each = visit(long, "f" * 32)
    stand.store.record(each, patient())
    stand.deliver()
    assert stand.store.totals(long.campaign, Level.GROUP) == {long.group: Count(1)}
    assert list(stand.store.kept_visits()) == [(each, True)]
