"""Another address for every printed code of a campaign: planned, to be looked at, and done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from chalicelib.campaign.desired import Author
from chalicelib.campaign.directory import Register
from chalicelib.campaign.edit import draft_of, plan_draft, switch
from chalicelib.campaign.model import Campaign, Link
from chalicelib.campaign.plan import Plan


@dataclass(frozen=True, slots=True)
class Switching:
    """A switch that was planned, for `carry_out`: from what the campaign is now (`before`).

    `links` are those that are open: what may be on paper somewhere.
    """

    before: Campaign
    to: str
    reason: str
    plan: Plan
    links: tuple[Link, ...]

    @property
    def about(self) -> str:
        """What it does, in a line for the trail."""
        because = f": {self.reason}" if self.reason else ""
        return f"from {self.before.petition_url} to {self.to}{because}"


def plan_switch(
    register: Register, slug: str, values: Mapping[str, Any], hosts: frozenset[str], by: Author
) -> Switching:
    """The plan of a switch to `petition_url`, with its `reason` if there is one; changes nothing.

    `UnknownCampaign`, and `BadFields` for an address that links may not lead to.
    """
    draft, reason = draft_of(register, slug), values.get("reason", "")
    reason = reason.strip() if isinstance(reason, str) else ""
    changed = switch(draft, values, hosts)
    plan = plan_draft(changed, register, replace(by, reason=reason))
    links = tuple(link for link in draft.links if not link.closed)
    return Switching(draft.kept, changed.desired.campaign.petition_url, reason, plan, links)
