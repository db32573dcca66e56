"""A site of its own for each test, its letters, and an organiser who is signed in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from chalicelib import wiring
from chalicelib.access.model import Place
from tests.spoken import unspoken
from tests.unit.web.browser import Browser, Postbox, sign_in, with_post
from tests.unit.web.door import Site, open_site
from tests.unit.web.organising import ADA, let_in


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    site = open_site(tmp_path)
    wiring.use(site.house)
    yield site
    wiring.use(None)
    site.store.store.close()
    assert not unspoken(site.house.settings.database)


@pytest.fixture
def box(site: Site) -> Postbox:
    return with_post(site)


@pytest.fixture
def ada(site: Site, box: Postbox) -> Browser:
    """An organiser who is signed in."""
    let_in(site, Place("enfants"))
    return sign_in(site, box, ADA)
