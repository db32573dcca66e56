"""A creation is done once, however often it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from chalicelib.access.idempotency import KEPT, UNDER_WAY, Answer, Idempotency
from chalicelib.access.model import Actor
from chalicelib.errors import BadInput, KeyReused, RequestUnderWay, StoreUnavailable
from tests.contract.stands import SetClock
from tests.unit.access.people import FakeAudit

ADA, BOB = Actor("token 1a"), Actor("token 2b")
REQUEST, OTHER = 'POST /v1/links {"channel": "sms"}', 'POST /v1/links {"channel": "poster"}'


class Desk:
    """Where creations are asked for; `done` lists those that were done."""

    def __init__(self) -> None:
        self.store = FakeAudit()
        self.clock = SetClock()
        self.once = Idempotency(self.store, self.clock)
        self.done: list[Answer] = []

    def work(self) -> Answer:
        self.done.append(Answer(201, f"link {len(self.done)}"))
        return self.done[-1]

    def ask(
        self,
        key: str | None = "k1",
        request: str = REQUEST,
        actor: Actor = ADA,
        work: Callable[[], Answer] | None = None,
    ) -> tuple[Answer, bool]:
        return self.once.run(actor, key, request, work or self.work)


def test_the_same_request_is_done_once_and_answered_alike() -> None:
    desk = Desk()
    first, second = desk.ask(), desk.ask()
    assert first == (Answer(201, "link 0"), False)
    assert second == (Answer(201, "link 0"), True)
    assert len(desk.done) == 1


def test_without_a_key_each_request_is_one() -> None:
    desk = Desk()
    assert desk.ask(None)[0] != desk.ask(None)[0]
    assert desk.store.answers == {}


def test_a_key_is_for_one_request() -> None:
    desk = Desk()
    desk.ask()
    with pytest.raises(KeyReused, match="was used for another request"):
        desk.ask(request=OTHER)
    assert (KeyReused.status, KeyReused.code) == (409, "idempotency_conflict")
    assert len(desk.done) == 1


def test_a_key_is_its_actors_own() -> None:
    desk = Desk()
    desk.ask()
    assert desk.ask(actor=BOB) == (Answer(201, "link 1"), False)
    assert desk.ask(actor=BOB, request=REQUEST)[1]


def test_neither_key_nor_request_is_kept() -> None:
    desk = Desk()
    desk.ask("my-key", 'POST /v1/tokens {"label": "secret label"}')
    assert "my-key" not in repr(desk.store.answers)
    assert "secret label" not in repr(desk.store.answers)


def test_a_request_under_way_is_neither_done_again_nor_answered() -> None:
    desk = Desk()

    def meanwhile() -> Answer:
        with pytest.raises(RequestUnderWay, match="ask again in a moment"):
            desk.ask()
        with pytest.raises(KeyReused):
            desk.ask(request=OTHER)
        return desk.work()

    assert desk.ask(work=meanwhile) == (Answer(201, "link 0"), False)
    assert desk.ask() == (Answer(201, "link 0"), True)
    assert (RequestUnderWay.status, RequestUnderWay.code) == (409, "request_under_way")


def test_a_request_that_failed_may_be_sent_again() -> None:
    desk = Desk()

    def fails() -> Answer:
        raise StoreUnavailable("away")

    with pytest.raises(StoreUnavailable):
        desk.ask(work=fails)
    assert desk.ask(request=OTHER) == (Answer(201, "link 0"), False)


class Killed(BaseException):
    """The process ends here."""


def test_a_request_that_died_blocks_its_key_for_as_long_as_one_may_last() -> None:
    desk = Desk()

    def dies() -> Answer:
        raise Killed

    with pytest.raises(Killed):
        desk.ask(work=dies)
    desk.clock.now += UNDER_WAY - timedelta(seconds=1)
    with pytest.raises(RequestUnderWay):
        desk.ask()
    desk.clock.now += timedelta(seconds=1)
    assert desk.ask() == (Answer(201, "link 0"), False)


def test_an_answer_is_kept_for_a_day() -> None:
    desk = Desk()
    desk.ask()
    desk.clock.now += KEPT - timedelta(seconds=1)
    assert desk.ask()[1]
    desk.clock.now += timedelta(seconds=1)
    assert desk.ask() == (Answer(201, "link 1"), False)


def test_a_secret_is_shown_once_and_never_kept() -> None:
    desk = Desk()
    shown = Answer(201, '{"token": "pvx_1"}', kept='{"token": null}')
    assert desk.ask(work=lambda: shown) == (shown, False)
    assert "pvx_1" not in repr(desk.store.answers)
    assert desk.ask() == (Answer(201, '{"token": null}'), True)


@pytest.mark.parametrize("key", ["", " ", "a b", "é", "k" * 201, "k\n", "\x00"])
def test_what_is_no_key_is_refused_and_nothing_is_done(key: str) -> None:
    desk = Desk()
    with pytest.raises(BadInput, match="1 to 200 visible characters"):
        desk.ask(key)
    assert desk.done == []
