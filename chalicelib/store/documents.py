"""Campaigns, links and tokens as the plain values that both stores keep."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any

from chalicelib.campaign.model import (
    Association,
    Campaign,
    Group,
    Kit,
    Link,
    Milestone,
    Petition,
    State,
    Switch,
)
from chalicelib.campaign.tokens import Token
from chalicelib.petition.model import Crossing, Official, Openness, Point, Validators


def campaign_to_text(campaign: Campaign) -> str:
    """The whole campaign as one JSON document."""
    return json.dumps(
        asdict(campaign), default=datetime.isoformat, ensure_ascii=False, separators=(",", ":")
    )


def campaign_from_text(text: str) -> Campaign:
    """The campaign that `campaign_to_text` wrote."""
    data: dict[str, Any] = json.loads(text)
    data["state"] = State(data["state"])
    data["demands"] = tuple(data["demands"])
    # Kept since there is a kit: documents of before have none.
    data["text"] = tuple(data.get("text", ()))
    data["kit"] = Kit(**data.get("kit", {}))
    data["petition"] = Petition(**data["petition"])
    data["milestones"] = tuple(Milestone(**m) for m in data["milestones"])
    data["associations"] = tuple(_association(a) for a in data["associations"])
    # Kept since an address can be switched.
    data["switches"] = tuple(
        Switch(**(s | {"at": datetime.fromisoformat(s["at"])})) for s in data.get("switches", ())
    )
    return Campaign(**data)


def _association(data: dict[str, Any]) -> Association:
    groups = tuple(Group(**g) for g in data["groups"])
    return Association(**(data | {"groups": groups}))


def link_to_text(link: Link) -> str:
    """A link as one JSON document."""
    return json.dumps(asdict(link), ensure_ascii=False, separators=(",", ":"))


def link_from_text(text: str) -> Link:
    """The link that `link_to_text` wrote."""
    data: dict[str, Any] = json.loads(text)
    return Link(**(data | {"aliases": tuple(data["aliases"])}))


def changed(kept: Link, wanted: Link) -> Link:
    """What `Register.change_link` makes of a link: aliases only grow, its owner stays its owner."""
    aliases = tuple(dict.fromkeys((*kept.aliases, *wanted.aliases)))
    return replace(kept, association=wanted.association, aliases=aliases, closed=wanted.closed)


def token_to_text(token: Token) -> str:
    """A token's record (its hash, never its secret) as one JSON document."""
    return json.dumps(asdict(token) | {"created": token.created.isoformat()})


def token_from_text(text: str) -> Token:
    """The token that `token_to_text` wrote."""
    data: dict[str, Any] = json.loads(text)
    return Token(**(data | {"created": datetime.fromisoformat(data["created"])}))


def official_to_text(official: Official) -> str:
    """What is known of an official count as one JSON document."""
    return json.dumps(asdict(official), default=datetime.isoformat, separators=(",", ":"))


def official_from_text(text: str) -> Official:
    """The official that `official_to_text` wrote."""
    data: dict[str, Any] = json.loads(text)
    for name in ("since", "at", "attempted_at", "next_at", "checked_at"):
        data[name] = datetime.fromisoformat(data[name]) if data[name] else None
    for name in ("held", "check"):
        data[name] = _point(data[name]) if data[name] else None
    data["openness"] = Openness(data["openness"])
    data["validators"] = Validators(**data["validators"])
    data["crossings"] = tuple(
        Crossing(**(c | {"at": datetime.fromisoformat(c["at"])})) for c in data["crossings"]
    )
    return Official(**data)


def time_key(at: datetime) -> str:
    """A time in UTC with all its digits, so that the order of texts is that of times."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _point(data: dict[str, Any]) -> Point:
    return Point(**(data | {"at": datetime.fromisoformat(data["at"])}))
