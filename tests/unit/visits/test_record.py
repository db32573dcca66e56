"""The write that counts; and the line of the log that stands for it when it fails."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.clock import Budget
from chalicelib.errors import BadInput
from chalicelib.visits.model import Outcome, Verdict, Visit
from chalicelib.visits.record import Recorder, deferred_line, visit_from_json, visit_to_json
from tests.contract.samples import ESSOR, LYON_POSTER, NOON, excluded, patient, visit
from tests.fakes import FakeVisits, Ticker

ADA = visit(LYON_POSTER, "ada", scan=True)
ROBOT = excluded(ESSOR, Verdict.ROBOT)

words = st.text(st.characters() | st.characters(categories=["Cs"]), max_size=20)
offsets = st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))
visits = st.builds(
    Visit, words, words, words, words, st.dates().map(str), st.integers(0, 23),
    st.datetimes(timezones=offsets), words, words, st.booleans(), words, words,
)  # fmt: skip


def start() -> tuple[Recorder, FakeVisits, list[str]]:
    store, log = FakeVisits(), []
    return Recorder(store, log.append), store, log


def spent() -> Budget:
    """A budget that has ended."""
    ticker = Ticker()
    budget = Budget(0.8, ticker)
    ticker.seconds += 1
    return budget


def test_the_answer_of_the_write_is_the_outcome() -> None:
    recorder, store, log = start()
    assert recorder.record(ADA, patient()) is Outcome.NEW
    assert recorder.record(ADA, patient()) is Outcome.RETRY
    assert recorder.record(replace(ADA, request="another"), patient()) is Outcome.REPEAT
    assert recorder.record(replace(ADA, visitor="bob"), patient()) is Outcome.NEW
    assert (len(store.kept), log) == (2, [])


def test_a_visit_that_cannot_be_written_becomes_a_line() -> None:
    recorder, store, log = start()
    store.away = "the store is on fire"
    assert recorder.record(ADA, patient()) is None
    (line,) = log
    data = json.loads(line)
    assert (data["event"], data["reason"]) == ("visit_deferred", "the store is on fire")
    assert visit_from_json(data["visit"]) == ADA


def test_a_visit_whose_time_is_over_becomes_a_line() -> None:
    recorder, store, log = start()
    assert recorder.record(ADA, spent()) is None
    assert (json.loads(log[0])["event"], store.kept) == ("visit_deferred", {})


def test_an_exclusion_is_added() -> None:
    recorder, store, log = start()
    recorder.exclude(ROBOT, patient())
    assert (store.exclusions, log) == ([ROBOT], [])


@pytest.mark.parametrize("budget", [patient, spent])
def test_an_exclusion_that_is_lost_says_so_and_costs_nobody_anything(budget: Any) -> None:
    recorder, store, log = start()
    store.away = "gone"
    recorder.exclude(ROBOT, budget())
    (line,) = log
    assert json.loads(line) == {
        "event": "exclusion_lost", "reason": "gone", "link": ESSOR.code, "verdict": "robot",
    }  # fmt: skip


def test_what_is_no_outage_is_not_hidden() -> None:
    """A mistake of ours must not pass for a store that is away."""

    class Broken(FakeVisits):
        def record(self, visit: Visit, budget: Budget) -> Outcome:
            raise ZeroDivisionError

    log: list[str] = []
    with pytest.raises(ZeroDivisionError):
        Recorder(Broken(), log.append).record(ADA, patient())
    assert log == []


def test_an_unattributed_request_is_reported() -> None:
    recorder, store, log = start()
    recorder.unattributed("AB3K9X7", NOON, "no salt")
    (line,) = log
    assert json.loads(line) == {
        "event": "visit_unattributed", "reason": "no salt", "key": "AB3K9X7",
        "at": "2026-11-23T11:00:00+00:00",
    }  # fmt: skip
    assert store.kept == {}


@given(words, words)
def test_law_whatever_is_reported_is_one_line_of_ascii(key: str, reason: str) -> None:
    recorder, store, log = start()
    store.away = reason or "away"
    recorder.unattributed(key, NOON, reason)
    recorder.record(replace(ADA, request=key), patient())
    recorder.exclude(replace(ROBOT, link=key), patient())
    assert len(log) == 3
    for line in log:
        assert line.isascii()
        assert line.isprintable()
        json.loads(line)


@given(visits)
def test_law_a_visit_comes_back_from_its_line(each: Visit) -> None:
    back = visit_from_json(json.loads(deferred_line(each, "reason"))["visit"])
    assert back == each
    assert back.at.utcoffset() == each.at.utcoffset()
    assert back.key == each.key


def test_a_visit_has_no_address_and_no_agent() -> None:
    assert visit_to_json(ADA) == {
        "campaign": "enfants",
        "association": "essor",
        "group": "essor/lyon",
        "link": "CD4M8Y2",
        "day": "2026-11-23",
        "hour": 12,
        "at": "2026-11-23T11:00:00+00:00",
        "visitor": "ada",
        "request": "request of ada",
        "scan": True,
        "network": "3af",
        "family": "chrome-android",
    }


def test_a_line_of_an_older_version_has_no_network_and_no_family() -> None:
    data = visit_to_json(ADA)
    del data["network"], data["family"]
    assert visit_from_json(data) == replace(ADA, network="", family="")


@pytest.mark.parametrize("name", list(visit_to_json(ADA)))
@pytest.mark.parametrize("wrong", [None, 1.5, [], {}, b"bytes"])
def test_a_field_of_another_kind_is_refused_by_name(name: str, wrong: Any) -> None:
    with pytest.raises(BadInput, match=f"visit field '{name}' is missing or not a "):
        visit_from_json(visit_to_json(ADA) | {name: wrong})


@pytest.mark.parametrize("name", [n for n in visit_to_json(ADA) if n not in ("network", "family")])
def test_a_field_that_is_missing_is_named(name: str) -> None:
    data = visit_to_json(ADA)
    del data[name]
    with pytest.raises(BadInput, match=f"visit field '{name}' is missing or not a "):
        visit_from_json(data)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("scan", 1),
        ("scan", "true"),
        ("hour", True),
        ("hour", "12"),
        ("hour", -1),
        ("hour", 24),
        ("link", 5),
        ("at", "yesterday"),
        ("at", ""),
        ("at", "2026-11-23T11:00:00"),
        ("at", "2026-02-30T11:00:00+00:00"),
        ("day", ""),
        ("day", "2026-11-31"),
        ("day", "23/11/2026"),
        ("day", "20261123"),
        ("day", "2026-W48-1"),
        ("day", " 2026-11-23"),
        ("day", "2026-11-23T00:00:00"),
    ],
)
def test_a_wrong_value_is_refused_by_name(name: str, wrong: Any) -> None:
    with pytest.raises(BadInput, match=f"'{name}'"):
        visit_from_json(visit_to_json(ADA) | {name: wrong})


def test_a_field_of_a_later_version_is_passed_over() -> None:
    assert visit_from_json(visit_to_json(ADA) | {"mood": "good"}) == ADA


def test_a_time_keeps_its_microseconds() -> None:
    at = datetime(2026, 11, 23, 11, 0, 0, 7, tzinfo=UTC)
    assert visit_from_json(visit_to_json(replace(ADA, at=at))).at == at
