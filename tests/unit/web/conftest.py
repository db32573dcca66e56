"""A site of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from chalicelib import wiring
from tests.unit.web.door import Site, open_site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    site = open_site(tmp_path)
    wiring.use(site.house)
    yield site
    wiring.use(None)
    site.store.store.close()
