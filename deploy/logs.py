"""Visits that went to a deployment's log, as the lines that `replay` reads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from chalicelib.visits.record import Event


def deferred(logs: Any, stack: str, since: datetime) -> Iterator[str]:
    """The lines, oldest first, of the stack's redirects; `logs` is a client of CloudWatch Logs."""
    pages = logs.get_paginator("filter_log_events").paginate(
        logGroupName=f"/aws/lambda/{stack}-api",
        startTime=int(since.timestamp() * 1000),
        filterPattern=f'{{ $.event = "{Event.DEFERRED}" }}',
    )
    for page in pages:
        for event in page["events"]:
            yield event["message"].rstrip("\n")
