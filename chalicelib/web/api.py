"""What the addresses of pages and tools ask for: a campaign, and parameters."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from chalice.app import Request

from chalicelib import leaderboard, wiring
from chalicelib.campaign.model import Campaign
from chalicelib.clock import Budget
from chalicelib.errors import BadInput, UnknownCampaign

SECONDS = 5.0
"""How long a page or a tool waits for the store; redirects have their own, shorter budget."""

Choice = TypeVar("Choice", bound=StrEnum)


def find_campaign(slug: str) -> Campaign:
    """The campaign called `slug`; `UnknownCampaign` when there is none."""
    campaign = wiring.house().links.campaign(slug, Budget(SECONDS))
    if campaign is None:
        raise UnknownCampaign(f"no campaign is called {slug!r}")
    return campaign


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
    value = query(request, "limit")
    if value is None:
        return 50
    if not (value.isascii() and value.isdigit() and len(value) < 5):
        raise BadInput(f"limit must be from 1 to {leaderboard.MOST_ROWS}, not {value!r}")
    return leaderboard.check_limit(int(value))
