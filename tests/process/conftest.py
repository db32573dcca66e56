"""A place for real processes, and one server for requests that leave no trace on each other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fault.server import Place, Server


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, str]]:
    """A server and a link. Whatever it was sent, it complains of nothing and names nobody."""
    place = Place(Path(tmp_path_factory.mktemp("served")))
    with place.serving() as server:
        yield server, place.codes()[0]
        assert server.stop() == 0
    assert server.errors == ""
    assert server.events("unexpected_error") == []
