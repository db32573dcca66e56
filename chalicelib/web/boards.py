"""The leaderboard's page: who carries the petition how far, who grows, and the same for a wall."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from chalice.app import Request, Response

from chalicelib import growth, leaderboard, wiring
from chalicelib.campaign.model import Campaign, Level
from chalicelib.errors import UnknownPath
from chalicelib.leaderboard import Period
from chalicelib.petition.summary import summarise
from chalicelib.web import api, pages

PER_PAGE = 50
ON_A_WALL = 12
"""Rows that are read from the last row of a room."""
LEVELS = (Level.ASSOCIATION, Level.GROUP)


class View(StrEnum):
    """How the page shows it."""

    RANKING = "ranking"
    GROWTH = "growth"
    PROJECTED = "projected"


def show(request: Request, slug: str) -> Response:
    """`/c/{campaign}/leaderboard`: `?level`, `?period`, `?view`, `?cursor`."""
    campaign = api.find_campaign(slug)
    level = api.choice(request, "level", LEVELS, Level.ASSOCIATION)
    if not campaign.public_leaderboard:
        raise UnknownPath("this campaign keeps its leaderboard to itself")
    period = api.choice(request, "period", tuple(Period), Period.ALL)
    view = api.choice(request, "view", tuple(View), View.RANKING)
    if view is View.GROWTH:
        return _growth(request, campaign)
    if view is View.PROJECTED:
        return _projected(request, campaign, level, period)
    return _ranking(request, campaign, level, period)


def naming(page: leaderboard.Page, campaign: Campaign, level: Level) -> Campaign:
    """The campaign with a name for every row. The one at hand may be a minute old; it is read
    anew where somebody on the board has joined since, and only there.
    """
    if leaderboard.knows(campaign, page, level):
        return campaign
    return wiring.house().store.load(campaign.slug) or campaign


def left_out(page: leaderboard.Page, campaign: Campaign) -> list[tuple[str, str, str]]:
    """The days that are out of the ranking: which, whose, why; the latest first."""
    return [
        (
            ruling.day,
            leaderboard.link_name(campaign, ruling.association, ruling.group, ruling.channel),
            ruling.reason,
        )
        for ruling in reversed(page.left_out)
    ]


def _ranking(request: Request, campaign: Campaign, level: Level, period: Period) -> Response:
    board = wiring.house().store.board(
        campaign, level, period, PER_PAGE, api.query(request, "cursor")
    )
    campaign = naming(board, campaign, level)
    return pages.show(
        request,
        "leaderboard.html",
        campaign,
        **_shown(board, campaign, level, period),
        next=board.next,
        measurable=growth.measurable(campaign),
        left_out=left_out(board, campaign),
        canonical=pages.address(campaign, "/leaderboard"),
        image=pages.picture(campaign),
    )


def _growth(request: Request, campaign: Campaign) -> Response:
    house = wiring.house()
    if not growth.measurable(campaign):
        raise UnknownPath(f"growth is shown of at most {growth.MOST} associations")
    grown, week = growth.grown(house.store, campaign, house.clock())
    return pages.show(
        request,
        "growth.html",
        campaign,
        grown=grown,
        updated_at=week.updated_at,
        left_out=left_out(week, campaign),
        canonical=pages.address(campaign, "/leaderboard"),
        image=pages.picture(campaign),
    )


def _projected(request: Request, campaign: Campaign, level: Level, period: Period) -> Response:
    house = wiring.house()
    board = house.store.board(campaign, level, period, ON_A_WALL, None)
    campaign = naming(board, campaign, level)
    return pages.show(
        request,
        "projected.html",
        campaign,
        **_shown(board, campaign, level, period),
        more=board.next is not None,
        summary=summarise(house.store, campaign, house.clock()),
    )


def _shown(
    board: leaderboard.Page, campaign: Campaign, level: Level, period: Period
) -> dict[str, Any]:
    """What templates show of ranked rows."""
    return {
        "level": level,
        "period": period,
        "rows": leaderboard.name_rows(board, campaign, level, {}),
        "total": board.total,
        "updated_at": board.updated_at,
    }
