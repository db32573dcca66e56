"""Letting people in, and out again: by whoever may, from a page or a command. Each is an act, kept
with what was done or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Protocol

from chalicelib.access.audit import What, act_of
from chalicelib.access.invitations import Invitations
from chalicelib.access.model import Member, Place
from chalicelib.access.signin import check_email
from chalicelib.access.store import AuditStore, PeopleStore


class Kept(PeopleStore, AuditStore, Protocol):
    """People, and what was done to them."""


def add(store: Kept, email: str, place: Place, by: str, now: datetime) -> Member:
    """Lets somebody sign in for a place; `BadInput` for what is no address."""
    member = Member(check_email(email), place, now, by)
    act = act_of(now, by, What.MEMBER_ADDED, place, about(member))
    store.with_act(act).save_member(member)
    return member


def remove(store: Kept, members: Iterable[Member], by: str, now: datetime) -> None:
    """Takes memberships back. Who has none left anywhere is signed out everywhere, at once."""
    members = tuple(members)
    for member in members:
        act = act_of(now, by, What.MEMBER_REMOVED, member.place, about(member))
        store.with_act(act).drop_member(member)
    for email in dict.fromkeys(member.email for member in members):
        if not store.memberships(email):
            store.drop_sessions(email)


def invite(
    store: Kept,
    random: Callable[[int], bytes],
    place: Place,
    by: str,
    now: datetime,
    count: int = 1,
) -> list[str]:
    """So many codes for a place, to be shown once; errors as `Invitations.create`."""
    act = act_of(now, by, What.MEMBERS_INVITED, place, f"{count} for {place.owner}")
    return Invitations(store.with_act(act), random).create(place, by, now, count)


def about(member: Member) -> str:
    """A membership in words, for the trail and for who did it."""
    return f"{member.email} for {member.place.owner}"
