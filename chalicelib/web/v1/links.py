"""Links: made for a channel, given aliases, closed and opened again; never taken away."""

from __future__ import annotations

from typing import Any

from chalice.app import Response

from chalicelib import wiring
from chalicelib.access.audit import What
from chalicelib.access.idempotency import Answer
from chalicelib.access.model import Place
from chalicelib.access.rules import Action
from chalicelib.campaign import edit
from chalicelib.campaign.codes import fold
from chalicelib.campaign.links import Found
from chalicelib.campaign.model import Level, Link
from chalicelib.campaign.tables import Problems, Table
from chalicelib.campaign.wording import owner_label
from chalicelib.tally.model import Count
from chalicelib.web.answers import json_answer
from chalicelib.web.api import query
from chalicelib.web.v1 import changes, shapes
from chalicelib.web.v1.body import read_json
from chalicelib.web.v1.door import Call
from chalicelib.web.v1.paging import page
from chalicelib.web.v1.places import campaign_of, link_of, place_of_link


def every(call: Call, slug: str) -> Response:
    """`GET /v1/campaigns/{campaign}/links`, of one `association`, `group` or `channel` if asked."""
    own = call.own(Action.LINK_READ, slug)
    campaign, store = campaign_of(slug), wiring.house().store
    counts = store.totals(slug, Level.LINK)
    wanted = {
        name: value
        for name in ("association", "group", "channel")
        if (value := query(call.request, name)) is not None
    }
    shown = [
        shapes.link(link, campaign, counts.get(link.code, Count()))
        for link in store.links(slug)
        if own.covers(place_of_link(link))
    ]
    found = [row for row in shown if all(row[name] == value for name, value in wanted.items())]
    rows, following = page(call, found, lambda row: (row["code"],))
    return json_answer({"campaign": slug, "rows": rows, "next": following})


def show(call: Call, code: str) -> Response:
    """`GET /v1/links/{code}`."""
    return json_answer(shapes.whole_link(link_of(call, Action.LINK_READ, code)))


def create(call: Call, slug: str) -> Response:
    """`POST /v1/campaigns/{campaign}/links`."""
    somewhere = call.own(Action.LINK_WRITE, slug)
    values = read_json(call.request)
    association, group = _owner(values)
    call.check(Action.LINK_WRITE, Place(somewhere.campaign, association))

    def work() -> Answer:
        return changes.created(shapes.whole_link(add(call, slug, association, group, values)))

    return changes.once(call, work)


def change(call: Call, code: str) -> Response:
    """`PATCH /v1/links/{code}`: more `aliases`, for those that it has it keeps; `closed` or not."""
    found = link_of(call, Action.LINK_WRITE, code)
    values = read_json(call.request)
    closed, aliases = _wanted(found.link, values)
    return _answer(alter(call, found, closed, aliases, f"{', '.join(values)}"))


def close(call: Call, code: str) -> Response:
    """`DELETE /v1/links/{code}`: it closes; a code in print is never given to another link."""
    found = link_of(call, Action.LINK_WRITE, code)
    return _answer(alter(call, found, True, [], "closed"))


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


def alter(call: Call, found: Found, closed: bool, aliases: list[str], what: str) -> Found:
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

    if (closed, aliases) != (link.closed, []):
        about = f"link {link.code} of {owner_label(campaign, link)}, {link.channel}: {what}"
        changes.edit(call, change, What.LINK_CHANGED, place_of_link(link), about)
    return link_of(call, Action.LINK_READ, link.code)


def _owner(values: dict[str, Any]) -> tuple[str, str]:
    """Takes whose link it is to be out of `values`."""
    given: edit.Values = {
        name: values.pop(name) for name in ("association", "group") if name in values
    }
    problems = Problems()
    table = Table(problems, (), given)
    found = table.text("association", 40), table.text("group", 40, "")
    problems.raise_any()
    return found


def _made(slug: str, association: str, group: str, channel: str) -> Found:
    campaign = campaign_of(slug)
    for link in wiring.house().store.links(slug):
        if (link.association, link.channel) == (association, channel):
            owner = campaign.group(link.group) if link.group else None
            if (owner[1].slug if owner else "") == group:
                return Found(link, campaign)
    raise LookupError("a link that was just made is not there")


def _wanted(link: Link, values: dict[str, Any]) -> tuple[bool, list[str]]:
    """Whether the link is to be closed, and the aliases that it lacks."""
    problems = Problems()
    table = Table(problems, (), values)
    closed = table.flag("closed", link.closed)
    known = {fold(name) for name in (link.code, *link.aliases)}
    aliases = [alias for alias in table.strings("aliases") if fold(alias) not in known]
    table.finish()
    if closed and aliases:
        table.wrong("aliases", "a closed link gets none; open it with closed: false")
    problems.raise_any()
    return closed, aliases


def _answer(found: Found) -> Response:
    return json_answer(shapes.whole_link(found))
