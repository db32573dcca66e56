"""The demo campaign is whole, and says that it is made up."""

from __future__ import annotations

import pytest

from chalicelib.campaign.file import read
from chalicelib.demo import FILE as DEMO
from scripts import demo_logos
from tests.unit.campaign.pictures import opened

HOSTS = frozenset({"petitions.assemblee-nationale.fr"})


def test_the_demo_campaign_has_a_dozen_associations_that_say_they_are_made_up() -> None:
    desired = read(str(DEMO), HOSTS)
    assert desired.campaign.slug == "defense-des-enfants"
    assert len(desired.associations) == 12
    assert all("fictive" in association.name for association in desired.associations)
    assert all(len(association.groups) == 3 for association in desired.associations)


def test_the_demo_campaign_has_all_that_flyers_are_made_of() -> None:
    desired = read(str(DEMO), HOSTS)
    campaign = desired.campaign
    assert campaign.call
    assert campaign.kit.printer
    assert 3 <= len(campaign.text) <= 5
    assert {a.slug for a in desired.associations if a.logo} == set(demo_logos.LOGOS)


@pytest.mark.parametrize("name", demo_logos.LOGOS)
def test_the_logos_of_the_demo_are_drawn_by_their_script(name: str) -> None:
    kept = (demo_logos.FOLDER / f"{name}.png").read_bytes()
    # By pixels: machines pack them differently.
    same = opened(kept).convert("RGBA") == opened(demo_logos.png(name)).convert("RGBA")
    assert same, "run python -m scripts.demo_logos"
    assert len(kept) < 20_000
