"""What went to a deployment's log comes back as `replay` wants it."""

from __future__ import annotations

from datetime import timedelta

import boto3
import pytest
from moto import mock_aws

from chalicelib.visits.record import deferred_line
from chalicelib.visits.replay import replay
from deploy.logs import deferred
from tests.contract.samples import ESSOR, NOON, visit
from tests.fakes import FakeVisits

GROUP = "/aws/lambda/porte-voix-prod-api"


@pytest.fixture(autouse=True)
def region(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-3")


def test_the_log_of_an_outage_is_replayed_once_each() -> None:
    visits = [visit(ESSOR, f"v{n}", NOON + timedelta(minutes=n)) for n in range(30)]
    with mock_aws():
        logs = boto3.client("logs")
        logs.create_log_group(logGroupName=GROUP)
        logs.create_log_stream(logGroupName=GROUP, logStreamName="one")
        events = [
            {"timestamp": int(v.at.timestamp() * 1000), "message": deferred_line(v, "away") + "\n"}
            for v in visits
        ]
        events.append({"timestamp": events[-1]["timestamp"], "message": "START RequestId: x\n"})
        logs.put_log_events(logGroupName=GROUP, logStreamName="one", logEvents=events)
        lines = list(deferred(logs, "porte-voix-prod", NOON + timedelta(minutes=10)))
    store = FakeVisits()
    report = replay(lines, store, NOON + timedelta(hours=1))
    assert (report.counted, report.already, report.refused) == (20, 0, [])
    assert list(store.kept.values()) == visits[10:]
