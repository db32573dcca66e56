"""The smoke test: the real application passes it, what is broken fails it, and nothing is left."""

from __future__ import annotations

import http.server
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import pytest

from chalicelib import wiring
from chalicelib.campaign.codes import draw_code
from chalicelib.config import Settings
from chalicelib.errors import StoreUnavailable
from chalicelib.store.sqlite.store import SqliteStore
from chalicelib.tally.model import Count
from chalicelib.visits.traffic import PERSON, Hit, classify
from deploy.smoke import ANSWER_SECONDS, COUNT_SECONDS, PHONE, Answer, Smoke, SmokeFailed, fetch
from tests.contract.samples import patient
from tests.contract.stands import SetClock
from tests.deploy.formation import SetTime
from tests.unit.web.door import Site

BASE = "https://qr.example.org"
HOSTS = frozenset({"petitions.assemblee-nationale.fr", "petitions.senat.fr"})
Fetch = Callable[[str], Answer]


@dataclass
class Late:
    """The store, whose totals come late, or wrong, or whose erasing fails."""

    store: SqliteStore
    totals: list[int] = field(default_factory=list)
    stuck: bool = False

    def total(self, *args: Any) -> Count:
        return Count(self.totals.pop(0)) if self.totals else self.store.total(*args)

    def erase(self, slug: str) -> None:
        if self.stuck:
            raise StoreUnavailable("DynamoDB scan: too slow")
        self.store.erase(slug)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.store, name)


@dataclass
class Deployed:
    """What is deployed, and the answers that come instead of its own first ones."""

    store: Late
    site: Site
    instead: list[Answer | OSError] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    time: SetTime = field(default_factory=SetTime)

    def fetch(self, url: str) -> Answer:
        self.asked.append(url)
        if self.instead:
            found = self.instead.pop(0)
            if isinstance(found, OSError):
                raise found
            return found
        assert url.startswith(f"{BASE}/")
        answer = self.site.ask(urlsplit(url).path, agent=PHONE)
        return Answer(answer.status, answer.headers.get("Location", ""), answer.said or "")

    def run(self) -> float:
        return Smoke(self.store, BASE, HOSTS, self.fetch, self.time, self.time.sleep).run()

    def fails(self, words: str) -> None:
        with pytest.raises(SmokeFailed, match=words):
            self.run()
        assert self.store.campaigns() == []


@pytest.fixture
def deployed(tmp_path: Path) -> Iterator[Deployed]:
    store = Late(SqliteStore.open(str(tmp_path / "s.sqlite3"), SetClock()))
    clock, log = SetClock(), list[str]()
    kept = cast(wiring.Store, store)
    house = wiring.House(Settings(base_url=BASE), kept, clock, secrets.token_bytes, log.append)
    wiring.use(house)
    yield Deployed(store, Site(house, clock, log))
    wiring.use(None)
    store.close()


def test_a_link_is_followed_counted_once_and_nothing_is_left_but_its_code(
    deployed: Deployed,
) -> None:
    assert deployed.run() == 0
    first, second = deployed.asked
    assert first == second
    assert deployed.store.campaigns() == []
    assert deployed.store.link(urlsplit(first).path[1:], patient()) is None


def test_how_long_the_count_took_is_answered(deployed: Deployed) -> None:
    deployed.store.totals = [0, 0, 0]
    assert deployed.run() == 6


def test_a_visit_that_is_never_counted_is_a_failure(deployed: Deployed) -> None:
    deployed.store.totals = [0] * 1000
    deployed.fails("0 are counted after 120 s")
    assert deployed.time.now == COUNT_SECONDS


def test_a_visit_that_is_counted_twice_is_a_failure(deployed: Deployed) -> None:
    deployed.store.totals = [2]
    deployed.fails("2 are counted")


def test_an_address_that_is_not_there_yet_is_tried_again(deployed: Deployed) -> None:
    deployed.instead = [OSError("no route"), Answer(403, "", ""), Answer(500, "", "")]
    deployed.run()
    assert len(deployed.asked) == 5


def test_a_visit_that_went_to_the_log_is_followed_by_one_that_counts(deployed: Deployed) -> None:
    deployed.instead = [Answer(302, "https://petitions.senat.fr/", "deferred")]
    assert deployed.run() == 0


def test_an_address_that_never_comes_is_a_failure(deployed: Deployed) -> None:
    deployed.instead = [OSError("no route")] * 1000
    deployed.fails("did not count its first visitor in a minute: no route")
    assert deployed.time.now == ANSWER_SECONDS


def test_a_redirect_to_anywhere_else_is_a_failure(deployed: Deployed) -> None:
    deployed.instead = [Answer(302, "https://elsewhere.example", "counted")]
    deployed.fails("elsewhere.example")


def test_a_first_visitor_who_is_said_to_come_again_is_a_failure(deployed: Deployed) -> None:
    deployed.instead = [Answer(302, "", "not-counted; reason=repeat")]
    deployed.fails("has its first visitor")


def test_a_second_visit_that_counts_is_a_failure(deployed: Deployed) -> None:
    real = deployed.fetch

    def always_counted(url: str) -> Answer:
        answer = real(url)
        return Answer(answer.status, answer.location, "counted")

    with pytest.raises(SmokeFailed, match="followed again said 'counted'"):
        Smoke(deployed.store, BASE, HOSTS, always_counted, deployed.time, deployed.time.sleep).run()
    assert deployed.store.campaigns() == []


def test_a_campaign_that_cannot_be_erased_is_named_with_the_way_out(deployed: Deployed) -> None:
    deployed.store.stuck = True
    with pytest.raises(
        SmokeFailed, match=r"campaign smoke-[0-9a-f]{8} could not be erased.*erased"
    ):
        deployed.run()


def test_the_agent_is_a_persons() -> None:
    assert classify(Hit("GET", {"user-agent": PHONE})) == PERSON


@contextmanager
def answering(status: int, headers: dict[str, str]) -> Iterator[tuple[str, list[str]]]:
    """A server that answers everything alike, with the agents that asked it."""
    agents: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            agents.append(self.headers["User-Agent"])
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/{draw_code()}", agents
        finally:
            server.shutdown()
            thread.join()


def test_a_redirect_is_read_and_not_followed() -> None:
    headers = {"Location": "https://petitions.senat.fr/", "X-Porte-Voix": "counted"}
    with answering(302, headers) as (url, agents):
        assert fetch(url) == Answer(302, "https://petitions.senat.fr/", "counted")
    assert agents == [PHONE]


@pytest.mark.parametrize("status", [200, 404, 503])
def test_every_other_answer_is_read_too(status: int) -> None:
    with answering(status, {}) as (url, _):
        assert fetch(url) == Answer(status, "", "")


def test_no_answer_is_an_error_of_the_system() -> None:
    with answering(200, {}) as (url, _):
        pass
    with pytest.raises(OSError, match="refused"):
        fetch(url)
