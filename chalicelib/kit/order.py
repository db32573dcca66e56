"""What a campaign orders of the kit: for each of its open links what is said, and whose it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from chalicelib.campaign.addresses import qr_url, short_url
from chalicelib.campaign.model import Campaign, Link
from chalicelib.kit.model import Matter

Picture = Callable[[str], bytes | None]
"""The logo that is kept under a name; None when there is none."""


@dataclass(frozen=True, slots=True)
class Ordered:
    """One link's matter, with the names that its files and addresses are called by.

    `group` is the group's slug of today, or "" when the association itself owns the link.
    """

    matter: Matter
    campaign: str
    association: str
    group: str
    code: str

    @property
    def owner(self) -> str:
        """Whose it is, in a file's name: `essor-lyon`, or `essor`."""
        return f"{self.association}-{self.group}" if self.group else self.association

    @property
    def name(self) -> str:
        """What its files are called after: campaign, owner and channel."""
        return f"{self.campaign}-{self.owner}-{self.matter.channel}"


def ordered(
    campaign: Campaign, links: Iterable[Link], base_url: str, picture: Picture
) -> Iterator[Ordered]:
    """What is made for each open link, in the order of `links`."""
    logos = {
        a.slug: picture(a.logo) if a.logo else None for a in campaign.associations if not a.retired
    }
    for link in links:
        if not link.closed and link.association in logos:
            yield order(campaign, link, base_url, logos[link.association])


def unowned(campaign: Campaign, url: str) -> Matter:
    """What is said of a campaign with an address that is nobody's link: for messages alone."""
    return Matter(
        locale=campaign.locale,
        call=campaign.call,
        title=campaign.title,
        demands=campaign.demands,
        text=campaign.text,
        association="",
        group="",
        logo=None,
        channel="",
        qr_text=url,
        address=url.partition("://")[2],
        url=url,
        host=(urlsplit(campaign.petition_url).hostname or "").removeprefix("www."),
        printer=campaign.kit.printer,
        accent=campaign.kit.accent,
    )


def order(campaign: Campaign, link: Link, base_url: str, logo: bytes | None) -> Ordered:
    """What is made for one link; of its aliases the first is the address that people read."""
    association = campaign.association(link.association)
    group = campaign.group(link.group) if link.group else None
    url = short_url(base_url, link.aliases[0] if link.aliases else link.code)
    matter = Matter(
        locale=campaign.locale,
        call=campaign.call,
        title=campaign.title,
        demands=campaign.demands,
        text=campaign.text,
        association=association.name if association else link.association,
        group=group[1].name if group else "",
        logo=logo,
        channel=link.channel,
        qr_text=qr_url(base_url, link.code),
        address=url.partition("://")[2],
        url=url,
        host=(urlsplit(campaign.petition_url).hostname or "").removeprefix("www."),
        printer=campaign.kit.printer,
        accent=campaign.kit.accent,
    )
    return Ordered(
        matter, campaign.slug, link.association, group[1].slug if group else "", link.code
    )
