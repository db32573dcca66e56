"""The official count's health, and a count by hand where nothing reads one.

Nobody's request asks a platform for anything, an organiser's neither: the schedule does.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from chalice.app import Response

from chalicelib import wiring
from chalicelib.access.audit import What
from chalicelib.access.rules import Action
from chalicelib.clock import zone
from chalicelib.errors import BadInput, Conflict
from chalicelib.petition import history
from chalicelib.petition.history import MANUAL
from chalicelib.petition.series import is_over
from chalicelib.petition.summary import summarise
from chalicelib.web.space.door import Guest
from chalicelib.web.space.overview import age
from chalicelib.web.space.places import find
from chalicelib.web.space.where import Where
from chalicelib.web.space.wrong import CONFLICT, Wrong

LATE = timedelta(minutes=10)
"""After a reading was due: then the schedule itself does not run, for it runs each minute."""

SAME_MINUTE = timedelta(minutes=1)
"""A form knows minutes: what is typed as now may be some seconds ahead."""


def show(guest: Guest, campaign: str) -> Response:
    """`GET /space/c/{campaign}/count`."""
    where = find(guest, Action.CAMPAIGN_SWITCH, campaign)
    return _page(guest, where, {"count": "", "at": "", "closed": ""}, Wrong())


def set_count(guest: Guest, campaign: str) -> Response:
    """`POST /space/c/{campaign}/count`: a count that somebody read."""
    where = find(guest, Action.CAMPAIGN_SWITCH, campaign)
    typed = {name: guest.fields.get(name, "") for name in ("count", "at", "closed")}
    if where.campaign.petition.source != MANUAL:
        # No page of ours offers it: the source would say something else a minute later.
        return _page(guest, where, typed, Wrong(form="count.wrong.read"))
    house = wiring.house()
    now = house.clock()
    try:
        count = history.read_count("".join(typed["count"].split()))
    except BadInput:
        return _page(guest, where, typed, Wrong(count="count.wrong.count"))
    try:
        at = _moment(typed["at"], where.campaign.timezone, now)
        closed = typed["closed"] == "yes"
        history.set_count(house.store, where.campaign, count, at, closed, now)
    except BadInput:
        return _page(guest, where, typed, Wrong(at="count.wrong.at"))
    except Conflict:
        return _page(guest, where, typed, Wrong(form=CONFLICT))
    about = f"{count} at {at.isoformat()}"
    house.trail.record(now, guest.actor.name, What.COUNT_SET, where.place, about)
    return guest.go(where.page("count"), said="count_set")


def _moment(text: str, timezone: str, now: datetime) -> datetime:
    """What was typed as `2026-11-23T14:05`, in the campaign's time zone; now for nothing.

    `BadInput` for what is no such moment.
    """
    if not text:
        return now
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise BadInput(f"{text[:40]!r} is no moment") from None
    at = at.replace(tzinfo=zone(timezone)) if at.tzinfo is None else at
    return now if now < at < now + SAME_MINUTE else at


def _page(guest: Guest, where: Where, typed: dict[str, str], wrong: Wrong) -> Response:
    house, now = wiring.house(), wiring.house().clock()
    summary = summarise(house.store, where.campaign, now)
    official = summary.official
    manual, over = where.campaign.petition.source == MANUAL, is_over(official)
    due = None if manual or over else official.next_at
    trouble = "health.stale" if summary.stale else ""
    if due is not None and now - due > LATE:
        trouble = "health.asleep"
    well = official.at and not (trouble or official.failures or official.held)
    standing = "health.good" if well else ""
    if manual or over:
        standing = "health.manual" if manual else "health.over"
    return guest.form(
        "space_count.html",
        where,
        "count",
        wrong,
        campaign=where.campaign,
        summary=summary,
        age=age(official.at, now, guest.locale) if official.at else None,
        manual=manual,
        trouble=trouble,
        standing=standing,
        due=due,
        typed=typed,
    )
