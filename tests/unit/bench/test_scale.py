"""The model of scale: what it charges, whom it lets through, when it raises its hand."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import curve
from bench.bill import Machine, bill, total
from bench.crowd import Crowd
from bench.measured import batches as measure_batches
from bench.measured import clicks, views
from bench.metered import PREFIX, Metered, Spot
from bench.partitions import READS, WRITES, hottest, keys_by_heat
from bench.prices import REGIONS, UNITS, overridden
from bench.replay import AT, Habits, Minute, play
from bench.scale import BUSIEST, STRESS, minutes, read
from bench.stream import FIRST_PAUSE, Pace, batch_size, tally
from bench.units import INDEX_BYTES, KB
from chalicelib.errors import Conflict, StoreUnavailable
from chalicelib.store.dynamodb.client import MOST_ACTIONS
from chalicelib.store.dynamodb.keys import Table
from chalicelib.store.dynamodb.store import DynamoStore
from chalicelib.tally.apply import MOST_TRIES, Adder
from chalicelib.visits.model import Visit
from tests.contract.samples import ESSOR, NOON, visit

SMALL = Crowd(associations=3, groups=2, channels=2, networks=64)
HABITS = Habits()


def test_a_person_costs_one_write_unit_and_no_read_and_a_repeat_one_write_more() -> None:
    first, person, repeat = clicks()
    assert (person.writes, person.reads, person.calls) == (1, 0, {"put_item": 1})
    assert (repeat.writes, repeat.reads) == (2, 0)
    # Of its three reads, the campaign's may be a second behind and costs half.
    assert (first.reads, first.calls["get_item"]) == (2.5, 3)


def test_a_view_costs_the_same_with_ten_rows_and_with_ten_thousand() -> None:
    costs = {cost.name: cost for cost in views((10, 10_000))}
    small, large = costs["a view, 50 of 10 rows"], costs["a view, 50 of 10000 rows"]
    assert (small.writes, small.reads) == (large.writes, large.reads) == (0, 2)


def test_a_batch_of_one_link_costs_less_than_one_of_many() -> None:
    one, many = measure_batches()
    # A mark for each visit at two units, and the counters of two transactions.
    assert 200 < one.writes < 300 < many.writes


places = st.builds(
    Crowd,
    associations=st.integers(1, 12),
    groups=st.integers(0, 12),
    channels=st.integers(1, 3),
    exponent=st.floats(0, 3),
    networks=st.integers(1, 256),
)


slugs_of_batches = st.lists(st.sampled_from("abcd"), min_size=1)


@given(places, st.integers(1, 250), st.integers(0, 2**32), st.integers(0, 3), slugs_of_batches)
def test_every_transaction_is_smaller_than_dynamodb_takes(
    crowd: Crowd, count: int, seed: int, days: int, slugs: list[str]
) -> None:
    chance = random.Random(seed)
    seen = crowd.visits(count, AT, 60.0, chance)
    visits = [_moved(one, chance.randint(0, days), chance.choice(slugs)) for one in seen]
    client = Metered()
    store = DynamoStore(client, PREFIX, lambda: AT)
    assert Adder(store).add(visits) == count
    assert max(client.actions) < MOST_ACTIONS


def _moved(seen: Visit, days: int, campaign: str) -> Visit:
    """The visit some days later, of another campaign."""
    day = (datetime.fromisoformat(seen.day) + timedelta(days=days)).date().isoformat()
    return replace(seen, day=day, campaign=campaign, link=f"{seen.link}-{campaign}")


def test_the_curve_goes_through_what_is_known_of_the_petition() -> None:
    days = curve.days()
    busiest = curve.minutes_of(max(days))
    hours = [sum(busiest[start : start + 60]) for start in range(0, curve.MINUTES, 60)]
    assert round(sum(days)) == 2_131_368
    assert round(sum(days[:7])) == 39_000
    assert round(sum(days[:8])) == 126_000
    assert (round(max(days)), round(max(hours)), round(max(busiest))) == (455_650, 33_740, 639)
    assert round(sum(busiest)) == 455_650
    assert min(busiest) > 0


def test_half_of_all_signatures_are_in_minutes_busier_than_the_middle_one() -> None:
    day, minute = curve.middle_minute()
    middle = curve.minutes_of(curve.days()[day])[minute]
    every = [s for total_ in curve.days() for s in curve.minutes_of(total_)]
    assert sum(s for s in every if s > middle) == pytest.approx(sum(every) / 2, rel=0.01)


def test_the_stress_minute_is_ten_times_the_busiest() -> None:
    played = {minute.name: minute for minute, _ in minutes(read([]))}
    assert played[BUSIEST].visits == 3 * 639
    assert played[STRESS].visits == 10 * played[BUSIEST].visits
    assert played[STRESS].before == 10 * played[BUSIEST].before


def test_visits_are_spread_by_the_law_and_by_it_alone() -> None:
    visits = SMALL.visits(20_000, AT, 60.0, random.Random(1))
    followed = [sum(v.link == link.code for v in visits) for link in SMALL.links]
    assert sum(SMALL.shares) == pytest.approx(1)
    assert SMALL.shares == sorted(SMALL.shares, reverse=True)
    assert followed[0] == pytest.approx(SMALL.shares[0] * 20_000, rel=0.1)
    assert SMALL.shares[0] == pytest.approx(2 * SMALL.shares[1])
    assert replace(SMALL, exponent=0.0).shares == pytest.approx([1 / 18] * 18)


def test_a_planted_hot_key_is_found() -> None:
    rates = {
        Spot(Table.VISITS, "cool", True): 10.0,
        Spot(Table.TALLIES, "half", True): 0.5 * WRITES,
        Spot(Table.TALLIES, "hot", True): 0.5 * WRITES + 1,
        Spot(Table.TALLIES, "read", False): 0.5 * READS,
    }
    assert [heat.partition for heat in keys_by_heat(rates) if heat.too_hot] == ["hot"]
    assert [heat.partition for heat in hottest(rates)] == ["cool", "hot", "read"]


def test_every_key_that_may_grow_hot_has_its_mend() -> None:
    outcome = play(Minute("mends", 300, 10_000), SMALL, Pace(), HABITS)
    starts = {heat.partition.split("#")[0] for heat in keys_by_heat(outcome.rates)}
    assert {"SPREAD", "COUNT", "EXCLUDED", "CAMPAIGNS"} <= starts
    mends = {h.partition.split("#")[0]: h.mend for h in keys_by_heat(outcome.rates)}
    assert "link" in mends["SPREAD"]
    assert mends["BOARD"] == "not known yet"


def test_every_visit_is_tallied_once_and_not_before_it_was_written() -> None:
    visits = SMALL.visits(3000, AT, 60.0, random.Random(2))
    pace = Pace()
    done = tally(visits, pace, random.Random(3))
    assert sorted(v.key for batch in done.committed for v in batch) == sorted(v.key for v in visits)
    assert min(done.lags) >= pace.stream + pace.transaction
    assert done.invocations >= len(visits) / batch_size()


def test_one_shard_meets_nobody_and_many_meet() -> None:
    visits = SMALL.visits(3000, AT, 60.0, random.Random(2))
    alone = tally(visits, Pace(shards=1), random.Random(3))
    crowded = tally(visits, Pace(shards=8), random.Random(3))
    assert alone.refused == 0
    assert crowded.refused > 0
    assert crowded.conflict_rate == crowded.refused / (crowded.refused + len(crowded.committed))


def test_a_tally_that_cannot_follow_lags_more_and_more() -> None:
    visits = SMALL.visits(3000, AT, 60.0, random.Random(2))
    slow = tally(visits, Pace(transaction=2.0), random.Random(3))
    assert slow.ended > 120
    assert max(slow.lags) > 60
    assert len(slow.lags) == 3000


def test_pauses_are_those_of_the_tally() -> None:
    class Busy:
        most_actions = 100

        def add_once(self, visits: tuple[Visit, ...]) -> frozenset[str]:
            raise Conflict("somebody else's")

    pauses: list[float] = []
    for seed in range(50):
        random.seed(seed)
        with pytest.raises(StoreUnavailable):
            Adder(Busy(), pauses.append).add([visit(ESSOR, "a", NOON)])
    for attempt in range(MOST_TRIES):
        most = FIRST_PAUSE * 2**attempt
        assert 0.8 * most < max(pauses[attempt::MOST_TRIES]) <= most


def test_a_minute_is_played_alike_twice_and_larger_spreads_cost_more() -> None:
    busy = Minute("busy", 300, 0)
    first, again = (play(busy, SMALL, Pace(), HABITS) for _ in range(2))
    assert first.rates == again.rates
    crowd = replace(SMALL, networks=256)
    late = play(replace(busy, before=10_000_000), crowd, Pace(), HABITS)
    assert late.spread_bytes > KB > first.spread_bytes
    assert late.units("tally", True) > first.units("tally", True)
    assert first.units("visits", True) == 1


def test_refused_transactions_are_charged_too() -> None:
    busy = Minute("busy", 600, 0)
    alone, crowded = (play(busy, SMALL, Pace(shards=n), HABITS) for n in (1, 8))
    assert alone.tallying.attempts_each == 1
    assert crowded.tallying.attempts_each > 1
    assert crowded.units("tally", True) > alone.units("tally", True)


def test_a_bill_is_the_sum_of_its_lines_in_each_region() -> None:
    outcome = play(Minute("bill", 200, 0), SMALL, Pace(), HABITS)
    lines = bill(outcome, Habits(views=0.0, excluded=0.0), Pace(), Machine())
    by_label = {line.label: line for line in lines}
    prices = REGIONS["eu-west-1"]
    assert by_label["DynamoDB: visits"].dollars(prices) == pytest.approx(0.705)
    assert by_label["API Gateway: requests"].dollars(prices) == pytest.approx(3.50)
    kept = (outcome.visit_bytes + INDEX_BYTES) * 1e6 * 35 / 30 / 2**30
    assert by_label["DynamoDB: visits kept"].amount == pytest.approx(kept)
    assert total(lines, prices) == pytest.approx(sum(line.dollars(prices) for line in lines))


def test_every_region_has_every_price_with_its_source_and_page() -> None:
    assert set(REGIONS) == {"eu-west-3", "eu-west-1", "eu-central-1"}
    for prices in REGIONS.values():
        assert prices.keys() == UNITS.keys()
        for price in prices.values():
            assert price.page.startswith("https://aws.amazon.com/")
            assert price.source


def test_a_price_can_be_given_and_a_wrong_name_is_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert {p["data-out"].dollars for p in overridden({"data-out": 0.05}).values()} == {0.05}
    assert read(["--price", "data-out=0.05"]).prices["eu-west-3"]["data-out"].dollars == 0.05
    for wrong in ("tea=1", "data-out=cheap", "data-out"):
        with pytest.raises(SystemExit):
            read(["--price", wrong])
        assert "--price" in capsys.readouterr().err


def test_settings_reach_what_they_are_of() -> None:
    settings = read(["--shards", "8", "--networks", "256", "--views", "1.5", "--memory", "1024"])
    assert (settings.pace.shards, settings.crowd.networks) == (8, 256)
    assert (settings.habits.views, settings.machine.memory) == (1.5, 1024)
