"""The JSON API: what outside tools read."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, TypeVar

from chalice.app import Request, Response

from chalicelib import fairness, leaderboard, wiring
from chalicelib.access.model import Place
from chalicelib.campaign.addresses import qr_url, short_url
from chalicelib.campaign.codes import read_segment
from chalicelib.campaign.links import Found
from chalicelib.campaign.model import Campaign, Level
from chalicelib.clock import Budget, local_day
from chalicelib.errors import BadInput, UnknownCampaign, UnknownLink
from chalicelib.leaderboard import Period
from chalicelib.web.answers import json_answer

SECONDS = 5.0
"""How long a page or a tool waits for the store; redirects have their own, shorter budget."""

LEVELS = (Level.ASSOCIATION, Level.GROUP, Level.LINK)

Choice = TypeVar("Choice", bound=StrEnum)


def show_leaderboard(request: Request, slug: str) -> Response:
    """`GET /v1/campaigns/{campaign}/leaderboard`."""
    house = wiring.house()
    campaign = find_campaign(slug)
    level = choice(request, "level", LEVELS, Level.ASSOCIATION)
    if level is Level.LINK or not campaign.public_leaderboard:
        check_token(request, campaign.slug)
    period = choice(request, "period", tuple(Period), Period.ALL)
    page = house.store.board(campaign, level, period, limit(request), query(request, "cursor"))
    links = {k.code: k for k in house.store.links(slug)} if level is Level.LINK else {}
    return json_answer(leaderboard.to_json(page, campaign, level, period, links))


def show_fairness(request: Request, slug: str) -> Response:
    """`GET /v1/campaigns/{campaign}/fairness`: how a day's visits are spread, link by link."""
    house = wiring.house()
    # Before anything is said of the campaign: only who runs it may know that it exists.
    check_token(request, slug)
    campaign = find_campaign(slug)
    today = local_day(house.clock(), campaign.timezone)
    day = fairness.check_kept(query(request, "day") or today.isoformat(), today)
    rows = fairness.report(house.store, campaign.slug, day)
    return json_answer(
        {
            "campaign": campaign.slug,
            "day": day,
            "fewest": fairness.FEWEST,
            "thresholds": dict(fairness.THRESHOLDS),
            "rows": fairness.report_to_json(rows, campaign),
        }
    )


def show_link(request: Request, code: str) -> Response:
    """`GET /v1/links/{code}`."""
    house = wiring.house()
    # Asked before the look-up: whoever has no token learns nothing about which codes exist.
    token = house.tokens.check(_bearer(request), house.clock())
    found = house.links.find(read_segment(code)[0], Budget(SECONDS))
    if found is None or not token.place.covers(_place(found)):
        raise UnknownLink(f"no link of your campaign has the code {code!r}")
    return json_answer(_link_json(house, found))


def find_campaign(slug: str) -> Campaign:
    """The campaign called `slug`; `UnknownCampaign` when there is none."""
    campaign = wiring.house().links.campaign(slug, Budget(SECONDS))
    if campaign is None:
        raise UnknownCampaign(f"no campaign is called {slug!r}")
    return campaign


def check_token(request: Request, campaign: str) -> None:
    """Refuses who has no token for a campaign: `Unauthorized`, or `UnknownCampaign`."""
    house = wiring.house()
    token = house.tokens.check(_bearer(request), house.clock())
    if not token.place.covers(Place(campaign)):
        raise UnknownCampaign(f"no campaign of yours is called {campaign!r}")


def query(request: Request, name: str) -> str | None:
    """One parameter of the address, or None."""
    return request.query_params.get(name) if request.query_params else None


def choice(request: Request, name: str, among: tuple[Choice, ...], default: Choice) -> Choice:
    """A parameter that is one of some values; `BadInput` names them otherwise."""
    value = query(request, name)
    if value is None:
        return default
    for one in among:
        if one.value == value:
            return one
    raise BadInput(f"{name} must be one of {', '.join(among)}, not {value!r}")


def limit(request: Request) -> int:
    """The `limit` parameter, 50 by default."""
    value = query(request, "limit") or "50"
    if not (value.isascii() and value.isdigit() and len(value) < 5):
        raise BadInput(f"limit must be from 1 to {leaderboard.MOST_ROWS}, not {value!r}")
    return leaderboard.check_limit(int(value))


def _link_json(house: wiring.House, found: Found) -> dict[str, Any]:
    link, campaign, store = found.link, found.campaign, house.store
    count = store.total(campaign.slug, Level.LINK, link.code)
    excluded = store.excluded(campaign.slug, link.code)
    group = campaign.group(link.group) if link.group else None
    base = house.settings.base_url
    return {
        "code": link.code,
        "url": short_url(base, link.code),
        "qr_url": qr_url(base, link.code),
        "association": link.association,
        "group": group[1].slug if group else "",
        "channel": link.channel,
        "destination": campaign.petition_url,
        "visits": count.visits,
        "scans": count.scans,
        "excluded": leaderboard.excluded_to_json(excluded),
        "days": [
            {"day": day, "visits": c.visits, "scans": c.scans}
            for day, c in store.days(campaign.slug, Level.LINK, link.code)
        ],
    }


def _place(found: Found) -> Place:
    link = found.link
    return Place(link.campaign, link.association, link.group)


def _bearer(request: Request) -> str | None:
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else None
