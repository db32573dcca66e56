"""What browsers are given to keep: a worker that names what it keeps, and an icon for the home
screen. What it does with them is held by `tests/browser`.
"""

from __future__ import annotations

import io
import json
import re
from urllib.parse import urljoin

import pytest
from PIL import Image

from chalicelib.web import assets
from tests.unit.web.door import Site


def listed(site: Site) -> list[str]:
    """What the worker fetches before anybody asks."""
    found = re.search(r"const SHELL = (\[.*\]);", site.ask("/sw.js").text)
    assert found
    shell: list[str] = json.loads(found[1])
    return shell


def test_the_worker_is_asked_for_anew_and_is_the_same_until_something_changes(site: Site) -> None:
    first = site.ask("/sw.js")
    assert (first.status, first.headers["Cache-Control"]) == (200, "public, max-age=0")
    assert first.headers["Content-Type"] == "text/javascript; charset=utf-8"
    again = site.ask("/sw.js", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status == 304


def test_it_keeps_at_first_what_every_page_loads_and_the_page_for_no_network(site: Site) -> None:
    shell = listed(site)
    assert assets.address("style.css") in shell
    assert assets.address("app.js") in shell
    for address in shell:
        assert site.ask(address).status == 200
    assert "Pas de réseau" in site.ask("/offline?lang=fr").text
    assert "No network" in site.ask("/offline?lang=en").text


def test_under_a_stage_everything_stays_under_it(site: Site) -> None:
    before = site.ask("/sw.js").text
    site.restart(base_url="https://qr.exemple.fr/stage")
    assert all(one.startswith("/stage/") for one in listed(site))
    assert site.ask("/sw.js").text != before


def test_public_pages_have_the_worker_and_the_space_has_none(site: Site) -> None:
    assert 'data-worker="/sw.js"' in site.ask("/c/enfants").text
    assert "data-worker" not in site.ask("/space/sign-in").text


def test_the_manifest_names_icons_that_are_what_it_says(site: Site) -> None:
    at = assets.address("manifest.webmanifest")
    manifest = json.loads(site.ask(at).body)
    assert urljoin(at, manifest["start_url"]) == urljoin(at, manifest["scope"]) == "/"
    assert {one.get("purpose", "any") for one in manifest["icons"]} == {"any", "maskable"}
    for icon in manifest["icons"]:
        answer = site.ask(urljoin(at, icon["src"]))
        assert answer.headers["Content-Type"].partition(";")[0] == icon["type"]
        if icon["type"] == "image/png":
            picture = Image.open(io.BytesIO(answer.body))
            assert f"{picture.width}x{picture.height}" == icon["sizes"]


@pytest.mark.parametrize("name", ["icon-maskable-512.png", "apple-touch-icon.png"])
def test_what_systems_cut_to_shape_has_no_hole(name: str) -> None:
    picture = Image.open(io.BytesIO(assets.content(name))).convert("RGBA")  # type: ignore[arg-type]
    assert picture.getchannel("A").getextrema() == (255, 255)
