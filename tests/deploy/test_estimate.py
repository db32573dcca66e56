"""The estimate: nothing is priced that has no price, and the dear parts are counted."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from chalicelib.store.dynamodb.keys import Table
from chalicelib.tally.fold import fold, spread
from chalicelib.visits.model import Visit
from deploy import estimate
from deploy.estimate import Line, idle, per_million_visits
from deploy.prices import MEMORY, PAGES, PRICES
from deploy.stages import Stage
from deploy.template import merged

VISIT = Visit(
    campaign="enfants",
    association="essor",
    group="g1",
    link="A0B1C2D",
    day="2026-11-23",
    hour=12,
    at=datetime(2026, 11, 23, 11, tzinfo=UTC),
    visitor="v1",
    request="r1",
    scan=True,
    network="abc",
    family="safari",
)

PAID = {
    "AWS::CloudWatch::Alarm", "AWS::DynamoDB::Table", "AWS::Logs::LogGroup",
    "AWS::Logs::MetricFilter",
}  # fmt: skip
FREE = {
    # Of these, AWS charges for what they do, and here they do next to nothing: dead letters
    # and mails of alarms. Budgets without actions, roles and domains cost nothing.
    "AWS::SQS::Queue", "AWS::SNS::Topic", "AWS::SNS::Subscription", "AWS::Budgets::Budget",
    "AWS::IAM::Role", "AWS::ApiGateway::DomainName", "AWS::ApiGateway::BasePathMapping",
    "AWS::ApiGateway::Account",
}  # fmt: skip


def stage(region: str = "eu-west-3") -> Stage:
    return Stage("test", region, "someone@example.org")


@pytest.mark.parametrize("region", PRICES)
def test_every_region_has_every_price_with_a_page(region: str) -> None:
    assert PRICES[region].keys() == PAGES.keys()
    assert all(price > 0 for price in PRICES[region].values())
    assert MEMORY[region] <= PAGES.keys()
    assert all(page.startswith("https://aws.amazon.com/") for page in PAGES.values())


def test_every_price_is_used() -> None:
    assert {line.price for line in (*idle(), *per_million_visits())} == PAGES.keys()


def test_a_line_costs_its_amount_times_its_price() -> None:
    assert Line("writes", "dynamodb_million_writes", 21).dollars(PRICES["eu-west-3"]) == (
        pytest.approx(21 * 0.7423)
    )


def test_every_alarm_of_the_template_is_in_the_estimate() -> None:
    found = [r for r in merged()["Resources"].values() if r["Type"] == "AWS::CloudWatch::Alarm"]
    (line,) = (line for line in idle() if line.price == "alarm_month")
    assert line.amount == len(found)


def test_no_kind_of_resource_is_unknown_to_the_estimate() -> None:
    assert {r["Type"] for r in merged()["Resources"].values()} <= PAID | FREE


def test_a_visit_that_is_added_up_alone_writes_what_the_estimate_says() -> None:
    """One write for itself; its mark, counters and spread at a transaction's double price."""
    additions = len(fold([VISIT])) + len(spread([VISIT]))
    (line,) = (line for line in per_million_visits() if line.what.startswith("21 writes"))
    assert line.amount == 1 + 2 * (1 + additions)


def test_only_salts_are_without_a_backup_that_costs() -> None:
    tables = {
        name: "PointInTimeRecoverySpecification" in r["Properties"]
        for name, r in merged()["Resources"].items()
        if r["Type"] == "AWS::DynamoDB::Table"
    }
    assert tables == {f"{t.capitalize()}Table": t is not Table.SALTS for t in Table}


def test_what_is_printed_adds_up() -> None:
    lines = list(estimate.text(stage()))
    for part in ("Each month", "Each million"):
        start = next(place for place, line in enumerate(lines) if part in line)
        end = start + 1
        while lines[end].startswith("    "):
            end += 1
        parts = sum(float(line[50:].split()[0]) for line in lines[start + 1 : end])
        assert float(lines[start].split()[-1]) == pytest.approx(parts, abs=0.005 * (end - start))


def test_prices_from_memory_are_marked() -> None:
    lines = "\n".join(estimate.text(stage()))
    assert re.search(r"alarms +\d+\.\d\d \*$", lines, re.MULTILINE)
    assert re.search(r"21 writes a visit.* \d+\.\d\d *$", lines, re.MULTILINE)
    assert "* a price from memory" in lines


def test_a_region_without_prices_is_said_to_have_none() -> None:
    lines = list(estimate.text(stage("eu-north-1")))
    assert "Prices of eu-north-1 are not known here" in lines[1]
    assert "eu-central-1" in lines[1]
