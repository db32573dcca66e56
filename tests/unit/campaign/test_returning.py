"""An association that left comes back as it was, and nobody else does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.campaign.edit import Draft, desired_of, retire_association
from chalicelib.campaign.returning import return_association
from chalicelib.errors import UnknownOwner
from tests.contract.samples import CAMPAIGN, ESSOR, LYON_POSTER, RIVE

LINKS = (ESSOR, LYON_POSTER, RIVE)
OPEN = Draft(CAMPAIGN, LINKS, desired_of(CAMPAIGN, LINKS))


def without_essor() -> Draft:
    """The campaign after the association left it."""
    kept = replace(
        CAMPAIGN,
        associations=tuple(
            replace(
                one,
                retired=True,
                groups=tuple(replace(group, retired=True) for group in one.groups),
            )
            if one.slug == "essor"
            else one
            for one in CAMPAIGN.associations
        ),
    )
    links = tuple(replace(one, closed=one.association == "essor") for one in LINKS)
    return Draft(kept, links, retire_association(OPEN, "essor").desired)


@pytest.mark.parametrize("groups", [True, False])
def test_it_comes_back_with_its_channels_and_with_its_groups_if_wanted(groups: bool) -> None:
    back = return_association(without_essor(), "essor", groups=groups).desired
    (essor,) = [one for one in back.associations if one.slug == "essor"]
    (before,) = [one for one in OPEN.desired.associations if one.slug == "essor"]
    assert set(essor.channels) == set(before.channels)
    assert (essor.name, essor.contact, essor.website) == (
        before.name, before.contact, before.website,
    )  # fmt: skip
    assert {g.slug: set(g.channels) for g in essor.groups if g.slug == "lyon"} == (
        {"lyon": {LYON_POSTER.channel}} if groups else {}
    )


@pytest.mark.parametrize("slug", ["rive", "nobody"])
def test_who_has_not_left_does_not_return(slug: str) -> None:
    with pytest.raises(UnknownOwner, match="no association that has left"):
        return_association(without_essor(), slug, groups=True)
