"""`kill -9` in the middle: what was acknowledged is kept, and nobody is counted twice."""

from __future__ import annotations

import http.client
import signal
import threading
from dataclasses import dataclass, field

import pytest

from tests.fault.server import PHONE, Place, Server, click

CLIENTS = 8
BEFORE_KILL = 150
"""Acknowledged clicks after which the server is killed: a count, so no machine is too slow."""

Person = tuple[int, str, str]
"""A client's number, a link, an agent."""


@dataclass
class Crowd:
    """Clients that follow links until their server is gone."""

    codes: list[str]
    round: int
    enough: threading.Event = field(default_factory=threading.Event)
    sent: list[Person] = field(default_factory=list)
    acknowledged: list[Person] = field(default_factory=list)
    wrong: list[tuple[int, str]] = field(default_factory=list)

    def run(self, server: Server) -> None:
        """Starts all clients; kills the server once enough clicks were acknowledged."""
        threads = [
            threading.Thread(target=self._follow, args=(server, number))
            for number in range(CLIENTS)
        ]
        for thread in threads:
            thread.start()
        assert self.enough.wait(60)
        server.kill()
        for thread in threads:
            thread.join(60)

    def _follow(self, server: Server, number: int) -> None:
        client = server.client(number)
        for turn in range(10_000):
            person = (
                number,
                self.codes[turn % len(self.codes)],
                PHONE.format(f"{self.round}.{turn}"),
            )
            self.sent.append(person)
            try:
                said = click(client, f"/{person[1]}", person[2])
            except (OSError, http.client.HTTPException):
                return
            if said == (302, "counted"):
                self.acknowledged.append(person)
            else:
                self.wrong.append(said)
            if len(self.acknowledged) >= BEFORE_KILL:
                self.enough.set()


def test_kill_9_loses_no_acknowledged_visit_and_counts_nobody_twice(place: Place) -> None:
    codes = place.codes()
    assert len(codes) > 1
    sent: list[Person] = []
    acknowledged: list[Person] = []
    for number in range(3):
        crowd = Crowd(codes, number)
        with place.serving() as server:
            crowd.run(server)
        assert crowd.wrong == []
        sent += crowd.sent
        acknowledged += crowd.acknowledged
        assert len(acknowledged) <= place.counted() <= len(sent)
    assert len(acknowledged) >= 3 * BEFORE_KILL
    before = place.counted()
    with place.serving() as server:
        again = [follow_again(server, person) for person in sent]
    assert again.count("counted") == len(sent) - before
    assert again.count("not-counted; reason=repeat") == before
    assert place.counted() == len(set(sent)) == len(sent)
    report = place.reconciled()
    assert (report["kept"], report["added"], report["drifts"]) == (len(sent), 0, [])


def follow_again(server: Server, person: Person) -> str:
    number, code, agent = person
    status, said = click(server.client(number), f"/{code}", agent)
    assert status == 302
    return said


@pytest.mark.parametrize("with_signal", [signal.SIGTERM, signal.SIGINT])
def test_data_survive_a_restart(place: Place, with_signal: signal.Signals) -> None:
    code = place.codes()[0]
    with place.serving() as server:
        assert click(server.client(0), f"/{code}", PHONE.format(0)) == (302, "counted")
        assert server.stop(with_signal) == 0
        assert server.errors == ""
    assert place.counted() == 1
    with place.serving() as server:
        said = click(server.client(0), f"/{code}", PHONE.format(0))
        assert said == (302, "not-counted; reason=repeat")
    assert place.counted() == 1


def test_two_servers_on_one_file_count_exactly(place: Place) -> None:
    code = place.codes()[0]
    with place.serving() as one, place.serving() as other:
        said: list[str] = []

        def follow(server: Server) -> None:
            said.extend(
                click(server.client(number), f"/{code}", PHONE.format(turn))[1]
                for turn in range(5)
                for number in range(10)
            )

        threads = [threading.Thread(target=follow, args=(server,)) for server in (one, other)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
    assert sorted(said) == ["counted"] * 50 + ["not-counted; reason=repeat"] * 50
    assert place.counted() == 50
