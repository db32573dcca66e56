"""Every alarm of the template can ring: its metric exists, and somebody hears it."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chalicelib.visits.record import Event
from deploy.alarms import LOG_METRICS, LogMetric
from deploy.functions import FUNCTIONS

ROOT = Path(__file__).parents[2]
OPERATIONS = (ROOT / "docs" / "operations.md").read_text("utf-8")

METRICS = {
    "AWS/Lambda": ({"Errors", "Throttles", "IteratorAge"}, {"FunctionName"}),
    "AWS/ApiGateway": ({"5XXError"}, {"ApiName", "Stage"}),
    "AWS/SQS": ({"ApproximateNumberOfMessagesVisible"}, {"QueueName"}),
}
"""What AWS measures and by which dimensions, of what is used here: the pages "metrics" of
https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html,
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
and https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
"""


@pytest.fixture(scope="session")
def alarms(template: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The alarms' properties, by how the template calls them."""
    return {
        name: resource["Properties"]
        for name, resource in template["Resources"].items()
        if resource["Type"] == "AWS::CloudWatch::Alarm"
    }


def test_every_alarm_is_heard_by_mail_when_it_rings_and_when_it_ends(
    template: dict[str, Any], alarms: dict[str, dict[str, Any]]
) -> None:
    resources = template["Resources"]
    assert resources["Alerts"]["Type"] == "AWS::SNS::Topic"
    mail = resources["AlertsByMail"]["Properties"]
    assert (mail["TopicArn"], mail["Protocol"]) == ({"Ref": "Alerts"}, "email")
    assert mail["Endpoint"] == {"Ref": "AlarmEmail"}
    assert len(alarms) > len(FUNCTIONS)
    for name, alarm in alarms.items():
        assert alarm["AlarmActions"] == [{"Ref": "Alerts"}], name
        assert alarm["OKActions"] == [{"Ref": "Alerts"}], name
        assert alarm.get("ActionsEnabled", True), name


def test_every_alarm_looks_at_a_metric_that_somebody_writes(
    template: dict[str, Any], alarms: dict[str, dict[str, Any]]
) -> None:
    written = {
        (str(one["MetricNamespace"]), one["MetricName"])
        for resource in template["Resources"].values()
        if resource["Type"] == "AWS::Logs::MetricFilter"
        for one in resource["Properties"]["MetricTransformations"]
    }
    for name, alarm in alarms.items():
        namespace, metric = str(alarm["Namespace"]), alarm["MetricName"]
        dimensions = {one["Name"] for one in alarm["Dimensions"]}
        if namespace in METRICS:
            metrics, by = METRICS[namespace]
            assert metric in metrics, name
            assert dimensions == by, name
        else:
            assert (namespace, metric) in written, name
            assert dimensions == set(), name


def test_every_alarm_looks_at_something_of_this_template(
    template: dict[str, Any], alarms: dict[str, dict[str, Any]]
) -> None:
    resources = template["Resources"]
    there = {
        "FunctionName": [resources[f.template_id]["Properties"]["FunctionName"] for f in FUNCTIONS],
        "ApiName": [resources["RestAPI"]["Properties"]["Name"]],
        "Stage": [resources["RestAPI"]["Properties"]["StageName"]],
        "QueueName": [{"Fn::GetAtt": ["DeadLetters", "QueueName"]}],
    }
    for name, alarm in alarms.items():
        for dimension in alarm["Dimensions"]:
            assert dimension["Value"] in there[dimension["Name"]], name


def test_every_function_has_an_alarm_for_its_errors(
    template: dict[str, Any], alarms: dict[str, dict[str, Any]]
) -> None:
    watched = [
        one["Value"]
        for alarm in alarms.values()
        if alarm["MetricName"] == "Errors"
        for one in alarm["Dimensions"]
    ]
    for function in FUNCTIONS:
        name = template["Resources"][function.template_id]["Properties"]["FunctionName"]
        assert watched.count(name) == 1


def test_what_must_not_go_unnoticed_rings(alarms: dict[str, dict[str, Any]]) -> None:
    watched = {alarm["MetricName"] for alarm in alarms.values()}
    assert watched >= {
        "Errors", "Throttles", "5XXError", "IteratorAge", "ApproximateNumberOfMessagesVisible",
        "Drift", "Missed", "OfficialStale", "VisitsDeferred", "VisitsUnattributed", "TallyRetries",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "statistic", "threshold"),
    [
        ("DeadLetters", "Maximum", 1),
        ("Drift", "Maximum", 1),
        ("Missed", "Sum", 1),
        ("VisitsDeferred", "Sum", 1),
        ("UnexpectedErrors", "Sum", 1),
        ("ReconcileErrors", "Sum", 1),
        # Lambda tells it in milliseconds.
        ("TallyBehind", "Maximum", 10 * 60 * 1000),
    ],
)
def test_one_is_enough_to_ring_and_ten_minutes_are(
    alarms: dict[str, dict[str, Any]], name: str, statistic: str, threshold: int
) -> None:
    alarm = alarms[f"{name}Alarm"]
    assert (alarm["Statistic"], alarm["Threshold"]) == (statistic, threshold)
    assert alarm["ComparisonOperator"] == "GreaterThanOrEqualToThreshold"


