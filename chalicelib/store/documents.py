"""Values as the documents that both stores keep.

What a document lacks, since an older Porte-voix wrote it, has its default. A field that a newer
one wrote and this one does not know is passed over: who goes back to an older version has links
that lead and pages that answer.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, fields, replace
from datetime import UTC, datetime
from typing import Any, TypeVar

from chalicelib.access.model import (
    Act,
    Kept,
    Member,
    OneTime,
    Place,
    Purpose,
    Scope,
    Session,
    Token,
)
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
from chalicelib.petition.model import Crossing, Official, Openness, Point, Validators

T = TypeVar("T")


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
    # Kept since a link may lead to the campaign's page first.
    data["page_first"] = tuple(data.get("page_first", ()))
    # Kept since there is a kit: documents of before have none.
    data["text"] = tuple(data.get("text", ()))
    data["kit"] = _made(Kit, data.get("kit", {}))
    data["petition"] = _made(Petition, data["petition"])
    data["milestones"] = tuple(_made(Milestone, m) for m in data["milestones"])
    data["associations"] = tuple(_association(a) for a in data["associations"])
    # Kept since an address can be switched.
    data["switches"] = tuple(
        _made(Switch, s | {"at": datetime.fromisoformat(s["at"])}) for s in data.get("switches", ())
    )
    return _made(Campaign, data)


def _association(data: dict[str, Any]) -> Association:
    groups = tuple(_made(Group, g) for g in data["groups"])
    return _made(Association, data | {"groups": groups})


def link_to_text(link: Link) -> str:
    """A link as one JSON document."""
    return json.dumps(asdict(link), ensure_ascii=False, separators=(",", ":"))


def link_from_text(text: str) -> Link:
    """The link that `link_to_text` wrote."""
    data: dict[str, Any] = json.loads(text)
    return _made(Link, data | {"aliases": tuple(data["aliases"])})


def changed(kept: Link, wanted: Link) -> Link:
    """What `Register.change_link` makes of a link: aliases only grow, its owner stays its owner."""
    aliases = tuple(dict.fromkeys((*kept.aliases, *wanted.aliases)))
    return replace(kept, association=wanted.association, aliases=aliases, closed=wanted.closed)


def token_to_text(token: Token) -> str:
    """A token's record (its hash, never its secret) as one JSON document."""
    return _to_text(token)


def token_from_text(text: str) -> Token:
    """The token that `token_to_text` wrote."""
    data = _timed(text, "created", "expires")
    # Tokens of before there were places were for a whole campaign, and for reading.
    place = Place(data["campaign"]) if "campaign" in data else _made(Place, data["place"])
    scope = Scope(data.get("scope", Scope.READ))
    return _made(Token, data | {"place": place, "scope": scope})


def member_to_text(member: Member) -> str:
    """A member as one JSON document."""
    return _to_text(member)


def member_from_text(text: str) -> Member:
    """The member that `member_to_text` wrote."""
    data = _timed(text, "since")
    return _made(Member, data | {"place": _made(Place, data["place"])})


def one_time_to_text(secret: OneTime) -> str:
    """A one-time secret's record (its hash, never itself) as one JSON document."""
    return _to_text(secret)


def one_time_from_text(text: str) -> OneTime:
    """The one-time secret that `one_time_to_text` wrote."""
    data = _timed(text, "expires")
    place = _made(Place, data["place"]) if data["place"] else None
    return _made(OneTime, data | {"place": place, "purpose": Purpose(data["purpose"])})


def session_to_text(session: Session) -> str:
    """A session as one JSON document."""
    return _to_text(session)


def session_from_text(text: str) -> Session:
    """The session that `session_to_text` wrote."""
    return _made(Session, _timed(text, "started", "expires"))


def act_to_text(act: Act) -> str:
    """An act as one JSON document."""
    return _to_text(act)


def act_from_text(text: str) -> Act:
    """The act that `act_to_text` wrote."""
    return _made(Act, _timed(text, "at"))


def kept_to_text(kept: Kept) -> str:
    """An answer as one JSON document."""
    return _to_text(kept)


def kept_from_text(text: str) -> Kept:
    """The answer that `kept_to_text` wrote."""
    return _made(Kept, json.loads(text))


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
    data["validators"] = _made(Validators, data["validators"])
    data["crossings"] = tuple(
        _made(Crossing, c | {"at": datetime.fromisoformat(c["at"])}) for c in data["crossings"]
    )
    return _made(Official, data)


def time_key(at: datetime) -> str:
    """A time in UTC with all its digits, so that the order of texts is that of times."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def moment(at: datetime, number: int) -> str:
    """Where an act stands among all of its campaign: by its time, and then as it came."""
    return f"{time_key(at)}#{number:04}"


def seconds(at: datetime) -> int:
    """When something expires, as both databases keep it: in seconds since 1970."""
    return int(at.timestamp())


def _made(kind: Callable[..., T], data: dict[str, Any]) -> T:
    """The value of these fields, without those that its type does not have."""
    known: Any = kind
    return kind(**{f.name: data[f.name] for f in fields(known) if f.name in data})


def _to_text(value: Any) -> str:
    return json.dumps(
        asdict(value), default=datetime.isoformat, ensure_ascii=False, separators=(",", ":")
    )


def _timed(text: str, *names: str) -> dict[str, Any]:
    """A document whose fields of these names are times, or null; those that it lacks stay out."""
    data: dict[str, Any] = json.loads(text)
    times = {name: datetime.fromisoformat(data[name]) for name in names if data.get(name)}
    return data | times


def _point(data: dict[str, Any]) -> Point:
    return _made(Point, data | {"at": datetime.fromisoformat(data["at"])})
