"""Scale on paper and by simulation: hot partitions, the tally's lag, and what visits cost.

`python -m bench.scale` plays single minutes of a campaign through the real store, over a client
that keeps what is written and measures it by DynamoDB's documented rules: a lone visit, the
minute that half of loi Duplomb's signatures are in busier ones than, its busiest minute, ten
times that, and ten times that on one link. Prints the hottest partition key of each table, what
the tally lags, the units of single things, and dollars for a million visits in three regions.
Every assumption is a setting (`--help`). Writes `bench/results/scale.json`; answers 1 when a key
passes half of a partition's limit at ten times the busiest minute.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from bench import curve
from bench.bill import Line, Machine, bill, total
from bench.crowd import Crowd
from bench.measured import Cost, measure
from bench.partitions import Heat, hottest, keys_by_heat, tables
from bench.prices import LISTS, REGIONS, Prices, overridden
from bench.replay import AT, Habits, Minute, Outcome, play
from bench.stream import Pace
from bench.units import KB
from chalicelib.store.dynamodb.client import MOST_ACTIONS

RESULTS = Path(__file__).with_name("results")
TIMES = 10
LONE, MIDDLE, BUSIEST = "a lone visit", "the middle minute", "the busiest minute"
STRESS, ONE_LINK = f"{TIMES} times the busiest", f"{TIMES} times, one link"
MOST_SHOWN = 60
"""Characters of a key that fit a line."""


@dataclass(frozen=True)
class Settings:
    """Everything that is assumed."""

    crowd: Crowd
    pace: Pace
    habits: Habits
    machine: Machine
    visits_per_signature: float
    prices: dict[str, Prices]


def main(arguments: Sequence[str] | None = None) -> int:
    """Plays, prints and writes."""
    settings = read(arguments)
    outcomes = [play(m, crowd, settings.pace, settings.habits) for m, crowd in minutes(settings)]
    costs = measure()
    bills = {
        outcome.minute.name: bill(outcome, settings.habits, settings.pace, settings.machine)
        for outcome in outcomes
    }
    for outcome in outcomes:
        _print_outcome(outcome)
    _print_costs(costs)
    _print_bills(bills, settings)
    stress = [o for o in outcomes if o.minute.name in (STRESS, ONE_LINK)]
    _print_verdict(outcomes, stress)
    report = {
        "settings": _settings_told(settings),
        "minutes": [_told(outcome) for outcome in outcomes],
        "units": [asdict(cost) for cost in costs],
        "dollars_per_million": {
            name: {region: _priced(lines, p) for region, p in settings.prices.items()}
            for name, lines in bills.items()
        },
        "passing": {o.minute.name: [_heat_told(heat) for heat in _passing(o)] for o in stress},
    }
    RESULTS.mkdir(exist_ok=True)
    text = json.dumps(report, indent=2, ensure_ascii=False)
    (RESULTS / "scale.json").write_text(text + "\n", encoding="utf-8")
    return 1 if any(_passing(outcome) for outcome in stress) else 0


def minutes(settings: Settings) -> list[tuple[Minute, Crowd]]:
    """What is played, and by whom."""
    crowd, ratio = settings.crowd, settings.visits_per_signature
    busiest = _minute(BUSIEST, *curve.busiest_minute(), ratio)
    stress = Minute(STRESS, TIMES * busiest.visits, TIMES * busiest.before)
    one_link = replace(crowd, associations=1, groups=0, channels=1)
    return [
        (Minute(LONE, 1, 0), crowd),
        (_minute(MIDDLE, *curve.middle_minute(), ratio), crowd),
        (busiest, crowd),
        (stress, crowd),
        (replace(stress, name=ONE_LINK), one_link),
    ]


def read(arguments: Sequence[str] | None) -> Settings:
    """The settings on the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.scale")
    parser.add_argument("--visits-per-signature", type=float, default=3.0)
    parts = (Crowd(), Pace(), Habits(), Machine())
    for part in parts:
        group = parser.add_argument_group(type(part).__name__.lower(), type(part).__doc__)
        for field in fields(part):
            flag = "--" + field.name.replace("_", "-")
            group.add_argument(
                flag, type=type(field.default), default=field.default, help="%(default)s"
            )
    parser.add_argument(
        "--price",
        action="append",
        default=[],
        metavar="NAME=DOLLARS",
        help=f"instead of the regions' own: {', '.join(REGIONS['eu-west-3'])}",
    )
    said = parser.parse_args(arguments)
    try:
        changes = {name: float(value) for name, value in (p.split("=") for p in said.price)}
        prices = overridden(changes)
    except (KeyError, ValueError) as error:
        parser.error(f"--price: {error.args[0]}; write it like data-out=0.09")
    crowd, pace, habits, machine = (_filled(part, said) for part in parts)
    return Settings(crowd, pace, habits, machine, said.visits_per_signature, prices)


def _filled(part: Any, said: argparse.Namespace) -> Any:
    return replace(part, **{field.name: getattr(said, field.name) for field in fields(part)})


def _minute(name: str, day: int, minute: int, ratio: float) -> Minute:
    of_day = curve.minutes_of(curve.days()[day])
    return Minute(name, round(ratio * of_day[minute]), ratio * sum(of_day[:minute]))


