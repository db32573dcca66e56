"""What pages load: kept for good by the address that names its version, and harmless."""

from __future__ import annotations

import gzip
import re

import pytest

from chalicelib.web import assets
from tests.unit.web.door import LYON, Site


@pytest.mark.parametrize("name", assets.KINDS)
def test_a_file_is_kept_for_good_at_the_address_that_names_its_version(
    site: Site, name: str
) -> None:
    kept = site.ask(assets.address(name))
    assert (kept.status, kept.headers["Content-Type"]) == (200, assets.KINDS[name])
    assert kept.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    old = site.ask(f"/static/{name}?v=0123456789ab")
    assert old.body == kept.body
    assert old.headers["Cache-Control"] == "public, max-age=3600"


def test_every_page_loads_by_that_address(site: Site) -> None:
    for target in ("/", "/c/enfants", f"/{LYON}+", "/no/such/page/here", "/c/enfants/embed"):
        page = site.ask(target).text
        loaded = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
        assert loaded
        assert all(one == assets.address(one[8:].partition("?")[0]) for one in loaded), target


def test_the_sheet_is_all_its_parts_and_no_part_is_forgotten() -> None:
    folder = assets.FOLDER / "styles"
    assert {path.name for path in folder.iterdir()} == {f"{part}.css" for part in assets.STYLES}
    sheet = assets.text("style.css")
    for part in assets.STYLES:
        assert (folder / f"{part}.css").read_text("utf-8") in sheet


SCRIPTS = sorted(path.name for path in assets.FOLDER.iterdir() if path.name.endswith(".js"))


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts_keep_nothing_but_copies_and_ask_this_site_alone(name: str) -> None:
    source = (assets.FOLDER / name).read_text("utf-8")
    # `sw.js` keeps copies of public pages; tests/browser hold which.
    assert ("caches." in source) is (name == "sw.js")
    stores = r"localStorage|sessionStorage|indexedDB|document\.cookie|sendBeacon|WebSocket"
    assert not re.search(stores, source)
    assert not re.search(r"https?://|innerHTML|outerHTML|insertAdjacentHTML|\beval\b", source)


def test_the_campaigns_page_is_light_with_all_that_it_loads(site: Site) -> None:
    """On a bad network: 30 KB at most, as browsers and servers compress text."""
    site.visit(LYON, 1)
    page = site.ask(f"/c/enfants?via={LYON}").text
    loaded = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert len(loaded) == 5
    parts = [page.encode(), *(site.ask(path).body for path in loaded)]
    assert sum(len(gzip.compress(part)) for part in parts) < 30_000
