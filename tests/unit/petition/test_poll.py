"""Whole lives of petitions, read over real HTTP: the series is what was published, gently."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import chain, pairwise, repeat
from pathlib import Path

import pytest

from chalicelib.campaign.model import Campaign, Milestone, Petition
from chalicelib.clock import local_day
from chalicelib.petition.fetch import Fetcher, FetchFailed
from chalicelib.petition.history import set_count
from chalicelib.petition.model import Answer, Official, Openness, Point, Request
from chalicelib.petition.poll import LONGEST_ASKED, LONGEST_WAIT, Poller
from chalicelib.store.sqlite.store import SqliteStore
from tests.contract.stands import SetClock
from tests.unit.petition.lives import Answered, Life, platform
from tests.unit.petition.platform import MIB, Platform, Script, always, answer, bomb, head, zeros

START = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)
HOST = "petitions.assemblee-nationale.fr"
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
CAMPAIGN = Campaign(
    "enfants", "Enfants", "", f"https://{HOST}/initiatives/i-2410",
    petition=Petition("assemblee-nationale", "2410", 15),
    milestones=(Milestone(1_000, "mille"), Milestone(10_000, "dix mille")),
    version=1,
)  # fmt: skip

SELDOM = replace(CAMPAIGN, petition=replace(CAMPAIGN.petition, poll_minutes=60))


class Stand:
    """A poller over a store of its own and a platform, with the clock of both."""

    def __init__(self, store: SqliteStore, life: Life, address: str) -> None:
        self.store, self.life, self.clock, self.address = store, life, life.clock, address
        self.log: list[str] = []
        self.weekly: list[datetime] = []
        self.weekly_says: Callable[[], Answer] = lambda: Answer(404)
        fetch = Fetcher(frozenset({HOST, "www.data.gouv.fr"}), "https://exemple.fr", address)
        self.poller = Poller(store, fetch, self._bulk, random.Random(7).random, self.log.append)

    def _bulk(self, request: Request) -> Answer:
        self.weekly.append(self.clock.now)
        return self.weekly_says()

    def live(self, span: timedelta, campaign: Campaign = CAMPAIGN) -> None:
        """Calls the poller each minute, as the schedule does."""
        end = self.clock.now + span
        while self.clock.now < end:
            self.poller.poll(campaign, self.clock.now)
            self.clock.now += MINUTE

    def keep(self, span: timedelta, campaign: Campaign = CAMPAIGN) -> None:
        """Has whole rounds made: each minute, or as seldom as the campaign reads."""
        end = self.clock.now + span
        while self.clock.now < end:
            self.poller.round(campaign, self.clock.now)
            self.clock.now += MINUTE if campaign == CAMPAIGN else HOUR

    @property
    def official(self) -> Official:
        found = self.store.official("enfants")
        assert found is not None
        return found

    @property
    def counts(self) -> list[int]:
        return [point.count for point in self.store.points("enfants")]

    def events(self, name: str) -> list[dict[str, object]]:
        return [e for e in map(json.loads, self.log) if e["event"] == name]


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Callable[[Callable[[datetime], Answered]], Stand]]:
    """Makes a stand for a life; everything is ended with the test."""
    clock = SetClock(START)
    store = SqliteStore.open(str(tmp_path / "pv.sqlite3"), clock)
    with _several() as enter:

        def make(publish: Callable[[datetime], Answered]) -> Stand:
            life = Life(clock, publish)
            return Stand(store, life, enter(platform(life)))

        yield make
    store.close()


@contextmanager
def _several() -> Iterator[Callable[..., str]]:
    from contextlib import ExitStack

    with ExitStack() as stack:
        yield stack.enter_context


def minutes(at: datetime) -> float:
    return (at - START) / MINUTE


def gaps(asked: list[datetime]) -> list[timedelta]:
    return [after - before for before, after in pairwise(asked)]


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


def test_old_points_are_compacted(begin: Callable[..., Stand]) -> None:
    stand = begin(lambda at: Answered(100 + int(minutes(at) / 15)))
    stand.live(timedelta(days=4))
    before = stand.counts
    dropped = stand.poller.compact(CAMPAIGN, stand.clock.now)
    assert dropped > 100
    assert len(stand.counts) == len(before) - dropped
    assert stand.counts[-1] == before[-1]
    assert stand.poller.compact(CAMPAIGN, stand.clock.now) == 0


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


def test_days_of_rounds_keep_the_series_small_and_every_total_of_a_day(
    begin: Callable[..., Stand],
) -> None:
    def publish(at: datetime) -> Answered:
        return Answered(100 + int(minutes(at) / 15))

    stand = begin(publish)
    stand.keep(timedelta(days=18), SELDOM)
    assert len(stand.life.asked) == 18 * 24
    # Two weeks of hours, and of the days before them one reading each.
    assert 14 * 24 < len(stand.counts) < 15 * 24 + 6
    kept = {
        local_day(point.at, CAMPAIGN.timezone): point.count
        for point in stand.store.points("enfants")
    }
    assert len(kept) == 19
    for day, count in list(kept.items())[:-1]:
        last = datetime(day.year, day.month, day.day, 22, tzinfo=UTC)  # 23 h in Paris
        assert count == publish(last).count
    (crossing,) = stand.official.crossings
    assert (crossing.signatures, crossing.known) == (1_000, True)
    assert crossing.at in {point.at for point in stand.store.points("enfants")}


@pytest.mark.parametrize("says", ["a count", "nothing", "no answer"])
def test_the_open_data_are_asked_once_a_week_whatever_they_say(
    begin: Callable[..., Stand], says: str
) -> None:
    def weekly() -> Answer:
        if says == "no answer":
            raise FetchFailed("www.data.gouv.fr could not be read: no whole answer came")
        row = b"450;ouverte;i-2410\n" if says == "a count" else b""
        return Answer(200, {}, b"nb_votes;statut;identifiant\n" + row)

    stand = begin(lambda at: Answered(500))
    stand.live(MINUTE)
    stand.weekly_says = weekly
    while stand.clock.now < START + timedelta(days=15):
        stand.poller.check(CAMPAIGN, stand.clock.now)
        stand.clock.now += HOUR
    assert gaps(stand.weekly) == [timedelta(days=7)] * 2
    found = [event["theirs"] for event in stand.events("official_checked")]
    assert found == [450 if says == "a count" else None] * 3
    expected = Point(stand.weekly[-1], 450, "data-gouv") if says == "a count" else None
    assert (stand.official.check, stand.official.count) == (expected, 500)


def test_who_dies_of_the_open_data_does_not_ask_again_at_once(begin: Callable[..., Stand]) -> None:
    def dies() -> Answer:
        raise MemoryError

    stand = begin(lambda at: Answered(500))
    stand.live(MINUTE)
    stand.weekly_says = dies
    with pytest.raises(MemoryError):
        stand.poller.check(CAMPAIGN, stand.clock.now)
    assert stand.poller.check(CAMPAIGN, stand.clock.now + timedelta(days=6)) is None
    assert len(stand.weekly) == 1


def test_what_is_closed_for_good_is_not_checked(begin: Callable[..., Stand]) -> None:
    stand = begin(lambda at: Answered(500, closed=True))
    stand.keep(timedelta(days=10), SELDOM)
    assert (len(stand.life.asked), len(stand.weekly)) == (2, 1)


def test_a_count_that_is_overdue_is_said_for_whoever_is_to_know(
    begin: Callable[..., Stand],
) -> None:
    stand = begin(lambda at: Answered(500) if minutes(at) < 15 else Answered(status=500))
    stand.keep(timedelta(hours=1))
    said = stand.events("official_stale")
    assert len(said) == 60 - 46
    assert said[0]["read_at"] == str(START)


def test_every_request_of_a_whole_life_respects_the_interval_and_every_answer_is_kept(
    begin: Callable[..., Stand],
) -> None:
    """Slow start, explosion, outage, rate limiting, a fall of two, closure: one after the other."""

    def publish(at: datetime) -> Answered:
        hours = minutes(at) / 60
        if 30 <= hours < 36:
            return Answered(status=502)
        if 40 <= hours < 42:
            return Answered(status=429, headers={"Retry-After": "1800"})
        exploded = int(max(0.0, min(hours, 48) - 12) * 6_000)
        return Answered(100 + int(hours / 4) + exploded - 2 * (hours >= 50), closed=hours >= 60)

    stand = begin(publish)
    stand.keep(timedelta(hours=62))
    asked, held = stand.life.asked, stand.events("official_held")
    read = [publish(at).count for at in asked if publish(at).status == 200]
    kept = [count for n, count in enumerate(read) if n == 0 or count != read[n - 1]]
    # Two days old points are fewer by now, so all that is left was published, in this order.
    assert [count for count in kept if count in set(stand.counts)] == stand.counts
    assert stand.official.count == read[-1]
    assert -2 in {after - before for before, after in pairwise(stand.counts)}
    short = [gap for gap in gaps(asked) if gap < timedelta(minutes=15)]
    assert short == [timedelta(minutes=2)] * len(held)
    limited = [at for at in asked if publish(at).status == 429]
    assert all(gap >= timedelta(minutes=30) for gap in gaps(limited))
    assert [publish(at).closed for at in asked].count(True) == 2
    assert stand.official.next_at is None


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