def test_the_guide_says_of_every_alarm_what_it_means_and_what_to_do(
    alarms: dict[str, dict[str, Any]],
) -> None:
    rows = re.findall(r"^\| `(\w+)` \| .+ \| .+ \|$", OPERATIONS, re.MULTILINE)
    assert sorted(rows) == sorted(name.removesuffix("Alarm") for name in alarms)
    for name, alarm in alarms.items():
        title = name.removesuffix("Alarm")
        # The mail names its row in the guide.
        assert alarm["AlarmDescription"].endswith(f"See docs/operations.md, {title}.")


def test_the_budget_writes_when_money_was_spent_and_when_it_will_be(
    template: dict[str, Any],
) -> None:
    budget = template["Resources"]["Budget"]["Properties"]
    assert budget["Budget"]["TimeUnit"] == "MONTHLY"
    assert budget["Budget"]["BudgetLimit"] == {"Amount": {"Ref": "MonthlyBudget"}, "Unit": "USD"}
    told = {}
    for one in budget["NotificationsWithSubscribers"]:
        (subscriber,) = one["Subscribers"]
        assert subscriber == {"SubscriptionType": "EMAIL", "Address": {"Ref": "AlarmEmail"}}
        notice = one["Notification"]
        assert notice["ThresholdType"] == "PERCENTAGE"
        told[notice["NotificationType"]] = notice["Threshold"]
    assert told == {"ACTUAL": 80, "FORECASTED": 100}


def test_an_alarm_looks_back_a_day_at_most(alarms: dict[str, dict[str, Any]]) -> None:
    """CloudWatch's limit for periods under an hour; longer ones may look back a week."""
    for name, alarm in alarms.items():
        assert alarm["Period"] % 60 == 0, name
        assert 60 <= alarm["Period"] * alarm["EvaluationPeriods"] <= 86_400, name
        assert alarm["TreatMissingData"] == "notBreaching", name


@pytest.mark.parametrize("metric", LOG_METRICS, ids=lambda m: m.name)
def test_a_metric_of_a_log_counts_a_line_that_the_code_writes(
    template: dict[str, Any], metric: LogMetric
) -> None:
    properties = template["Resources"][f"{metric.name}Metric"]["Properties"]
    found = re.fullmatch(r'\{ \$\.event = "([a-z_]+)" \}', properties["FilterPattern"])
    assert found
    assert found[1] in events_logged()
    (transformation,) = properties["MetricTransformations"]
    value = transformation["MetricValue"]
    if value != "1":
        assert value.removeprefix("$.") in fields_beside(found[1])


def test_the_search_for_events_finds_none_that_nobody_writes() -> None:
    assert set(Event) <= events_logged()
    assert "visit_lost_for_ever" not in events_logged()
    assert "added" in fields_beside("reconciled")
    assert "of_course" not in fields_beside("reconciled")


def events_logged() -> set[str]:
    """Every event that a line of the log may name."""
    named = {event.value for event in Event}
    for call in calls():
        for one in (*call.args, *(keyword.value for keyword in call.keywords)):
            if isinstance(one, ast.Dict):
                named |= {v for k, v in pairs(one) if k == "event" and isinstance(v, str)}
        by_name = isinstance(call.func, ast.Name) and call.func.id == "_log"
        if by_name or (isinstance(call.func, ast.Attribute) and call.func.attr == "_note"):
            named |= {str(a.value) for a in call.args if isinstance(a, ast.Constant)}
    return named


def fields_beside(event: str) -> set[str]:
    """The fields of the lines that a dictionary with this event makes."""
    found: set[str] = set()
    for call in calls():
        for one in call.args:
            if isinstance(one, ast.Dict) and ("event", event) in list(pairs(one)):
                found |= {name for name, _ in pairs(one)}
    return found


@functools.cache
def calls() -> tuple[ast.Call, ...]:
    """Every call in the code of the product."""
    trees = (ast.parse(path.read_text("utf-8")) for path in (ROOT / "chalicelib").rglob("*.py"))
    nodes = (node for tree in trees for node in ast.walk(tree))
    return tuple(node for node in nodes if isinstance(node, ast.Call))


def pairs(written: ast.Dict) -> Iterator[tuple[str, Any]]:
    """The names of a dictionary, with the values that are written as they are."""
    for key, value in zip(written.keys, written.values, strict=True):
        if isinstance(key, ast.Constant):
            yield str(key.value), value.value if isinstance(value, ast.Constant) else None
