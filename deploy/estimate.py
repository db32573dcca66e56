"""What a deployment costs a month, before there is one: idle, and for each million visits.

How much of each thing is used is counted where it can be (alarms, writes of a visit) and
otherwise supposed, on the dear side; each line says which. A month has 730 hours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from deploy.alarms import ALARMS, LOG_METRICS
from deploy.functions import FUNCTIONS
from deploy.prices import MEMORY, PRICES
from deploy.stages import Stage

HOURS = 730
MINUTES = HOURS * 60
DAYS = HOURS / 24

_GB = 1e-9
_GB_OF = {function.name: function.memory / 1024 for function in FUNCTIONS}


@dataclass(frozen=True)
class Line:
    """So many of what a price is for, and why so many."""

    what: str
    price: str
    amount: float

    def dollars(self, prices: Mapping[str, float]) -> float:
        """What it costs."""
        return self.amount * prices[self.price]


def idle() -> tuple[Line, ...]:
    """A month in which nobody comes: one campaign of 360 links is open, nothing changes."""
    nightly = sum(metric.function == "reconcile" for metric in LOG_METRICS)
    runs = MINUTES + HOURS + DAYS
    seconds = {
        "rank": MINUTES * 0.15,
        "poll": MINUTES * 0.1,
        "salts": HOURS * 0.2,
        "reconcile": DAYS * 5,
    }
    gb_seconds = sum(_GB_OF[name] * spent for name, spent in seconds.items())
    return (
        Line(f"{len(ALARMS)} alarms", "alarm_month", len(ALARMS)),
        # A metric is paid for by the hours in which it has a value.
        Line(f"{nightly} figures of the nightly check", "metric_month", nightly / 24),
        Line(f"schedules: {runs:,.0f} runs", "lambda_million_requests", runs / 1e6),
        Line("schedules: time of functions", "lambda_gb_second", gb_seconds),
        # Campaigns 10 units, links 23, exclusions 18, and four small items.
        Line("ranking each minute: 55 reads", "dynamodb_million_reads", MINUTES * 55 / 1e6),
        Line("ranking each minute: 1 write", "dynamodb_million_writes", MINUTES / 1e6),
        Line("what functions log: 500 bytes a run", "logs_gb", runs * 500 * _GB),
        Line("packages and kits kept: 0.5 GB", "s3_gb_month", 0.5),
    )


def per_million_visits() -> tuple[Line, ...]:
    """A million visits more, thinly spread over a month: the dearest way that they can come."""
    visits = 1e6
    # A visit is kept 35 days in the table, and as long in its backup.
    kept = visits * 600 * _GB
    api, tally = 0.05 * _GB_OF["api"], 0.06 * _GB_OF["tally"]
    return (
        Line("requests", "api_million_requests", 1),
        Line("2 runs of functions a visit", "lambda_million_requests", 2),
        Line("0.05 s to redirect, 0.06 s to add up", "lambda_gb_second", visits * (api + tally)),
        # 1 for the visit; its mark, 8 counters and a spread in a transaction, at twice the units.
        Line("21 writes a visit, each added up alone", "dynamodb_million_writes", 21),
        Line("4 reads a visit", "dynamodb_million_reads", 4),
        Line("new boards each minute: 40 writes", "dynamodb_million_writes", MINUTES * 40 / 1e6),
        Line("new boards each minute: 150 reads", "dynamodb_million_reads", MINUTES * 150 / 1e6),
        Line("visits kept, 600 bytes each", "dynamodb_gb_month", kept),
        Line("visits kept, their backup", "dynamodb_backup_gb_month", kept),
        Line("logs: 1,300 bytes a visit", "logs_gb", visits * 1_300 * _GB),
        Line("logs kept 30 days", "logs_gb_month", visits * 1_300 * _GB),
        Line("answers: 1,500 bytes", "out_gb", visits * 1_500 * _GB),
    )


def total(lines: tuple[Line, ...], region: str) -> float:
    """What all the lines cost, in dollars."""
    return sum(line.dollars(PRICES[region]) for line in lines)


def text(stage: Stage) -> Iterator[str]:
    """The estimate for people, line by line."""
    region = stage.region if stage.region in PRICES else "eu-central-1"
    yield f"What {stage.stack} costs in {stage.region}: US dollars, before taxes, no free tier"
    if region != stage.region:
        yield f"Prices of {stage.region} are not known here; those of {region} are in their place"
    yield from _part("Each month, even if nobody comes", idle(), region)
    yield from _part("Each million visits besides, at most", per_million_visits(), region)
    yield "* a price from memory (November 2026); deploy/prices.py names AWS's pages"
    yield "Visits that come many at once are added up together, at a fraction of the writes."
    yield f"Requests of robots cost less than visits; {stage.alarm_email} is told by mail when the"
    yield f"account's bill goes towards {stage.monthly_budget} dollars a month. Nothing is cut off."


def _part(title: str, lines: tuple[Line, ...], region: str) -> Iterator[str]:
    yield f"  {title:<48}{total(lines, region):>8.2f}"
    for line in lines:
        mark = "*" if line.price in MEMORY[region] else " "
        yield f"    {line.what:<46}{line.dollars(PRICES[region]):>8.2f} {mark}"
