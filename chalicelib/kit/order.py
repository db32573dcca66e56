"""What a campaign orders of the kit: one matter for each of its open links."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from urllib.parse import urlsplit

from chalicelib.campaign.addresses import qr_url, short_url
from chalicelib.campaign.model import Campaign, Link
from chalicelib.kit.model import Matter

Picture = Callable[[str], bytes | None]
"""The logo that is kept under a name; None for the name ""."""


def matters(
    campaign: Campaign, links: Iterable[Link], base_url: str, picture: Picture
) -> Iterator[tuple[Link, Matter]]:
    """What is made for each open link, in the order of `links`."""
    logos = {a.slug: picture(a.logo) for a in campaign.associations if not a.retired}
    for link in links:
        if not link.closed and link.association in logos:
            yield link, matter(campaign, link, base_url, logos[link.association])


def matter(campaign: Campaign, link: Link, base_url: str, logo: bytes | None) -> Matter:
    """What the prints and messages of one link say; of its aliases the first is its address."""
    association = campaign.association(link.association)
    group = campaign.group(link.group) if link.group else None
    url = short_url(base_url, link.aliases[0] if link.aliases else link.code)
    return Matter(
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
