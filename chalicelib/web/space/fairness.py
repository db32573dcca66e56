"""How a day's visits are spread, link by link, and leaving a link's day out of the ranking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from chalice.app import Response

from chalicelib import fairness, wiring
from chalicelib.access import rules
from chalicelib.access.rules import Action
from chalicelib.campaign.model import Link
from chalicelib.clock import local_day
from chalicelib.errors import BadInput, Conflict
from chalicelib.fairness import LinkDayReport
from chalicelib.leaderboard import Ruling, left_out, link_name
from chalicelib.visits.model import REPLAY_WINDOW
from chalicelib.web.api import query
from chalicelib.web.space.door import Guest
from chalicelib.web.space.places import find
from chalicelib.web.space.where import Where
from chalicelib.web.space.wrong import CONFLICT, Wrong
from chalicelib.web.work.places import link_of


@dataclass(frozen=True, slots=True)
class Case:
    """A link's day, with the name that boards have for the link. `row` is None when nothing is
    known of how that day is spread: it had no visit, or is kept no longer.
    """

    link: Link
    name: str
    day: str
    ruling: Ruling | None
    row: LinkDayReport | None


def show(guest: Guest, campaign: str) -> Response:
    """`GET /space/c/{campaign}/fairness?day=`: a day's report, today's without."""
    where = find(guest, Action.FAIRNESS_READ, campaign)
    house, now = wiring.house(), wiring.house().clock()
    asked = query(guest.request, "day")
    day, rows = fairness.report_of_day(house.store, where.campaign, asked, now)
    today = local_day(now, where.campaign.timezone)
    shown = [Case(row.link, _name(where, row.link), day, row.ruling, row) for row in rows]
    rulings = house.store.rulings(campaign)
    out = {(one.link, one.day) for one in left_out(rulings)}
    return guest.page(
        "space_fairness.html",
        where,
        "fairness",
        day=day,
        today=today.isoformat(),
        before=_near(day, -1, today),
        after=_near(day, 1, today),
        asked=[case for case in shown if case.row and (case.row.flags or case.ruling)],
        others=[case for case in shown if case.row and not (case.row.flags or case.ruling)],
        thresholds=dict(fairness.THRESHOLDS),
        fewest=fairness.FEWEST,
        rulings=[(one, _ruled_name(where, one)) for one in reversed(rulings)],
        out=out,
    )


def show_rule(guest: Guest, campaign: str) -> Response:
    """`GET /space/c/{campaign}/fairness/rule?code=&day=`: one link's day, to be left out or
    brought back.
    """
    code, day = query(guest.request, "code") or "", query(guest.request, "day") or ""
    where, case = _case(guest, campaign, code, day)
    return _page(guest, where, case, "", Wrong())


def rule(guest: Guest, campaign: str) -> Response:
    """`POST /space/c/{campaign}/fairness/rule`: it is out, or back, with the reason given.

    What the form meant to do goes with it: of two who press at once the second learns that it
    is done, and does not undo it.
    """
    sent = guest.fields
    where, case = _case(guest, campaign, sent.get("code", ""), sent.get("day", ""))
    ranked, reason = sent.get("act") == "bring-back", sent.get("reason", "")
    if ranked is (case.ruling is None):
        return _page(guest, where, case, reason, Wrong(form="fairness.wrong.done"))
    house = wiring.house()
    act = fairness.bring_back if ranked else fairness.leave_out
    by = guest.actor.name
    try:
        ruling = act(house.store, where.campaign, case.link, case.day, reason, by, house.clock())
    except BadInput:
        return _page(guest, where, case, reason, Wrong(reason="fairness.wrong.reason"))
    except Conflict:
        return _page(guest, where, case, reason, Wrong(form=CONFLICT))
    fairness.record(house.trail, ruling, by)
    said = "day_brought_back" if ranked else "day_left_out"
    return guest.go(where.page("fairness"), said=said, day=case.day)


def _case(guest: Guest, campaign: str, code: str, day: str) -> tuple[Where, Case]:
    """A link's day of the campaign; `UnknownPlace` for what is none, or is not kept any more and
    not left out either.
    """
    where = find(guest, Action.FAIRNESS_RULE, campaign)
    store, now = wiring.house().store, wiring.house().clock()
    link = link_of(guest.call, Action.FAIRNESS_RULE, code).link
    if link.campaign != campaign:
        raise rules.unknown()
    today = local_day(now, where.campaign.timezone)
    found = left_out(store.rulings(campaign))
    ruling = next((one for one in found if (one.link, one.day) == (link.code, day)), None)
    try:
        fairness.check_kept(day, today)
    except BadInput:
        if ruling is None:
            raise rules.unknown() from None
        return where, Case(link, _name(where, link), day, ruling, None)
    rows = fairness.report(store, campaign, day)
    row = next((one for one in rows if one.link.code == link.code), None)
    return where, Case(link, _name(where, link), day, ruling, row)


def _near(day: str, step: int, today: date) -> str | None:
    """The day before or after one, if it is kept."""
    near = date.fromisoformat(day) + timedelta(days=step)
    return near.isoformat() if today - REPLAY_WINDOW <= near <= today else None


def _name(where: Where, link: Link) -> str:
    return link_name(where.campaign, link.association, link.group, link.channel)


def _ruled_name(where: Where, ruling: Ruling) -> str:
    return link_name(where.campaign, ruling.association, ruling.group, ruling.channel)


def _page(guest: Guest, where: Where, case: Case, reason: str, wrong: Wrong) -> Response:
    return guest.form(
        "space_rule.html",
        where,
        "fairness",
        wrong,
        case=case,
        reason=reason,
        most=fairness.MOST_REASON,
    )
