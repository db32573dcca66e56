"""People are counted and machines are not, agent by agent: the tables are in `agents/`."""

from __future__ import annotations

from collections import Counter

import pytest

from chalicelib.visits.traffic import classify
from tests.unit.visits.agents import AGENTS, Case, agent_cases, every_case, request_cases

LEAST = {"people": 300, "machines": 300, "previews": 80}
LEAST_REQUESTS = 60


@pytest.mark.parametrize("case", every_case(), ids=lambda case: case.name)
def test_the_verdict_is_the_truth(case: Case) -> None:
    answer = classify(case.hit())
    assert answer.verdict is case.expected, (answer.reason, case.agent)


@pytest.mark.parametrize("table", AGENTS)
def test_tables_are_as_long_as_is_said(table: str) -> None:
    assert len(agent_cases(table)) >= LEAST[table]


def test_the_table_of_requests_is_as_long_as_is_said() -> None:
    assert len(request_cases()) >= LEAST_REQUESTS


def test_no_agent_is_counted_twice_nor_on_two_sides() -> None:
    agents = Counter(case.agent for table in AGENTS for case in agent_cases(table))
    assert [agent for agent, times in agents.items() if times > 1] == []


def test_no_request_is_written_twice() -> None:
    requests = Counter((case.method, case.headers) for case in request_cases())
    assert [request for request, times in requests.items() if times > 1] == []
