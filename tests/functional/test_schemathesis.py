"""Schemathesis asks all that the served description allows, and much that it does not: no answer is
a fault of ours, and none is of a kind that nobody described.

Examples, edges and random values, with every check that it has; the same seed in every run.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path
from random import Random
from typing import Any

import pytest
import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.core.transport import Response
from schemathesis.engine import Status, events, from_schema

from chalicelib import wiring
from chalicelib.local.server import open_server
from tests.contract.stands import SetClock
from tests.unit.web.described import demo_site, operations, writing_token
from tests.unit.web.door import Site

RANDOM_EXAMPLES = 4
"""For each operation, beside its examples and its edges."""

WAYS, STEPS = 8, 12
"""Ways from answer to answer, by the links of the description and those that its fields suggest;
and the most calls of one.
"""

NOT_SAYABLE = {
    r"cursor is not one that this (list|leaderboard) gave": "a schema cannot say what a list gave",
    r"dark #\w{6} (on|is lighter than) light #": "nor that two colours are told apart",
    r"a logo needs level H": "nor what one parameter makes of another",
    r"association '.*' has no logo": "nor who has one",
    r"day must be like|day .* is still to come": "nor that some months are short",
    r"visits of .* are no longer kept": "nor which the last 35 days are",
    r"the sheet:\d+": "nor what a spreadsheet says",
}
"""What an answer may say of a request that its schema allows, and refuse it with 400."""

NOT_SAYABLE_FIELDS = {
    "slug": "is another's",
    "aliases": "are another's, or not for a link that is closed",
    "association": "is not there, or has such a group",
    "group": "is not there",
    "channel": "has its link",
    "channels": "are longer together than a campaign may be",
    "petition_url": "is on a host that this service does not allow",
}
"""Fields of a body that may be refused so (`bad_fields`), and why. Other fields may not."""


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
    # What is drawn is the same in every run too, so that every run goes the same ways.
    drawn = Random(1).randbytes
    wiring.use(replace(site.house, clock=Ticking(), settings=settings, random=drawn))
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
    asked, followed, problems = set(), set(), []
    for event in from_schema(schema).execute():
        assert not isinstance(event, events.NonFatalError | events.FatalError), event
        if isinstance(event, events.ScenarioFinished):
            asked.add(event.recorder.label)
            followed |= {
                case.transition.id for case in event.recorder.cases.values() if case.transition
            }
            problems += list(found(event))
    assert not problems, "\n\n".join(problems)
    assert len(followed) > WAYS or who == "nobody", "answers led nowhere"
    # It does not ask for what it has read already.
    expected = {f"{method} {path}" for method, path, _ in operations()} - {"GET /openapi.json"}
    assert expected <= asked


def config() -> SchemathesisConfig:
    """All checks but one: what is deleted here is closed, retired or revoked, and stays to be
    seen, for a code in print is never given to another link.
    """
    return SchemathesisConfig.from_dict(
        {
            "seed": 1,
            "continue-on-failure": True,
            "generation": {"max-examples": RANDOM_EXAMPLES, "database": "none"},
            "checks": {"use_after_free": {"enabled": False}},
            "phases": {"stateful": {"max-steps": STEPS, "generation": {"max-examples": WAYS}}},
        }
    )


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
    for case, checks in event.recorder.checks.items():
        response = event.recorder.interactions[case].response
        for check in checks:
            if check.status is not Status.FAILURE or not check.failure_info:
                continue
            if check.name == "positive_data_acceptance" and response and may_refuse(response):
                continue
            failure = check.failure_info.failure
            said = response.content[:400] if response else b""
            yield f"{failure.title}: {failure.message}\n{check.failure_info.code_sample}\n{said!r}"


def may_refuse(response: Response) -> bool:
    """Whether it is one of the refusals that no schema can foresee."""
    if response.status_code == 410:
        return True  # a link may be closed by the time that it is followed
    said = unescape(response.content.decode("utf-8"))
    if response.status_code != 400:
        return False
    if said.startswith("{") and (wrong := json.loads(said)["error"].get("fields")):
        return {one["field"].partition("[")[0] for one in wrong} <= NOT_SAYABLE_FIELDS.keys()
    return any(re.search(reason, said) for reason in NOT_SAYABLE)
