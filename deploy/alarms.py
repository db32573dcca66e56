"""Alarms, each beside what it guards, all to one topic that writes an e-mail.

`docs/operations.md` says what each means and what to do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from deploy.functions import FUNCTIONS, function_name, log_group_id
from deploy.tables import Resources

OURS = "PorteVoix"
"""The namespace of the metrics that are read from the log."""


@dataclass(frozen=True)
class LogMetric:
    """Lines of a function's log, as a metric: how many, or the number that a field holds."""

    name: str
    function: str
    pattern: str
    value: str = "1"


LOG_METRICS = (
    LogMetric("VisitsDeferred", "api", '{ $.event = "visit_deferred" }'),
    LogMetric("VisitsUnattributed", "api", '{ $.event = "visit_unattributed" }'),
    LogMetric("UnexpectedErrors", "api", '{ $.event = "unexpected_error" }'),
    LogMetric("TallyRetries", "tally", '{ $.event = "tally_failed" }'),
    LogMetric("OfficialStale", "poll", '{ $.event = "official_stale" }'),
    LogMetric("Drift", "reconcile", '{ $.event = "reconciled" }', "$.drifting"),
    LogMetric("Missed", "reconcile", '{ $.event = "reconciled" }', "$.added"),
)


@dataclass(frozen=True)
class Alarm:
    """Rings when the statistic of a metric, over `minutes`, is at least `threshold`."""

    name: str
    about: str
    namespace: str
    metric: str
    threshold: float
    minutes: int
    statistic: str = "Sum"
    dimensions: tuple[tuple[str, Any], ...] = ()


def _of_function(name: str) -> tuple[tuple[str, Any], ...]:
    return (("FunctionName", function_name(name)),)


_ERRORS = {
    "api": (5, 5),
    "tally": (3, 15),
    "rank": (5, 15),
    "poll": (5, 30),
    "salts": (2, 180),
    "reconcile": (1, 60),
    "kit": (1, 60),
    "mail": (2, 60),
}
"""Errors, and in how many minutes, from which a function's alarm rings: those that are tried
again a moment later may fail now and then."""

ALARMS = (
    *(
        Alarm(f"{f.name.capitalize()}Errors", f"The function {f.name} fails.", "AWS/Lambda",
              "Errors", *_ERRORS[f.name], dimensions=_of_function(f.name))
        for f in FUNCTIONS
    ),
    Alarm("ApiThrottles", "Lambda refuses requests: the account's concurrency is used up.",
          "AWS/Lambda", "Throttles", 1, 5, dimensions=_of_function("api")),
    Alarm("ApiServerErrors", "API Gateway answers with 5xx.", "AWS/ApiGateway", "5XXError", 5, 5,
          dimensions=(("ApiName", {"Ref": "AWS::StackName"}), ("Stage", "api"))),
    Alarm("TallyRetries", "The tally stands before a record and tries again.", OURS,
          "TallyRetries", 5, 15),
    Alarm("TallyBehind", "Visits wait for ten minutes before they are added up.", "AWS/Lambda",
          "IteratorAge", 600_000, 5, "Maximum", _of_function("tally")),
    Alarm("DeadLetters", "The tally gave some of the stream's records up.", "AWS/SQS",
          "ApproximateNumberOfMessagesVisible", 1, 5, "Maximum",
          (("QueueName", {"Fn::GetAtt": ["DeadLetters", "QueueName"]}),)),
    Alarm("VisitsDeferred", "Visits went to the log because the store was away: replay them.",
          OURS, "VisitsDeferred", 1, 5),
    Alarm("VisitsUnattributed", "People were sent on without being counted.",
          OURS, "VisitsUnattributed", 10, 15),
    Alarm("UnexpectedErrors", "A fault of ours was written to the log.",
          OURS, "UnexpectedErrors", 1, 15),
    Alarm(
        "OfficialStale",
        "An official count could not be read for too long.",
        OURS,
        "OfficialStale",
        60,
        120,
    ),
    Alarm("Drift", "Tallies are not what the visits say.", OURS, "Drift", 1, 60, "Maximum"),
    Alarm("Missed", "Reconciling found visits that the stream had not brought.",
          OURS, "Missed", 1, 60),
)  # fmt: skip


def resources() -> Resources:
    """The topic, the metrics, the alarms and the budget."""
    found: Resources = {
        "Alerts": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": "Porte-voix"}},
        "AlertsByMail": {
            "Type": "AWS::SNS::Subscription",
            "Properties": {
                "TopicArn": {"Ref": "Alerts"},
                "Protocol": "email",
                "Endpoint": {"Ref": "AlarmEmail"},
            },
        },
        "Budget": _budget(),
    }
    found |= {f"{metric.name}Metric": _metric(metric) for metric in LOG_METRICS}
    found |= {f"{alarm.name}Alarm": _alarm(alarm) for alarm in ALARMS}
    return found


def _metric(metric: LogMetric) -> dict[str, Any]:
    transformation = {
        # Two stages in one account are two metrics.
        "MetricNamespace": {"Fn::Sub": f"{OURS}/${{AWS::StackName}}"},
        "MetricName": metric.name,
        "MetricValue": metric.value,
    }
    return {
        "Type": "AWS::Logs::MetricFilter",
        "Properties": {
            "LogGroupName": {"Ref": log_group_id(metric.function)},
            "FilterPattern": metric.pattern,
            "MetricTransformations": [transformation],
        },
    }


def _alarm(alarm: Alarm) -> dict[str, Any]:
    ours = {"Fn::Sub": f"{OURS}/${{AWS::StackName}}"}
    return {
        "Type": "AWS::CloudWatch::Alarm",
        "Properties": {
            "AlarmName": {"Fn::Sub": f"${{AWS::StackName}}-{alarm.name}"},
            "AlarmDescription": f"{alarm.about} See docs/operations.md, {alarm.name}.",
            "Namespace": ours if alarm.namespace == OURS else alarm.namespace,
            "MetricName": alarm.metric,
            "Dimensions": [{"Name": name, "Value": value} for name, value in alarm.dimensions],
            "Statistic": alarm.statistic,
            "Period": alarm.minutes * 60,
            "EvaluationPeriods": 1,
            "Threshold": alarm.threshold,
            "ComparisonOperator": "GreaterThanOrEqualToThreshold",
            "TreatMissingData": "notBreaching",
            "AlarmActions": [{"Ref": "Alerts"}],
            "OKActions": [{"Ref": "Alerts"}],
        },
    }


def _budget() -> dict[str, Any]:
    """Of the whole account: costs by stack are known only where tags for them were activated."""
    mail = {"SubscriptionType": "EMAIL", "Address": {"Ref": "AlarmEmail"}}
    return {
        "Type": "AWS::Budgets::Budget",
        "Properties": {
            "Budget": {
                "BudgetName": {"Ref": "AWS::StackName"},
                "BudgetType": "COST",
                "TimeUnit": "MONTHLY",
                "BudgetLimit": {"Amount": {"Ref": "MonthlyBudget"}, "Unit": "USD"},
            },
            "NotificationsWithSubscribers": [
                {
                    "Notification": {
                        "NotificationType": kind,
                        "ComparisonOperator": "GREATER_THAN",
                        "Threshold": percent,
                        "ThresholdType": "PERCENTAGE",
                    },
                    "Subscribers": [mail],
                }
                for kind, percent in (("ACTUAL", 80), ("FORECASTED", 100))
            ],
        },
    }
