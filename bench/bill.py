"""What a million visits cost, line by line."""

from __future__ import annotations

from dataclasses import dataclass

from bench.prices import Prices
from bench.replay import SECONDS, Habits, Outcome
from bench.stream import Pace
from bench.units import INDEX_BYTES
from chalicelib.visits.model import RETENTION

MILLION = 1e6
GB = 2**30
MONTH_DAYS = 30


@dataclass(frozen=True)
class Machine:
    """What requests take of Lambda, of the log and of the line. Assumed, not measured.

    `memory` in MB, as deployed; `redirect` and `page` are billed seconds of a redirect and of a
    view of the leaderboard; `log_bytes` what Lambda itself logs of each call (START, END,
    REPORT); `redirect_bytes` and `page_bytes` what an answer is with its headers.
    """

    memory: int = 512
    redirect: float = 0.015
    page: float = 0.04
    log_bytes: int = 400
    redirect_bytes: int = 900
    page_bytes: int = 12_000


@dataclass(frozen=True)
class Line:
    """One line of the bill: how much of what a price is for."""

    label: str
    price: str
    amount: float

    def dollars(self, prices: Prices) -> float:
        """What it comes to."""
        return self.amount / prices[self.price].per * prices[self.price].dollars


def bill(outcome: Outcome, habits: Habits, pace: Pace, machine: Machine) -> list[Line]:
    """What a million visits use when they come as in this minute."""
    tally, visits = outcome.tallying, outcome.minute.visits
    redirects, views = 1 + habits.excluded, habits.views
    calls = tally.invocations / visits
    served = redirects * machine.redirect + views * machine.page
    log = (redirects + views + calls) * machine.log_bytes / GB
    kept = (outcome.visit_bytes + INDEX_BYTES) * RETENTION.days / MONTH_DAYS / GB
    sent = (redirects * machine.redirect_bytes + views * machine.page_bytes) / GB
    memory = machine.memory / 1024
    each = [
        Line("API Gateway: requests", "api-requests", redirects + views),
        Line("Lambda: requests", "lambda-requests", redirects + views + calls),
        Line("Lambda: redirects and pages", "lambda-gb-seconds", served * memory),
        Line("Lambda: tally", "lambda-gb-seconds", tally.busy / visits * memory),
        Line("DynamoDB: visits", "dynamodb-writes", outcome.units("visits", True)),
        Line("DynamoDB: what is not counted", "dynamodb-writes", outcome.units("excluded", True)),
        Line("DynamoDB: tally's transactions", "dynamodb-writes", outcome.units("tally", True)),
        Line("DynamoDB: boards, written", "dynamodb-writes", outcome.units("boards", True)),
        Line("DynamoDB: boards, read to rank", "dynamodb-reads", outcome.units("boards", False)),
        Line("DynamoDB: views", "dynamodb-reads", outcome.units("views", False)),
        Line("DynamoDB: look-ups", "dynamodb-reads", outcome.units("look-ups", False)),
        Line(
            "DynamoDB: stream, read by Lambda",
            "dynamodb-stream-reads",
            pace.shards * SECONDS / pace.poll / visits,
        ),
        Line("DynamoDB: visits kept", "dynamodb-storage", kept),
        Line("CloudWatch: log, taken in", "logs-in", log),
        Line("CloudWatch: log, kept a month", "logs-storage", log),
        Line("Data out", "data-out", sent),
    ]
    return [Line(line.label, line.price, MILLION * line.amount) for line in each]


def total(lines: list[Line], prices: Prices) -> float:
    """The sum of a bill."""
    return sum(line.dollars(prices) for line in lines)
