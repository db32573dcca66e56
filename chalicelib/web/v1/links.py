"""Links: made for a channel, given aliases, closed and opened again; never taken away."""

from __future__ import annotations

from typing import Any

from chalice.app import Response

from chalicelib import wiring
from chalicelib.access.idempotency import Answer
from chalicelib.access.model import Place
from chalicelib.access.rules import Action
from chalicelib.campaign import edit
from chalicelib.campaign.codes import fold
from chalicelib.campaign.links import Found
from chalicelib.campaign.model import Level, Link
from chalicelib.campaign.tables import Problems, Table
from chalicelib.tally.model import Count
from chalicelib.web.answers import json_answer
from chalicelib.web.api import query
from chalicelib.web.v1 import repeats
from chalicelib.web.v1.body import read_json
from chalicelib.web.v1.paging import page
from chalicelib.web.work import links as doing
from chalicelib.web.work import shapes
from chalicelib.web.work.call import Call
from chalicelib.web.work.places import campaign_of, link_of, place_of_link


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
        return repeats.created(shapes.whole_link(doing.add(call, slug, association, group, values)))

    return repeats.once(call, work)


def change(call: Call, code: str) -> Response:
    """`PATCH /v1/links/{code}`: more `aliases`, for those that it has it keeps; `closed` or not."""
    found = link_of(call, Action.LINK_WRITE, code)
    values = read_json(call.request)
    closed, aliases = _wanted(found.link, values)
    return _answer(doing.alter(call, found, closed, aliases))


def close(call: Call, code: str) -> Response:
    """`DELETE /v1/links/{code}`: it closes; a code in print is never given to another link."""
    found = link_of(call, Action.LINK_WRITE, code)
    return _answer(doing.alter(call, found, True, []))


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
