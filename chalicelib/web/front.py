"""The start page, and a campaign's own: what the public sees first."""

from __future__ import annotations

from typing import Any

from chalice.app import Request, Response

from chalicelib import leaderboard, wiring
from chalicelib.campaign.addresses import short_url
from chalicelib.campaign.links import Found
from chalicelib.campaign.model import Campaign, Level
from chalicelib.leaderboard import Period
from chalicelib.petition.summary import summarise
from chalicelib.web import api, pages
from chalicelib.web.boards import left_out, naming
from chalicelib.web.sharing import sharing
from chalicelib.web.via import owner_name, sender

TOP = 5
"""Rows of the leaderboard on the campaign's page; the others are a link away."""


def home(request: Request) -> Response:
    """`/`: the campaign when there is one, the list of them otherwise."""
    house = wiring.house()
    listed = [c for c in house.store.campaigns() if c.state.listed]
    if len(listed) == 1:
        return campaign_page(request, listed[0].slug)
    return pages.page(
        request,
        "home.html",
        pages.asked_locale(request),
        campaigns=[(c.slug, c.title, c.summary, c.locale) for c in listed],
        canonical=f"{house.settings.base_url}/",
    )


def campaign_page(request: Request, slug: str) -> Response:
    """`/c/{campaign}`: the call, the count, the demands, what to pass on, the board's top."""
    house = wiring.house()
    campaign = api.find_campaign(slug)
    board = house.store.board(campaign, Level.ASSOCIATION, Period.ALL, TOP, None)
    campaign = naming(board, campaign, Level.ASSOCIATION)
    locale, address = pages.locale_of(request, campaign), pages.address(campaign)
    return pages.page(
        request,
        "campaign.html",
        locale,
        campaign=campaign,
        rows=leaderboard.name_rows(board, campaign, Level.ASSOCIATION, {}),
        total_visits=board.total,
        total_scans=board.scans,
        updated_at=board.updated_at,
        # Straight to the petition, never by a tracked link: who came by one was counted there.
        sign_url=pages.petition(campaign),
        left_out=left_out(board, campaign),
        summary=summarise(house.store, campaign, house.clock()),
        share=sharing(campaign, sender(request, campaign), address, locale),
        canonical=address,
        image=pages.picture(campaign),
        **_something_to_try(campaign),
    )


def _something_to_try(campaign: Campaign) -> dict[str, Any]:
    """An association's open link, on one machine: nobody has printed anything there yet."""
    store, settings = wiring.house().store, wiring.house().settings
    owners = campaign.associations if settings.store == "sqlite" else ()
    links = (link for owner in owners for link in store.links_of(campaign.slug, owner.slug))
    link = next((link for link in links if not link.closed), None)
    if link is None or not campaign.state.counts:
        return {"try_link": None, "try_qr": None, "try_caption": ""}
    return {
        "try_link": short_url(settings.base_url, link.code),
        "try_qr": f"{pages.root()}/{link.code}/qr.svg",
        "try_caption": f"{owner_name(Found(link, campaign))} · {link.channel}",
    }
