"""Figures: boards, days, the official count, and how fairly a day's visits are spread."""

from __future__ import annotations

from chalice.app import Response

from chalicelib import fairness, leaderboard, wiring
from chalicelib.access.model import Place
from chalicelib.access.rules import Action
from chalicelib.campaign.model import Level
from chalicelib.leaderboard import Period
from chalicelib.web import counts
from chalicelib.web.answers import json_answer
from chalicelib.web.api import choice, find_campaign, limit, query
from chalicelib.web.work.call import Call
from chalicelib.web.work.places import campaign_of, check_board

LEVELS = (Level.ASSOCIATION, Level.GROUP, Level.LINK)


def board(call: Call, slug: str) -> Response:
    """`GET /v1/campaigns/{campaign}/leaderboard`."""
    level = choice(call.request, "level", LEVELS, Level.ASSOCIATION)
    if level is Level.LINK:
        # Before anything is said of the campaign.
        call.check(Action.BOARD_READ, Place(slug))
    find_campaign(slug)
    # As it is now: what was found may be a minute old, and rows name groups of a moment ago.
    campaign = campaign_of(slug)
    check_board(call, campaign, level)
    period = choice(call.request, "period", tuple(Period), Period.ALL)
    store, cursor = wiring.house().store, query(call.request, "cursor")
    page = store.board(campaign, level, period, limit(call.request), cursor)
    links = {k.code: k for k in store.links(slug)} if level is Level.LINK else {}
    return json_answer(leaderboard.to_json(page, campaign, level, period, links))


def days(call: Call, slug: str) -> Response:
    """`GET /v1/campaigns/{campaign}/days`."""
    call.check(Action.CAMPAIGN_READ, Place(slug))
    return counts.days(call.request, slug)


def signatures(call: Call, slug: str) -> Response:
    """`GET /v1/campaigns/{campaign}/signatures`."""
    call.check(Action.CAMPAIGN_READ, Place(slug))
    return counts.signatures(call.request, slug)


def fair(call: Call, slug: str) -> Response:
    """`GET /v1/campaigns/{campaign}/fairness`: how a day's visits are spread, link by link."""
    # Before anything is said of the campaign: only who runs it may know that it exists.
    call.check(Action.FAIRNESS_READ, Place(slug))
    house, campaign = wiring.house(), campaign_of(slug)
    asked = query(call.request, "day")
    day, rows = fairness.report_of_day(house.store, campaign, asked, house.clock())
    return json_answer(
        {
            "campaign": campaign.slug,
            "day": day,
            "fewest": fairness.FEWEST,
            "thresholds": dict(fairness.THRESHOLDS),
            "rows": fairness.report_to_json(rows, campaign),
        }
    )
