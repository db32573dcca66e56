"""Who asks, and what they may: one thing in the API and in the space."""

from __future__ import annotations

from dataclasses import dataclass

from chalice.app import Request

from chalicelib.access import rules
from chalicelib.access.model import Actor, Place
from chalicelib.access.rules import Action


@dataclass(frozen=True, slots=True)
class Call:
    """One request, and who makes it: with a token or signed in."""

    request: Request
    actor: Actor

    def check(self, action: Action, place: Place) -> None:
        """Returns if they may; `Unauthorized` or `UnknownPlace` otherwise."""
        rules.check(self.actor, action, place)

    def may(self, action: Action, place: Place) -> bool:
        """Whether they may."""
        return rules.may(self.actor, action, place)

    def own(self, action: Action, campaign: str) -> Place:
        """The place of theirs in a campaign, to all of which they may do this: of lists, which
        show what is within it. Errors as `check`.
        """
        for place in self.actor.places:
            if place.campaign == campaign and self.may(action, place):
                return place
        self.check(action, Place(campaign))
        return Place(campaign)
