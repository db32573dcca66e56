"""Schemathesis asks all that the description allows, and what it does not: no answer is a fault of
ours, and none is of a kind that nobody described.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.specs.openapi.schemas import OpenApiSchema

from chalicelib import wiring
from chalicelib.local.server import wsgi_application
from tests.unit.web.described import demo_site, writing_token

EXAMPLES = 8
"""For each operation. The same ones in every run."""


@pytest.fixture(scope="module", params=["nobody", "organiser"])
def described(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[OpenApiSchema]:
    """The served description of a site with the demo campaign, without and with a token."""
    site = demo_site(tmp_path_factory.mktemp(request.param))
    wiring.use(site.house)
    token = writing_token(site) if request.param == "organiser" else ""
    answer = wsgi_application()

    def application(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        # A second passes: who asks at most once a second is never told to slow down.
        site.clock.now += timedelta(seconds=1)
        environ["REMOTE_ADDR"] = "192.0.2.7"
        return answer(environ, start)

    schema = schemathesis.openapi.from_wsgi("/openapi.json", application)
    schema.config.update(headers={"Authorization": f"Bearer {token}"} if token else {})
    yield schema
    wiring.use(None)
    site.store.store.close()


schema = schemathesis.pytest.from_fixture("described")


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_described(case: schemathesis.Case) -> None:
    case.call_and_validate()
