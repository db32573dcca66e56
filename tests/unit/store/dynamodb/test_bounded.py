"""Calls that never take longer than they may, in no more threads than were said."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from chalicelib.clock import Budget
from chalicelib.errors import StoreUnavailable
from chalicelib.store.dynamodb.bounded import REST_SECONDS, Bounded, Breaker
from tests.fakes import Ticker

SOON = 0.02
"""Seconds that a call which hangs is waited for."""
PATIENCE = 30.0
"""Seconds after which a test is stuck."""


class Hanging:
    """Work that begins, and goes on when it is let go."""

    def __init__(self) -> None:
        self.begun = threading.Semaphore(0)
        self.go_on = threading.Event()
        self.threads: set[str] = set()

    def __call__(self) -> str:
        self.threads.add(threading.current_thread().name)
        self.begun.release()
        assert self.go_on.wait(PATIENCE)
        return "at last"

    def wait_begun(self, times: int = 1) -> None:
        for _ in range(times):
            assert self.begun.acquire(timeout=PATIENCE)


@pytest.fixture
def hanging() -> Iterator[Hanging]:
    work = Hanging()
    yield work
    work.go_on.set()


def start(threads: int, rest: float = REST_SECONDS) -> tuple[Bounded, Ticker]:
    ticker = Ticker()
    return Bounded(Breaker(rest, ticker), threads), ticker


def soon() -> Budget:
    """A budget that a call may wait for, and that is not spent while nobody waits."""
    return Budget(SOON, Ticker())


def in_background(job: Callable[[], object]) -> tuple[threading.Thread, list[object]]:
    """`job` in a thread of its own, and what came of it."""
    came: list[object] = []

    def run() -> None:
        try:
            came.append(job())
        except StoreUnavailable as error:
            came.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    return thread, came


def test_a_breaker_is_closed_at_first() -> None:
    Breaker(1.0, Ticker()).check()


def test_a_breaker_rests_for_its_seconds_and_lets_through_again() -> None:
    ticker = Ticker()
    breaker = Breaker(1.0, ticker)
    breaker.trip()
    for _ in range(2):
        with pytest.raises(StoreUnavailable, match="did not answer a moment ago"):
            breaker.check()
    ticker.seconds += 0.99
    with pytest.raises(StoreUnavailable):
        breaker.check()
    ticker.seconds += 0.01
    breaker.check()
    breaker.trip()
    ticker.seconds += 0.99
    with pytest.raises(StoreUnavailable):
        breaker.check()
    ticker.seconds += 0.01
    breaker.check()


def test_a_call_answers_what_the_work_does() -> None:
    bounded, _ = start(2)
    assert bounded.call(lambda: 42, Budget(PATIENCE)) == 42
    assert bounded.call(lambda: None, Budget(PATIENCE)) is None


@pytest.mark.parametrize("error", [StoreUnavailable("refused"), ZeroDivisionError("a mistake")])
def test_a_call_raises_what_the_work_does(error: Exception) -> None:
    bounded, _ = start(1)

    def work() -> None:
        raise error

    with pytest.raises(type(error), match=str(error)):
        bounded.call(work, Budget(PATIENCE))
    assert bounded.call(lambda: "still there", Budget(PATIENCE)) == "still there"


def test_a_budget_that_is_spent_asks_nobody() -> None:
    bounded, ticker = start(1)
    budget = Budget(0.8, ticker)
    ticker.seconds += 0.8
    asked: list[int] = []
    with pytest.raises(StoreUnavailable, match="no time left"):
        bounded.call(lambda: asked.append(1), budget)
    assert asked == []
    bounded.call(lambda: asked.append(2), Budget(PATIENCE))  # the breaker was not tripped
    assert asked == [2]


def test_a_call_that_hangs_is_left_behind_and_the_store_rests(hanging: Hanging) -> None:
    bounded, ticker = start(2)
    with pytest.raises(StoreUnavailable, match="did not answer within"):
        bounded.call(hanging, soon())
    asked: list[int] = []
    with pytest.raises(StoreUnavailable, match="not asked again yet"):
        bounded.call(lambda: asked.append(1), Budget(PATIENCE))
    assert asked == []
    ticker.seconds += REST_SECONDS
    bounded.call(lambda: asked.append(2), Budget(PATIENCE))
    assert asked == [2]


def test_a_call_that_hangs_holds_up_nobody_while_there_are_threads(hanging: Hanging) -> None:
    bounded, _ = start(3, rest=0)
    for _ in range(2):
        with pytest.raises(StoreUnavailable):
            bounded.call(hanging, soon())
    assert bounded.call(lambda: "here", Budget(PATIENCE)) == "here"


def test_calls_at_once_do_not_wait_for_each_other(hanging: Hanging) -> None:
    bounded, _ = start(4)
    callers = [in_background(lambda: bounded.call(hanging, Budget(PATIENCE))) for _ in range(4)]
    hanging.wait_begun(4)
    hanging.go_on.set()
    for thread, came in callers:
        thread.join(PATIENCE)
        assert came == ["at last"]


def test_there_are_never_more_threads_than_said(hanging: Hanging) -> None:
    bounded, _ = start(2)
    callers = [in_background(lambda: bounded.call(hanging, Budget(PATIENCE))) for _ in range(8)]
    hanging.wait_begun(2)
    assert not hanging.begun.acquire(timeout=SOON)
    hanging.go_on.set()
    for thread, came in callers:
        thread.join(PATIENCE)
        assert came == ["at last"]
    assert len(hanging.threads) == 2


def test_one_caller_after_the_other_needs_one_thread() -> None:
    bounded, _ = start(8)
    names = {
        bounded.call(lambda: threading.current_thread().name, Budget(PATIENCE)) for _ in range(200)
    }
    assert len(names) == 1


def test_what_nobody_waits_for_any_more_is_not_begun(hanging: Hanging) -> None:
    bounded, _ = start(1, rest=0)
    caller, _ = in_background(lambda: bounded.call(hanging, Budget(PATIENCE)))
    hanging.wait_begun()
    begun: list[int] = []
    with pytest.raises(StoreUnavailable):
        bounded.call(lambda: begun.append(1), soon())
    hanging.go_on.set()
    bounded.call(lambda: begun.append(2), Budget(PATIENCE))
    caller.join(PATIENCE)
    assert begun == [2]


def test_a_process_that_ends_waits_for_no_call(hanging: Hanging) -> None:
    bounded, _ = start(1)
    daemons: list[bool] = []
    bounded.call(lambda: daemons.append(threading.current_thread().daemon), Budget(PATIENCE))
    assert daemons == [True]
    with pytest.raises(StoreUnavailable):
        bounded.call(hanging, soon())
    bounded.close()  # returns although the call hangs


def test_closing_ends_the_threads() -> None:
    bounded, _ = start(2)
    threads: list[threading.Thread] = []
    bounded.call(lambda: threads.append(threading.current_thread()), Budget(PATIENCE))
    bounded.close()
    threads[0].join(PATIENCE)
    assert not threads[0].is_alive()
