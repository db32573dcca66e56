"""A place's first page: what it sums up to; and before its first visit, the way to one."""

from __future__ import annotations

from chalice.app import Response

from chalicelib import wiring
from chalicelib.access.rules import Action
from chalicelib.campaign.model import Level
from chalicelib.tally.model import Count
from chalicelib.web.charts import columns, every
from chalicelib.web.space import sums
from chalicelib.web.space.door import Guest
from chalicelib.web.space.links import owners_of
from chalicelib.web.space.places import find
from chalicelib.web.space.where import Where


def show(guest: Guest, campaign: str, association: str, group: str = "") -> Response:
    """`GET /space/c/{campaign}/a/{association}`, and of a group."""
    where = find(guest, Action.DAYS_READ, campaign, association, group)
    store = wiring.house().store
    total = store.total(campaign, where.level, where.place.owner)
    if not total.visits:
        return _first_steps(guest, where)
    now, today = wiring.house().clock(), sums.today_of(where.campaign)
    days = store.days(campaign, where.level, where.place.owner)
    links = sums.links_of(where.place, store.links(campaign))
    counts = store.totals(campaign, Level.LINK)
    recent = sums.recent(days, today)
    hours = sums.hours(days, now, where.campaign.timezone)
    return guest.page(
        "space_figures.html",
        where,
        "first",
        total=total,
        today=dict(days).get(today.isoformat(), Count()),
        standing=sums.standing(guest.call, where),
        updated_at=now,
        days=recent,
        days_chart=columns([c.visits for _, c in recent], [c.scans for _, c in recent]),
        days_named=every(len(recent), 4),
        hours=hours,
        hours_chart=columns(hours.today, marks=hours.usual or None),
        groups=sums.by_group(where, links, counts) if not group else [],
        channels=sums.by_channel(links, counts),
    )


def _first_steps(guest: Guest, where: Where) -> Response:
    may_write = guest.call.may(Action.GROUP_WRITE, where.place) and not where.group
    return guest.page(
        "space_first.html",
        where,
        "first",
        owners=owners_of(where),
        may_write=may_write,
    )
