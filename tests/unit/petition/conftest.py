"""Certificates that the tests of fetching trust, and pollers over stores of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

import pytest

from chalicelib.store.sqlite.store import SqliteStore
from tests.contract.stands import SetClock
from tests.unit.petition.lives import Answered, Life, platform
from tests.unit.petition.net import HOST, OTHER
from tests.unit.petition.platform import Trust, self_made
from tests.unit.petition.polling import START, Stand


@pytest.fixture(scope="module")
def trust(tmp_path_factory: pytest.TempPathFactory) -> Trust:
    return self_made(tmp_path_factory.mktemp("tls"), HOST, OTHER)


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Callable[[Callable[[datetime], Answered]], Stand]]:
    """Makes a stand for a life; everything is ended with the test."""
    clock = SetClock(START)
    store = SqliteStore.open(str(tmp_path / "pv.sqlite3"), clock)
    with ExitStack() as stack:

        def make(publish: Callable[[datetime], Answered]) -> Stand:
            life = Life(clock, publish)
            return Stand(store, life, stack.enter_context(platform(life)))

        yield make
    store.close()
