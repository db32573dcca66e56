"""Visits that come back from the log: once each, while they can be recognised."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.errors import StoreUnavailable
from chalicelib.visits.model import REPLAY_WINDOW, RETENTION, Verdict, Visit
from chalicelib.visits.record import Recorder, deferred_line, visit_to_json
from chalicelib.visits.replay import Report, replay
from tests.contract.samples import LYON_POSTER, NOON, RIVE, excluded, patient, visit
from tests.fakes import FakeVisits

ADA, BOB, EVE = (visit(LYON_POSTER, visitor) for visitor in ("ada", "bob", "eve"))
LATER = NOON + timedelta(hours=3)
SECOND = timedelta(seconds=1)


def lines(*visits: Visit) -> list[str]:
    return [deferred_line(each, "the store was away") for each in visits]


def test_deferred_visits_are_counted() -> None:
    store = FakeVisits()
    assert replay(lines(ADA, BOB), store, LATER) == Report(counted=2)
    assert list(store.kept.values()) == [ADA, BOB]


def test_the_whole_file_again_counts_nothing() -> None:
    store = FakeVisits()
    replay(lines(ADA, BOB), store, LATER)
    assert replay(lines(ADA, BOB, EVE, EVE), store, LATER) == Report(counted=1, already=3)


def test_a_write_that_had_succeeded_after_all_is_there_already() -> None:
    store = FakeVisits()
    store.record(ADA, patient())
    assert replay(lines(ADA), store, LATER) == Report(already=1)


def test_a_person_who_came_back_meanwhile_is_there_already() -> None:
    store = FakeVisits()
    store.record(replace(ADA, request="came back"), patient())
    assert replay(lines(ADA), store, LATER) == Report(already=1)


@pytest.mark.parametrize(
    ("age", "counted"),
    [
        (-timedelta(minutes=10) - SECOND, False),
        (-timedelta(minutes=10), True),
        (timedelta(), True),
        (REPLAY_WINDOW - SECOND, True),
        (REPLAY_WINDOW, True),
        (REPLAY_WINDOW + SECOND, False),
        (RETENTION, False),
        (timedelta(days=3650), False),
        (timedelta(days=-3650), False),
    ],
)
def test_only_what_can_be_recognised_is_counted(age: timedelta, counted: bool) -> None:
    store = FakeVisits()
    report = replay(lines(visit(RIVE, "ada", NOON - age)), store, NOON)
    assert (report.counted, len(report.refused)) == (int(counted), int(not counted))
    assert len(store.kept) == int(counted)


@pytest.mark.parametrize(
    ("age", "says"),
    [(REPLAY_WINDOW + SECOND, "over 33 days old"), (timedelta(days=-1), "still to come")],
)
def test_a_refusal_names_the_line_and_why(age: timedelta, says: str) -> None:
    report = replay(["a line", *lines(visit(RIVE, "ada", NOON - age))], FakeVisits(), NOON)
    (refusal,) = report.refused
    assert refusal.startswith("line 2: the visit ")
    assert says in refusal


def test_what_is_replayed_in_time_can_still_be_recognised() -> None:
    """The item that a replayed visit may have left expires after the window ends."""
    oldest = visit(RIVE, "ada", NOON - REPLAY_WINDOW)
    assert oldest.expires - NOON >= timedelta(days=1)


@pytest.mark.parametrize(
    "prefix",
    [
        "",
        "2026-11-23T11:00:00.123Z ",
        "2026-11-23T11:00:00.123Z\t8f1f7a4e-1f4b-4a5a-9c55-3f5a1d6d3a11\tINFO\t",
        "2026/11/23/[$LATEST]0af3 2026-11-23T11:00:00Z ",
        "nov. 23 12:00:00 lune portevoix[4711]: ",
        '{"tag":"web"} ',
        "{} [{ ",
    ],
)
def test_what_a_collector_puts_before_a_line_is_passed_over(prefix: str) -> None:
    (line,) = lines(ADA)
    assert replay([f"{prefix}{line}\n"], FakeVisits(), LATER) == Report(counted=1)


def test_what_comes_after_a_line_is_passed_over() -> None:
    (line,) = lines(ADA)
    assert replay([f"{line} (repeated 3 times)\r\n"], FakeVisits(), LATER) == Report(counted=1)


def test_lines_of_other_events_are_passed_over() -> None:
    log: list[str] = []
    store = FakeVisits()
    store.away = "gone"
    recorder = Recorder(store, log.append)
    recorder.unattributed("AB3K9X7", NOON, '{"event":"visit_deferred"}')
    recorder.exclude(
        replace(excluded(RIVE, Verdict.ROBOT), link='"event":"visit_deferred"'), patient()
    )
    log += ["", "START RequestId: 8f1f7a4e", '{"event":"serving"}', "null", "{", "visit_deferred"]
    store.away = ""
    assert replay(log, store, LATER) == Report()


def without(name: str) -> Callable[[str], str]:
    def change(line: str) -> str:
        data = json.loads(line)
        del data["visit"][name]
        return json.dumps(data, separators=(",", ":"))

    return change


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda line: line[:-1], "cut or damaged"),
        (lambda line: line[:60], "cut or damaged"),
        (lambda line: line.replace('"visit":', '"other":'), "cut or damaged"),
        (lambda line: '{"event":"visit_deferred"}', "cut or damaged"),
        (lambda line: '{"event":"visit_deferred","visit":null}', "cut or damaged"),
        (lambda line: '{"event":"visit_deferred","visit":[]}', "cut or damaged"),
        (lambda line: '{"event":"visit_deferred","visit":"ada"}', "cut or damaged"),
        (lambda line: '{"event":"visit_deferred","visit":' + "[" * 100_000, "cut or damaged"),
        (without("link"), "'link' is missing"),
        (without("request"), "'request' is missing"),
        (lambda line: line.replace('"hour":12', '"hour":25'), "'hour' is not 0 to 23"),
        (lambda line: line.replace("11:00:00+00:00", "11:00:00"), "'at' lacks its offset"),
        (lambda line: line.replace('"scan":false', '"scan":0'), "'scan' is missing or not"),
    ],
)
def test_a_damaged_line_is_named_and_the_others_counted(
    damage: Callable[[str], str], says: str
) -> None:
    ada, bob, eve = lines(ADA, BOB, EVE)
    store = FakeVisits()
    report = replay([ada, damage(bob), eve], store, LATER)
    assert (report.counted, report.already) == (2, 0)
    (refusal,) = report.refused
    assert refusal.startswith("line 2: ")
    assert says in refusal
    assert BOB.key not in store.kept


def test_a_store_that_fails_again_is_not_hidden() -> None:
    store = FakeVisits()
    store.away = "still away"
    with pytest.raises(StoreUnavailable, match="still away"):
        replay(lines(ADA), store, LATER)
    store.away = ""
    assert replay(lines(ADA, BOB), store, LATER) == Report(counted=2)


@given(st.lists(st.sampled_from([ADA, BOB, EVE]), max_size=12), st.integers(0, 12))
def test_law_however_often_and_in_whatever_pieces_each_counts_once(
    visits: list[Visit], cut: int
) -> None:
    store = FakeVisits()
    reports = [replay(lines(*part), store, LATER) for part in (visits[:cut], visits[cut:])]
    assert sum(report.counted for report in reports) == len({each.key for each in visits})
    assert sum(report.counted + report.already for report in reports) == len(visits)


@given(st.text(), st.text())
def test_law_no_line_raises(before: str, after: str) -> None:
    line = f'{before}{{"event":"visit_deferred"{after}'
    report = replay([line], FakeVisits(), LATER)
    assert len(report.refused) == 1


@given(st.dictionaries(st.sampled_from(list(visit_to_json(ADA))), st.text() | st.integers()))
def test_law_no_damaged_visit_raises(changed: dict[str, object]) -> None:
    data = {"event": "visit_deferred", "visit": visit_to_json(ADA) | changed}
    report = replay([json.dumps(data, separators=(",", ":"))], FakeVisits(), LATER)
    assert report.counted + len(report.refused) == 1