def _print_outcome(outcome: Outcome) -> None:
    minute, tally = outcome.minute, outcome.tallying
    print(f"\n{minute.name}: {minute.visits} visits, {minute.before:,.0f} earlier that day")
    print(
        f"  tally: {minute.visits / len(tally.committed):.1f} visits a transaction,"
        f" {len(tally.committed)} transactions, {tally.conflict_rate:.1%} of attempts refused,"
        f" {tally.given_up} given up"
    )
    half, most = _lags(outcome)
    print(f"  lag: {half:.1f} s half of them, {most:.1f} s 99 %, {max(tally.lags):.1f} s all")
    print(
        f"  units a visit: {outcome.units('visits', True):.1f} its own write,"
        f" {outcome.units('tally', True):.1f} the tally's; largest spread"
        f" {outcome.spread_bytes / KB:.1f} KB"
    )
    for heat in [*hottest(outcome.rates), *tables(outcome.rates)]:
        _print_heat(heat)


def _print_heat(heat: Heat) -> None:
    what = "written" if heat.write else "read"
    key = heat.partition if len(heat.partition) <= MOST_SHOWN else heat.partition[:MOST_SHOWN] + "…"
    print(f"  {heat.table:9} {what:7} {heat.rate:9.1f}/s {heat.share:8.1%}  {key}")


def _print_bills(bills: dict[str, list[Line]], settings: Settings) -> None:
    print(f"\ndollars for a million visits, as they come in {MIDDLE}")
    print(f"  {'':32}" + "".join(f"{region:>14}" for region in settings.prices))
    for line in bills[MIDDLE]:
        row = "".join(f"{line.dollars(prices):14.2f}" for prices in settings.prices.values())
        print(f"  {line.label:32}{row}")
    for name, lines in bills.items():
        row = "".join(f"{total(lines, prices):14.2f}" for prices in settings.prices.values())
        print(f"  {'all of it, ' + name:32}{row}")
    visits = curve.TOTAL * settings.visits_per_signature / 1e6
    row = "".join(f"{visits * total(bills[MIDDLE], p):14.2f}" for p in settings.prices.values())
    print(f"  {f'the petition, {visits:.1f} million':32}{row}")
    for region, prices in settings.prices.items():
        doubtful = [p.name for p in prices.values() if "memory" in p.source]
        print(f"  {region}: from memory, to be checked: {', '.join(doubtful) or 'nothing'}")
    print(f"  price lists: {LISTS}/…")


def _print_costs(costs: list[Cost]) -> None:
    print(f"\n{'units of single things':32} written    read  calls")
    for cost in costs:
        calls = ", ".join(f"{times} {name}" for name, times in cost.calls.items())
        print(f"  {cost.name:30} {cost.writes:7.0f} {cost.reads:7.0f}  {calls}")


def _print_verdict(outcomes: list[Outcome], stress: list[Outcome]) -> None:
    most = max(outcome.actions for outcome in outcomes)
    print(f"\nlargest transaction: {most} actions; DynamoDB takes {MOST_ACTIONS}")
    print("taken for granted: no key is ever split; processes all start, and boards are ranked,")
    print("within one second; refused transactions are charged like those that go through")
    for outcome in stress:
        heats = _passing(outcome)
        print(f"{outcome.minute.name}: {len(heats) or 'no'} keys pass half of a partition's limit")
        for heat in heats:
            _print_heat(heat)
            print(f"    would mend it: {heat.mend}")


def _passing(outcome: Outcome) -> list[Heat]:
    return [heat for heat in keys_by_heat(outcome.rates) if heat.too_hot]


def _settings_told(settings: Settings) -> dict[str, Any]:
    parts = ("crowd", "pace", "habits", "machine")
    return {
        "visits_per_signature": settings.visits_per_signature,
        **{part: asdict(getattr(settings, part)) for part in parts},
        "prices": {
            region: [asdict(price) | {"per": price.per, "page": price.page} for price in p.values()]
            for region, p in settings.prices.items()
        },
    }


def _told(outcome: Outcome) -> dict[str, Any]:
    tally = outcome.tallying
    half, most = _lags(outcome)
    return {
        "name": outcome.minute.name,
        "visits": outcome.minute.visits,
        "visits_before": round(outcome.minute.before),
        "at": AT.isoformat(),
        "transactions": len(tally.committed),
        "conflict_rate": tally.conflict_rate,
        "given_up": tally.given_up,
        "invocations": tally.invocations,
        "lag_seconds": {"p50": half, "p99": most, "max": max(tally.lags)},
        "most_actions": outcome.actions,
        "largest_spread_bytes": outcome.spread_bytes,
        "units_a_visit": {
            part: {"written": outcome.units(part, True), "read": outcome.units(part, False)}
            for part in outcome.parts
        },
        "hottest": [_heat_told(heat) for heat in hottest(outcome.rates)],
        "tables": [_heat_told(heat) for heat in tables(outcome.rates)],
    }


def _lags(outcome: Outcome) -> tuple[float, float]:
    lags = outcome.tallying.lags
    return median(lags), quantiles(lags, n=100)[98] if len(lags) > 1 else lags[0]


def _heat_told(heat: Heat) -> dict[str, Any]:
    return {
        "table": heat.table.value,
        "key": heat.partition,
        "what": "written" if heat.write else "read",
        "units_per_second": heat.rate,
        "share": heat.share,
    }


def _priced(lines: list[Line], prices: Prices) -> dict[str, float]:
    return {line.label: line.dollars(prices) for line in lines} | {"total": total(lines, prices)}


if __name__ == "__main__":
    sys.exit(main())
