"""One link: what came of it, what is printed of it, and what is said with it."""

from __future__ import annotations

from collections.abc import Iterator

from chalice.app import Response

from chalicelib import wiring
from chalicelib.access import rules
from chalicelib.access.rules import Action
from chalicelib.campaign.addresses import short_url
from chalicelib.campaign.links import Found
from chalicelib.campaign.model import Level
from chalicelib.errors import Conflict, UnknownLink
from chalicelib.kit.model import DoesNotFit, Matter
from chalicelib.kit.order import order
from chalicelib.kit.pieces import NETWORKS
from chalicelib.kit.share.networks import Network
from chalicelib.kit.share.texts import Message, message
from chalicelib.kit.share.words import name
from chalicelib.tally.model import Count
from chalicelib.web.charts import columns, every
from chalicelib.web.pages import prints, root
from chalicelib.web.space import sums
from chalicelib.web.space.door import Guest
from chalicelib.web.space.where import Where
from chalicelib.web.work import links as doing
from chalicelib.web.work.places import link_of


def show(guest: Guest, campaign: str, code: str) -> Response:
    """`GET /space/c/{campaign}/l/{code}`."""
    found = _find(guest, Action.LINK_READ, campaign, code)
    link, home, house = found.link, found.campaign, wiring.house()
    where, base = _where(found), house.settings.base_url
    days = house.store.days(campaign, Level.LINK, link.code)
    recent = sums.recent(days, sums.today_of(home))
    matter = order(home, link, base, None).matter
    return guest.page(
        "space_link.html",
        where,
        "links",
        link=link,
        url=matter.url,
        look=f"{short_url(base, link.code)}+",
        file_root=f"{root()}/{link.code}",
        on_paper=link.channel not in NETWORKS,
        total=house.store.total(campaign, Level.LINK, link.code),
        today=recent[-1][1] if recent else Count(),
        excluded=house.store.excluded(campaign, link.code),
        updated_at=house.clock(),
        days=recent,
        days_chart=columns([c.visits for _, c in recent], [c.scans for _, c in recent]),
        days_named=every(len(recent), 4),
        prints=prints(),
        texts=list(_texts(matter, link.channel, guest.locale)),
        may_write=_may_write(guest, where),
    )


def confirm(guest: Guest, campaign: str, code: str) -> Response:
    """`GET …/close`: what closing means for what is in print, before it is done."""
    found = _find(guest, Action.LINK_WRITE, campaign, code)
    count = wiring.house().store.total(campaign, Level.LINK, found.link.code)
    return guest.page("space_link_close.html", _where(found), "links", link=found.link, total=count)


def close(guest: Guest, campaign: str, code: str) -> Response:
    """`POST …/close`."""
    return _alter(guest, campaign, code, closed=True)


def open_again(guest: Guest, campaign: str, code: str) -> Response:
    """`POST …/open`: with its code, and all that is in print of it."""
    return _alter(guest, campaign, code, closed=False)


def _alter(guest: Guest, campaign: str, code: str, *, closed: bool) -> Response:
    found = _find(guest, Action.LINK_WRITE, campaign, code)
    path = f"/space/c/{campaign}/l/{found.link.code}"
    try:
        doing.alter(guest.call, found, closed, [])
    except Conflict:
        return guest.go(path, said="conflict")
    return guest.go(path, said="link_closed" if closed else "link_opened")


def _find(guest: Guest, action: Action, campaign: str, code: str) -> Found:
    """A link of this campaign; what is another's ends as what is not there."""
    found = link_of(guest.call, action, code)
    if found.campaign.slug != campaign:
        raise UnknownLink(rules.REFUSAL)
    return found


def _where(found: Found) -> Where:
    """Whose it is."""
    group = found.campaign.group(found.link.group) if found.link.group else None
    if group:
        return Where(found.campaign, *group)
    return Where(found.campaign, found.campaign.association(found.link.association))


def _may_write(guest: Guest, where: Where) -> bool:
    owners = (where.association, where.group)
    gone = any(owner.retired for owner in owners if owner)
    return guest.call.may(Action.LINK_WRITE, where.place) and not gone


def _texts(matter: Matter, channel: str, locale: str) -> Iterator[tuple[str, Message]]:
    """What each network is called, with its text: the link's own network comes first."""
    for network in sorted(Network, key=lambda network: network.value != channel):
        try:
            yield name(network, locale), message(network, matter, locale)
        except DoesNotFit:
            # A link that leaves a network no room is not passed on there.
            continue
