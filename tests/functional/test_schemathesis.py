"""Schemathesis asks all that the served description allows, and much that it does not: no answer is
a fault of ours, and none is of a kind that nobody described.

Examples, edges and random values, with every check that it has; the same seed in every run.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import Status, events, from_schema

from chalicelib import wiring
from chalicelib.local.server import open_server
from tests.contract.stands import SetClock
from tests.unit.web.described import demo_site, operations, writing_token
from tests.unit.web.door import Site

RANDOM_EXAMPLES = 4
"""For each operation, beside its examples and its edges."""

NOT_SAYABLE = {
    "cursor": "a cursor is what a list gave, and a schema cannot say that",
    "colours": "the colours of a QR code have to be told apart from each other",
    "day": "a day is one of the last 35",
    "410": "a link may be closed by the time that it is followed",
    "body": "names must be free, owners known, addresses allowed",
}
"""Why what a schema allows may be refused all the same (400, or 410)."""


class Ticking(SetClock):
    """A clock by which a second passes with every look: nobody asks too often."""

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Site, str]]:
    """A site with the demo campaign behind the local server, and its address."""
    site = demo_site(tmp_path)
    server = open_server("127.0.0.1", 0)
    address = f"http://127.0.0.1:{server.getsockname()[1]}"
    settings = replace(site.house.settings, base_url=address)
    wiring.use(replace(site.house, clock=Ticking(), settings=settings))
    threading.Thread(target=server.run, daemon=True).start()
    yield site, address
    server.close()
    wiring.use(None)
    site.store.store.close()


@pytest.mark.parametrize("who", ["nobody", "organiser"])
def test_every_answer_is_described(served: tuple[Site, str], who: str) -> None:
    site, address = served
    schema = schemathesis.openapi.from_url(f"{address}/openapi.json", config=config())
    if who == "organiser":
        # A new one each time: it finds tokens in lists, and revokes them.
        schema.auth(refresh_interval=None)(bearer(site))
    asked, problems = set(), []
    for event in from_schema(schema).execute():
        assert not isinstance(event, events.NonFatalError | events.FatalError), event
        if isinstance(event, events.ScenarioFinished):
            asked.add(event.recorder.label)
            problems += list(found(event))
    assert not problems, "\n\n".join(problems)
    # It does not ask for what it has read already.
    expected = {f"{method} {path}" for method, path, _ in operations()} - {"GET /openapi.json"}
    assert expected <= asked


def config() -> SchemathesisConfig:
    """All checks; but for what no schema can say."""
    return SchemathesisConfig.from_dict(
        {
            "seed": 1,
            "continue-on-failure": True,
            "generation": {"max-examples": RANDOM_EXAMPLES, "database": "none"},
            "phases": {"stateful": {"enabled": False}},
            "operations": [
                {
                    "include-operation-id": [*refusing()],
                    "checks": {"positive_data_acceptance": {"enabled": False}},
                }
            ],
        }
    )


def refusing() -> Iterator[str]:
    """The operations that may refuse what their schema allows, by `NOT_SAYABLE`."""
    for _, _, operation in operations():
        named = {one["$ref"].rpartition("/")[2] for one in operation["parameters"]}
        closes = "410" in operation["responses"]
        if named & {"cursor", "dark", "day"} or closes or "requestBody" in operation:
            yield operation["operationId"]


def bearer(site: Site) -> type:
    """Who asks with a token that may write."""

    class Bearer:
        def get(self, case: Any, context: Any) -> str:
            return writing_token(site)

        def set(self, case: Any, token: str, context: Any) -> None:
            case.headers = {**(case.headers or {}), "Authorization": f"Bearer {token}"}

    return Bearer


def found(event: events.ScenarioFinished) -> Iterator[str]:
    """What is wrong with an operation's answers, each with the call that shows it."""
    for checks in event.recorder.checks.values():
        for check in checks:
            if check.status is Status.FAILURE and check.failure_info:
                failure = check.failure_info.failure
                yield f"{failure.title}: {failure.message}\n{check.failure_info.code_sample}"
