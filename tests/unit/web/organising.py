"""What organisers send and what their acts leave; for the tests of their pages."""

from __future__ import annotations

from chalicelib.access.model import Member, Place
from chalicelib.campaign.model import Campaign
from tests.contract.samples import NOON
from tests.unit.web.door import Site

ADA, BOB = "ada@exemple.fr", "bob@exemple.fr"
C, A = "/space/c/enfants", "/space/c/enfants/a/essor"
NEW = "https://petitions.senat.fr/initiatives/i-9"
CODE = r"[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}"

SURE = {"token": ""}
"""A form that is its button alone."""


def let_in(site: Site, place: Place, email: str = ADA) -> None:
    site.house.store.save_member(Member(email, place, NOON, "tests"))


def campaign(site: Site) -> Campaign:
    found = site.house.store.load("enfants")
    assert isinstance(found, Campaign)
    return found


def acts(site: Site) -> list[tuple[str, str, str]]:
    found, _ = site.house.store.acts("enfants", 50)
    return [(act.who, act.what, act.about) for act in found if not act.what.startswith("signed")]
