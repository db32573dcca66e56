"""When a poller asks a platform, and what it keeps of the answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import chain, repeat
from pathlib import Path

import pytest

from chalicelib.campaign.model import Petition
from chalicelib.petition.fetch import Fetcher
from chalicelib.petition.history import set_count
from chalicelib.petition.model import Openness, Point
from chalicelib.petition.poll import LONGEST_ASKED, LONGEST_WAIT, Poller
from chalicelib.store.sqlite.store import SqliteStore
from tests.contract.stands import SetClock
from tests.unit.petition.lives import Answered, Life
from tests.unit.petition.platform import MIB, Platform, Script, always, answer, bomb, head, zeros
from tests.unit.petition.polling import CAMPAIGN, HOST, MINUTE, START, Stand, gaps, minutes


def test_a_slow_start_is_followed_reading_by_reading(begin: Callable[..., Stand]) -> None:
    stand = begin(lambda at: Answered(100 + int(minutes(at) / 15)))
    stand.live(timedelta(hours=6))
    assert stand.counts == list(range(100, 124))
    assert gaps(stand.life.asked) == [timedelta(minutes=15)] * 23
    assert stand.life.agents == {"Porte-voix (+https://exemple.fr)"}
    assert stand.log == []


def test_what_did_not_change_is_asked_conditionally_and_is_no_new_point(
    begin: Callable[..., Stand],
) -> None:
    stand = begin(lambda at: Answered(500))
    stand.live(timedelta(hours=3))
    assert stand.counts == [500]
    assert (len(stand.life.asked), stand.life.conditional) == (12, 11)
    assert stand.official.at == START + timedelta(minutes=165)


def test_an_explosion_is_followed_from_its_second_reading_on(begin: Callable[..., Stand]) -> None:
    """102 in eleven hours, then 639 a minute: the busiest petition there has been."""

    def publish(at: datetime) -> Answered:
        since = minutes(at) - 11 * 60
        return Answered(102 + int(639 * max(0.0, since)))

    stand = begin(publish)
    stand.live(timedelta(hours=14))
    published = {publish(START + n * MINUTE).count for n in range(15 * 60)}
    assert set(stand.counts) <= published
    assert stand.official.count == publish(stand.life.asked[-1]).count
    assert len(stand.events("official_held")) == 1
    assert [c.signatures for c in stand.official.crossings] == [1_000, 10_000]
    assert all(c.known for c in stand.official.crossings)
    assert min(gaps(stand.life.asked)) >= timedelta(minutes=2)


def test_an_outage_changes_nothing_that_is_shown_and_is_asked_less_and_less(
    begin: Callable[..., Stand],
) -> None:
    def publish(at: datetime) -> Answered:
        down = 60 <= minutes(at) < 60 + 48 * 60
        return Answered(status=503) if down else Answered(700)

    stand = begin(publish)
    stand.live(timedelta(hours=49))
    assert stand.counts == [700]
    during = [at for at in stand.life.asked if 60 <= minutes(at) < 60 + 48 * 60]
    assert len(during) < 20  # each quarter of an hour it would have been 192
    assert max(gaps(during)) <= LONGEST_WAIT + MINUTE
    assert stand.official.failures == len(during)
    assert "503" in stand.official.why
    stand.live(timedelta(hours=7))
    assert (stand.official.failures, stand.official.why) == (0, "")


@pytest.mark.parametrize(("chance", "minutes_"), [(0.0, 60), (0.5, 90), (1.0, 120)])
def test_campaigns_that_failed_together_part(
    begin: Callable[..., Stand], chance: float, minutes_: int
) -> None:
    stand = begin(lambda at: Answered(status=503))
    fetch = Fetcher(frozenset({HOST}), "https://exemple.fr", stand.address)
    poller = Poller(stand.store, fetch, fetch, lambda: chance, stand.log.append)
    for _ in range(3):
        found = poller.poll(CAMPAIGN, stand.clock.now, at_once=True)
    assert found is not None
    assert found.next_at == START + minutes_ * MINUTE


def test_who_asks_to_be_left_alone_is(begin: Callable[..., Stand]) -> None:
    def publish(at: datetime) -> Answered:
        if minutes(at) >= 30:
            return Answered(status=429, headers={"Retry-After": "7200"})
        return Answered(700)

    stand = begin(publish)
    stand.live(timedelta(hours=6))
    refused = [at for at in stand.life.asked if minutes(at) >= 30]
    assert min(gaps(refused)) >= timedelta(hours=2)
    assert stand.official.count == 700


def test_a_fall_of_two_is_shown_and_a_page_read_wrongly_is_held(
    begin: Callable[..., Stand],
) -> None:
    counts = iter([5_000, 4_998, 100_000, 5_003, 5_004, 12, 12, 13])
    stand = begin(lambda at: Answered(next(counts)))
    stand.live(timedelta(minutes=31))
    assert stand.counts == [5_000, 4_998]
    assert stand.official.held == Point(START + 30 * MINUTE, 100_000, "assemblee-nationale")
    assert stand.official.crossings[0].signatures == 1_000
    stand.live(timedelta(minutes=20))
    assert (stand.counts, stand.official.held) == ([5_000, 4_998, 5_003, 5_004], None)
    stand.live(timedelta(minutes=17))
    assert stand.counts == [5_000, 4_998, 5_003, 5_004, 12]
    assert [event["count"] for event in stand.events("official_held")] == [100_000, 12]


def test_a_closed_petition_is_read_twice_and_never_again(begin: Callable[..., Stand]) -> None:
    def publish(at: datetime) -> Answered:
        return Answered(2_131_368, closed=minutes(at) >= 60)

    stand = begin(publish)
    stand.live(timedelta(days=2))
    assert len(stand.life.asked) == 4 + 2
    assert (stand.official.openness, stand.official.next_at) == (Openness.CLOSED, None)
    assert stand.official.count == 2_131_368


def test_what_is_closed_by_hand_is_not_read_until_it_is_opened_by_hand(
    begin: Callable[..., Stand],
) -> None:
    stand = begin(lambda at: Answered(10))
    stand.live(MINUTE)
    set_count(stand.store, CAMPAIGN, 11, stand.clock.now, True, stand.clock.now)
    stand.keep(timedelta(hours=2))
    assert (len(stand.life.asked), stand.events("official_stale")) == (1, [])
    set_count(stand.store, CAMPAIGN, 11, stand.clock.now, False, stand.clock.now)
    stand.keep(timedelta(hours=1))
    assert len(stand.life.asked) == 1 + 4


def test_a_petition_that_opens_again_after_one_closed_page_is_read_on(
    begin: Callable[..., Stand],
) -> None:
    stand = begin(lambda at: Answered(10, closed=minutes(at) == 15))
    stand.live(timedelta(hours=2))
    assert len(stand.life.asked) == 8
    assert stand.official.openness is Openness.OPEN


def test_a_maintenance_page_is_unknown_and_never_zero(begin: Callable[..., Stand]) -> None:
    stand = begin(lambda at: Answered(300) if minutes(at) < 15 else Answered(None))
    stand.live(timedelta(hours=3))
    assert stand.counts == [300]
    assert (stand.official.count, stand.official.at) == (300, START)
    assert stand.official.why


def test_two_pollers_ask_once(begin: Callable[..., Stand]) -> None:
    stand = begin(lambda at: Answered(100 + int(minutes(at))))
    other = Stand(stand.store, stand.life, "")
    other.poller = stand.poller
    end = START + timedelta(hours=2)
    while stand.clock.now < end:
        for each in (stand, other):
            each.poller.poll(CAMPAIGN, stand.clock.now)
        stand.clock.now += MINUTE
    assert gaps(stand.life.asked) == [timedelta(minutes=15)] * 7


def test_a_restart_asks_no_sooner(begin: Callable[..., Stand]) -> None:
    stand = begin(lambda at: Answered(100))
    stand.live(timedelta(minutes=5))
    again = begin(lambda at: Answered(100))
    again.life.asked = stand.life.asked
    again.live(timedelta(minutes=20))
    assert gaps(stand.life.asked) == [timedelta(minutes=15)]


def test_at_once_asks_at_once(begin: Callable[..., Stand]) -> None:
    stand = begin(lambda at: Answered(100))
    stand.live(timedelta(minutes=3))
    official = stand.poller.poll(CAMPAIGN, stand.clock.now, at_once=True)
    assert official is not None
    assert len(stand.life.asked) == 2


def test_a_campaign_without_a_source_asks_nobody(begin: Callable[..., Stand]) -> None:
    stand = begin(lambda at: Answered(100))
    manual = replace(CAMPAIGN, petition=Petition())
    stand.live(timedelta(hours=1), manual)
    assert stand.poller.poll(manual, stand.clock.now, at_once=True) is None
    assert (stand.life.asked, stand.store.official("enfants")) == ([], None)


def test_another_petition_starts_anew_and_is_believed_at_once(begin: Callable[..., Stand]) -> None:
    stand = begin(lambda at: Answered(50_000 if minutes(at) < 60 else 3))
    stand.live(timedelta(hours=1))
    assert [c.known for c in stand.official.crossings] == [False, False]
    other = replace(CAMPAIGN, petition=Petition("assemblee-nationale", "i-2410", 15))
    stand.live(MINUTE, other)
    assert (stand.official.count, stand.official.crossings) == (3, ())
    assert stand.official.since == START + timedelta(hours=1)


def test_a_platform_that_is_not_there_is_unknown(tmp_path: Path) -> None:
    clock = SetClock(START)
    store = SqliteStore.open(str(tmp_path / "pv.sqlite3"), clock)
    stand = Stand(store, Life(clock, lambda at: Answered(1)), "127.0.0.1:9")
    stand.live(timedelta(hours=2))
    assert (stand.official.count, stand.counts) == (None, [])
    assert stand.official.why
    assert len(stand.events("official_unread")) == stand.official.failures
    store.close()


def test_an_outage_while_a_count_is_held_is_an_outage(begin: Callable[..., Stand]) -> None:
    def publish(at: datetime) -> Answered:
        if minutes(at) < 15:
            return Answered(5_000)
        if minutes(at) == 15:
            return Answered(400_000)
        return Answered(status=503, headers={"Retry-After": "3600"})

    stand = begin(publish)
    stand.live(timedelta(hours=6))
    assert stand.official.held is not None
    failed = stand.life.asked[2:]
    assert failed[0] == START + 17 * MINUTE
    assert min(gaps(failed)) >= timedelta(hours=1)
    assert len(stand.events("official_held")) == 1
    assert len(stand.events("official_unread")) == len(failed)


def test_a_page_that_says_something_else_each_time_is_asked_no_more_often(
    begin: Callable[..., Stand],
) -> None:
    wild = iter([0, 90_000] * 200)
    stand = begin(lambda at: Answered(5_000 if minutes(at) < 15 else next(wild)))
    stand.live(timedelta(hours=10))
    assert stand.counts == [5_000]
    assert gaps(stand.life.asked[2:])[1:] == [timedelta(minutes=15)] * 37


def test_a_day_is_the_longest_that_a_platform_may_ask_for(begin: Callable[..., Stand]) -> None:
    stand = begin(lambda at: Answered(status=429, headers={"Retry-After": "99999999"}))
    stand.live(timedelta(days=3))
    assert gaps(stand.life.asked) == [LONGEST_ASKED] * 2


def test_an_end_without_a_number_is_an_end_and_keeps_the_last_count(
    begin: Callable[..., Stand],
) -> None:
    stand = begin(lambda at: Answered(941) if minutes(at) < 15 else Answered(bare=True))
    stand.keep(timedelta(days=3))
    assert len(stand.life.asked) == 1 + 2
    assert (stand.official.count, stand.official.openness) == (941, Openness.CLOSED)
    assert stand.official.next_at is None
    assert stand.events("official_stale") == []


def evil() -> Iterator[tuple[str, Script]]:
    """What a platform gone bad may answer."""
    ten_gb = 10 * 1024 * MIB
    yield "larger than", lambda asked: chain([head(200)], zeros(ten_gb))
    yield "too many", lambda asked: chain([b"HTTP/1.1 200 OK\r\n"], repeat(b"X: 1\r\n"))
    yield "decompressed", always(answer(200, bomb(1024 * MIB), "Content-Encoding: gzip"))
    yield "tags", always(answer(200, b"<b>" * 600_000))
    yield "redirected", always(answer(302, b"", "Location: http://169.254.169.254/latest/"))


@pytest.mark.parametrize(("why", "script"), [*evil()])
def test_whatever_a_platform_answers_the_last_good_count_stays(
    begin: Callable[..., Stand], why: str, script: Script
) -> None:
    stand = begin(lambda at: Answered(4_805))
    stand.live(MINUTE)
    with Platform(script) as platform_:
        turned = Stand(stand.store, stand.life, platform_.local)
        found = turned.poller.poll(CAMPAIGN, stand.clock.now, at_once=True)
        assert len(platform_.asked) == 1
    assert found is not None
    assert (found.count, found.at, found.failures) == (4_805, START, 1)
    assert why in found.why
