"""Making and changing a link."""

from __future__ import annotations

from chalicelib import wiring
from chalicelib.access.audit import What
from chalicelib.access.model import Place
from chalicelib.access.rules import Action
from chalicelib.campaign import edit
from chalicelib.campaign.links import Found
from chalicelib.campaign.wording import owner_label
from chalicelib.web.work import changes
from chalicelib.web.work.call import Call
from chalicelib.web.work.places import campaign_of, link_of, place_of_link


def add(call: Call, slug: str, association: str, group: str, values: edit.Values) -> Found:
    """Makes a link of an association, or of its `group`, for who may; and keeps who did."""
    about = f"a link of {association}{f'/{group}' if group else ''}: {values.get('channel')}"
    changes.edit(
        call,
        lambda d: edit.add_link(d, association, group, values),
        What.LINK_CREATED,
        Place(slug, association),
        about,
    )
    return _made(slug, association, group, values["channel"])


def alter(call: Call, found: Found, closed: bool, aliases: list[str]) -> Found:
    """Closes a link, or opens it again, or gives it aliases, for who may; and keeps who did."""
    link, campaign = found.link, found.campaign
    owner = campaign.group(link.group) if link.group else None
    group = owner[1].slug if owner else ""

    def change(draft: edit.Draft) -> edit.Draft:
        given = {"aliases": aliases}
        if closed:
            return edit.close_link(draft, link.association, group, link.channel)
        if link.closed:
            opened = given | {"channel": link.channel}
            return edit.add_link(draft, link.association, group, opened)
        return edit.add_aliases(draft, link.association, group, link.channel, given)

    done = ["closed" if closed else "opened"] if closed != link.closed else []
    done += ["aliases"] if aliases else []
    if done:
        what = ", ".join(done)
        about = f"link {link.code} of {owner_label(campaign, link)}, {link.channel}: {what}"
        changes.edit(call, change, What.LINK_CHANGED, place_of_link(link), about)
    return link_of(call, Action.LINK_READ, link.code)


def _made(slug: str, association: str, group: str, channel: str) -> Found:
    campaign = campaign_of(slug)
    for link in wiring.house().store.links(slug):
        if (link.association, link.channel) == (association, channel):
            owner = campaign.group(link.group) if link.group else None
            if (owner[1].slug if owner else "") == group:
                return Found(link, campaign)
    raise LookupError("a link that was just made is not there")
