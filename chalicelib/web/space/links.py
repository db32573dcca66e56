"""The groups and links of a place, and links that are made there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chalice.app import Response

from chalicelib import wiring
from chalicelib.access.rules import Action
from chalicelib.campaign.addresses import short_url
from chalicelib.campaign.model import Association, Group, Level, Link
from chalicelib.campaign.sheet import to_slug
from chalicelib.errors import BadFields, Conflict
from chalicelib.kit.pieces import NETWORKS
from chalicelib.tally.model import Count
from chalicelib.web.api import query
from chalicelib.web.space.door import Guest
from chalicelib.web.space.places import find
from chalicelib.web.space.where import Where
from chalicelib.web.space.wrong import CONFLICT, Wrong, said
from chalicelib.web.work import links as doing
from chalicelib.web.work.groups import refuse_retired
from chalicelib.web.work.places import association_of

USUAL = (
    "poster", "flyer", "market", "door", "event", "whatsapp", "sms", "email", "facebook",
    "instagram", "bluesky", "mastodon", "telegram", "linkedin", "site", "newsletter",
)  # fmt: skip
"""Channels that are offered, each with words for people (`channel.poster`)."""


@dataclass(frozen=True, slots=True)
class Row:
    """A link as it is listed."""

    link: Link
    url: str
    count: Count

    @property
    def on_paper(self) -> bool:
        """Whether it is printed, rather than pasted."""
        return self.link.channel not in NETWORKS


@dataclass(frozen=True, slots=True)
class Owner:
    """An association or a group with its links, open ones first."""

    where: Where
    rows: Sequence[Row]

    @property
    def open(self) -> list[Row]:
        """Its links that lead somewhere."""
        return [row for row in self.rows if not row.link.closed]

    @property
    def closed(self) -> list[Row]:
        """Its links that are closed."""
        return [row for row in self.rows if row.link.closed]

    @property
    def retired(self) -> bool:
        """Whether it left the campaign."""
        owner: Association | Group | None = self.where.group or self.where.association
        return bool(owner and owner.retired)


def owners_of(where: Where) -> list[Owner]:
    """Whose links a place has: the association's own, then its groups' by name."""
    store, slug = wiring.house().store, where.campaign.slug
    base, counts = wiring.house().settings.base_url, store.totals(slug, Level.LINK)
    rows: dict[str, list[Row]] = {}
    for link in store.links(slug):
        url = short_url(base, link.aliases[0] if link.aliases else link.code)
        rows.setdefault(link.owner, []).append(Row(link, url, counts.get(link.code, Count())))
    return [Owner(one, _ordered(rows.get(one.place.owner, ()))) for one in _places(where)]


def show(guest: Guest, campaign: str, association: str, group: str = "") -> Response:
    """`GET …/links`: every link of the place, with what is done with it."""
    where = find(guest, Action.LINK_READ, campaign, association, group)
    owners = owners_of(where)
    return guest.page(
        "space_links.html",
        where,
        "links",
        owners=[one for one in owners if not one.retired],
        gone=[one for one in owners if one.retired],
        may_write=guest.call.may(Action.LINK_WRITE, where.place) and not _retired(where),
    )


def new(guest: Guest, campaign: str, association: str) -> Response:
    """`GET …/links/new`: whose, and where it is used; `?group=` chooses whose."""
    where = find(guest, Action.LINK_WRITE, campaign, association)
    asked = query(guest.request, "group") or ""
    return _form(guest, where, {"group": asked, "channel": "poster", "own": ""})


def create(guest: Guest, campaign: str, association: str) -> Response:
    """`POST …/links/new`: on to the link that was made, or opened again."""
    found = association_of(guest.call, Action.LINK_WRITE, campaign, association)
    refuse_retired(found[1])
    where = Where(*found)
    given = guest.given("group", "channel", "own")
    channel = to_slug(given["own"]) if given["own"] else given["channel"]
    if given["group"] not in [value for value, _ in _choices(where)]:
        return _form(guest, where, given, Wrong(group="wrong.link.group"))
    try:
        made = doing.add(guest.call, campaign, association, given["group"], {"channel": channel})
    except BadFields as error:
        field = "own" if given["own"] else "channel"
        return _form(guest, where, given, said(error, "link", channel=field))
    except Conflict:
        return _form(guest, where, given, Wrong(form=CONFLICT))
    return guest.go(f"/space/c/{campaign}/l/{made.link.code}", said="link_created")


def _form(
    guest: Guest, where: Where, given: dict[str, str], wrong: Wrong | None = None
) -> Response:
    return guest.form(
        "space_link_new.html",
        where,
        "links",
        wrong,
        given=given,
        choices=_choices(where),
        usual=USUAL,
    )


def _choices(where: Where) -> list[tuple[str, str]]:
    """Whose a link can be: the association's, or one of its groups'."""
    return [
        (one.group.slug if one.group else "", one.name)
        for one in _places(where)
        if not (one.group and one.group.retired)
    ]


def _places(where: Where) -> list[Where]:
    if where.group or where.association is None:
        return [where]
    groups = sorted(where.association.groups, key=lambda group: to_slug(group.name))
    return [where, *(Where(where.campaign, where.association, group) for group in groups)]


def _ordered(rows: Iterable[Row]) -> list[Row]:
    """Usual channels in their order, others by name."""
    order = {channel: at for at, channel in enumerate(USUAL)}
    return sorted(rows, key=lambda row: (order.get(row.link.channel, len(order)), row.link.channel))


def _retired(where: Where) -> bool:
    return any(one.retired for one in (where.association, where.group) if one)
