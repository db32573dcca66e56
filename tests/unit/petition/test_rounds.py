"""What a round does beside asking: small series, open data, what is overdue; a whole life."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from chalicelib.clock import local_day
from chalicelib.petition.fetch import FetchFailed
from chalicelib.petition.model import Answer, Point
from tests.unit.petition.lives import Answered
from tests.unit.petition.polling import (
    CAMPAIGN,
    HOUR,
    MINUTE,
    SELDOM,
    START,
    Stand,
    gaps,
    minutes,
)


def test_old_points_are_compacted(begin: Callable[..., Stand]) -> None:
    stand = begin(lambda at: Answered(100 + int(minutes(at) / 15)))
    stand.live(timedelta(days=4))
    before = stand.counts
    dropped = stand.poller.compact(CAMPAIGN, stand.clock.now)
    assert dropped > 100
    assert len(stand.counts) == len(before) - dropped
    assert stand.counts[-1] == before[-1]
    assert stand.poller.compact(CAMPAIGN, stand.clock.now) == 0


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
