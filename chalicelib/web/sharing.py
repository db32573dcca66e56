"""What a page's share buttons pass on: the links of who sent somebody here, or the page itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache

from chalicelib import wiring
from chalicelib.campaign.links import Found
from chalicelib.campaign.model import Campaign
from chalicelib.kit.model import DoesNotFit, Matter
from chalicelib.kit.order import order, unowned
from chalicelib.kit.share.networks import Network
from chalicelib.kit.share.texts import message
from chalicelib.kit.share.words import name
from chalicelib.web.via import owner_name


@dataclass(frozen=True, slots=True)
class Sharing:
    """What is passed on.

    owner    whose links these are; "" when the page's own address is passed on
    url      what the system's own sheet shares, and what is copied
    buttons  for each network that an address opens: its name, and that address
    """

    owner: str
    url: str
    buttons: tuple[tuple[str, str], ...]


def sharing(campaign: Campaign, sender: Found | None, page: str, locale: str) -> Sharing:
    """What the buttons on the page at the address `page` pass on.

    With a sender, their links: for each network their own for it, else the one that led here.
    Without one there is no tracked link to pass on, because every link is somebody's, and whoever
    came by themselves owes their visit to nobody: the page's own address is passed on, which
    counts for no association.
    """
    matters = tuple(_links(sender)) if sender else (unowned(campaign, page),)
    owner = owner_name(sender) if sender else ""
    return Sharing(owner, matters[0].url, _buttons(matters, locale))


def _links(sender: Found) -> list[Matter]:
    """The open links of the sender's owner, the one that led here first."""
    house, link = wiring.house(), sender.link
    theirs = house.store.links_of(sender.campaign.slug, link.owner)
    others = [one for one in theirs if one.code != link.code and not one.closed]
    base = house.settings.base_url
    return [order(sender.campaign, one, base, None).matter for one in (link, *others)]


# What is passed on changes when a campaign does, and fitting it to ten networks takes longer than
# all else of a page.
@lru_cache(maxsize=128)
def _buttons(matters: tuple[Matter, ...], locale: str) -> tuple[tuple[str, str], ...]:
    return tuple(_each_button(matters, locale))


def _each_button(matters: tuple[Matter, ...], locale: str) -> Iterator[tuple[str, str]]:
    by_channel = {matter.channel: matter for matter in reversed(matters)}
    for network in Network:
        # A page with a button less is better than no page.
        with suppress(DoesNotFit):
            each = message(network, by_channel.get(network.value, matters[0]), locale)
            if each.share_url:
                yield name(network, locale), each.share_url
