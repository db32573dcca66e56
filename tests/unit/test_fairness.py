"""A flag is a question, asked of the right days; an act says whose, why and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.errors import BadInput
from chalicelib.fairness import (
    FEWEST,
    MOST_REASON,
    Busiest,
    Measure,
    bring_back,
    check_day,
    leave_out,
    report,
    report_of,
    report_to_json,
    ruling_from_json,
    ruling_to_json,
)
from chalicelib.leaderboard import Ruling
from chalicelib.tally.model import Count, Spread
from chalicelib.visits.model import REPLAY_WINDOW
from tests.contract.samples import CAMPAIGN, DAY, ESSOR, LYON_POSTER, NOON, RIVE, ruling


class Store:
    """`fairness.FairnessStore` in memory."""

    def __init__(self, **counts: Count) -> None:
        self.counts = counts
        self.acts: list[Ruling] = []

    def links(self, campaign: str) -> list[Any]:
        return [ESSOR, LYON_POSTER, RIVE]

    def day(self, campaign: str, level: str, day: str) -> dict[str, Count]:
        return self.counts if (campaign, level, day) == ("enfants", "link", DAY) else {}

    def spreads(self, campaign: str, day: str) -> dict[str, Spread]:
        return {ESSOR.code: Spread({}, {"abc": 45, "def": 5}, {"chrome-linux": 50})}

    def rulings(self, campaign: str) -> list[Ruling]:
        return list(self.acts)

    def rule(self, act: Ruling) -> None:
        self.acts.append(act)


def day_of(visits: int, share: float, measure: Measure) -> tuple[Measure, ...]:
    """The flags of a day whose busiest of one measure has this share."""
    busiest = round(visits * share)
    parts = {"a": busiest} | {f"b{n}": 1 for n in range(visits - busiest)}
    hours = dict.fromkeys(range(24), (visits // 24 + 1, 0))
    spread = Spread()
    if measure is Measure.HOUR:
        hours = {0: (busiest, 0), 1: (visits - busiest, 0)}
    elif measure is Measure.NETWORK:
        spread = Spread(networks=parts)
    else:
        spread = Spread(families=parts)
    return report_of(ESSOR, DAY, Count(visits, 0, hours), spread, None).flags


@pytest.mark.parametrize(
    ("measure", "below", "above"),
    [
        (Measure.NETWORK, 0.49, 0.5),
        (Measure.HOUR, 0.79, 0.8),
        (Measure.FAMILY, 0.89, 0.9),
    ],
)
def test_a_measure_is_flagged_from_its_threshold_on(
    measure: Measure, below: float, above: float
) -> None:
    assert day_of(100, below, measure) == ()
    assert day_of(100, above, measure) == (measure,)
    assert day_of(100, 1.0, measure) == (measure,)


@pytest.mark.parametrize("measure", Measure)
def test_a_day_of_few_visits_is_never_flagged(measure: Measure) -> None:
    assert day_of(FEWEST - 1, 1.0, measure) == ()
    assert day_of(FEWEST, 1.0, measure) == (measure,)


def test_shares_are_of_the_visits_whose_network_is_known() -> None:
    """Visits of an older version tell no network: they are in no share."""
    found = report_of(ESSOR, DAY, Count(90), Spread(networks={"abc": 20, "def": 20}), None)
    assert found.busiest[Measure.NETWORK] == Busiest("", 20, 40)
    assert found.busiest[Measure.FAMILY] == Busiest()
    assert found.busiest[Measure.FAMILY].share == 0.0
    assert found.flags == (Measure.NETWORK,)


def test_the_flagged_come_first_then_the_most_visited() -> None:
    store = Store(
        EF5N7Z3=Count(80, 1, {9: (40, 1), 10: (40, 0)}),
        AB3K9X7=Count(50, 2, {14: (35, 2), 9: (15, 0)}),
        ZZZZZZZ=Count(9),
    )
    rows = report(store, "enfants", DAY)
    assert [(row.link, row.visits, row.flags) for row in rows] == [
        (ESSOR, 50, (Measure.NETWORK, Measure.FAMILY)),
        (RIVE, 80, ()),
    ]
    assert rows[0].busiest[Measure.HOUR] == Busiest("14", 35, 50)


def test_a_report_as_json_names_no_network() -> None:
    store = Store(AB3K9X7=Count(50, 2, {14: (35, 2), 9: (15, 0)}))
    store.rule(ruling(ESSOR, reason="Un essai"))
    store.rule(ruling(RIVE))
    (row,) = report_to_json(report(store, "enfants", DAY), CAMPAIGN)
    assert row == {
        "code": "AB3K9X7", "name": "L’Essor · poster", "association": "essor", "group": "",
        "channel": "poster", "day": DAY, "visits": 50, "scans": 2,
        "busiest": {
            "network": {"visits": 45, "of": 50, "share": 0.9},
            "hour": {"visits": 35, "of": 50, "share": 0.7, "name": "14"},
            "family": {"visits": 50, "of": 50, "share": 1.0, "name": "chrome-linux"},
        },
        "flags": ["network", "family"], "ranked": False, "reason": "Un essai",
    }  # fmt: skip
    assert "abc" not in str(row)


def test_an_act_is_kept_with_all_that_it_is_about() -> None:
    store = Store()
    act = leave_out(store, CAMPAIGN, LYON_POSTER, DAY, "  Un  essai ", "Inès", NOON)
    assert store.acts == [act]
    assert act == Ruling(
        "enfants", LYON_POSTER.code, DAY, False, "Un essai", "Inès", NOON, "essor", "essor/lyon",
        "poster",
    )  # fmt: skip
    later = NOON + timedelta(days=9)
    back = bring_back(store, CAMPAIGN, LYON_POSTER, DAY, "Vérifié", "Inès", later)
    assert store.acts == [act, back]
    assert back == replace(act, ranked=True, reason="Vérifié", at=later)


def test_what_is_out_cannot_be_left_out_again_nor_what_is_in_brought_back() -> None:
    store = Store()
    with pytest.raises(BadInput, match=f"the {DAY} of link AB3K9X7 is in the ranking already"):
        bring_back(store, CAMPAIGN, ESSOR, DAY, "x", "y", NOON)
    leave_out(store, CAMPAIGN, ESSOR, DAY, "x", "y", NOON)
    with pytest.raises(BadInput, match="is out of the ranking already"):
        leave_out(store, CAMPAIGN, ESSOR, DAY, "x", "y", NOON)
    leave_out(store, CAMPAIGN, ESSOR, "2026-11-22", "another day", "y", NOON)
    leave_out(store, CAMPAIGN, RIVE, DAY, "another link", "y", NOON)
    assert len(store.acts) == 3


@pytest.mark.parametrize("day", ["", "23/11/2026", "20261123", "2026-11-31", "2026-W48-1"])
def test_a_day_that_is_none_is_refused_with_an_example(day: str) -> None:
    with pytest.raises(BadInput, match="day must be like 2026-11-23, not "):
        check_day(day, date(2026, 11, 23))


def test_a_day_that_is_to_come_is_refused_by_the_campaigns_calendar() -> None:
    store = Store()
    late = datetime(2026, 11, 23, 22, 59, tzinfo=UTC)
    with pytest.raises(BadInput, match="the day 2026-11-24 is still to come; today is 2026-11-23"):
        leave_out(store, CAMPAIGN, ESSOR, "2026-11-24", "x", "y", late)
    leave_out(store, CAMPAIGN, ESSOR, "2026-11-24", "x", "y", late + timedelta(minutes=1))


@pytest.mark.parametrize(
    ("reason", "why"),
    [
        ("", f"reason must have 1 to {MOST_REASON} characters, not 0"),
        ("  ", "not 0"),
        ("x" * (MOST_REASON + 1), f"not {MOST_REASON + 1}"),
        ("two\nlines", "control character"),
        ("turned \u202e around", "control character"),
    ],
)
def test_a_reason_that_pages_cannot_show_is_refused_and_keeps_nothing(
    reason: str, why: str
) -> None:
    store = Store()
    with pytest.raises(BadInput, match=why):
        leave_out(store, CAMPAIGN, ESSOR, DAY, reason, "y", NOON)
    assert store.acts == []


def test_an_act_comes_back_as_it_was_kept() -> None:
    act = ruling(LYON_POSTER, at=NOON + timedelta(microseconds=7), reason="« Œuvre »")
    assert ruling_from_json(ruling_to_json(act)) == act


def test_a_day_is_left_out_while_its_visits_are_kept_and_brought_back_at_any_time() -> None:
    store = Store()
    oldest = (NOON - REPLAY_WINDOW).date()
    leave_out(store, CAMPAIGN, ESSOR, str(oldest), "x", "y", NOON)
    before = str(oldest - timedelta(days=1))
    with pytest.raises(BadInput, match=f"the visits of {before} are no longer kept"):
        leave_out(store, CAMPAIGN, ESSOR, before, "x", "y", NOON)
    bring_back(store, CAMPAIGN, ESSOR, str(oldest), "x", "y", NOON + timedelta(days=400))
