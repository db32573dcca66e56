"""Letting people in, and out again: by whoever may, from a page or a command. Each is an act."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from chalicelib.access.audit import Trail, What
from chalicelib.access.invitations import Invitations
from chalicelib.access.model import Member, Place
from chalicelib.access.signin import check_email
from chalicelib.access.store import PeopleStore


def add(
    store: PeopleStore, trail: Trail, email: str, place: Place, by: str, now: datetime
) -> Member:
    """Lets somebody sign in for a place; `BadInput` for what is no address."""
    member = Member(check_email(email), place, now, by)
    store.save_member(member)
    trail.record(now, by, What.MEMBER_ADDED, place, about(member))
    return member


def remove(
    store: PeopleStore, trail: Trail, members: Iterable[Member], by: str, now: datetime
) -> None:
    """Takes memberships back. Who has none left anywhere is signed out everywhere, at once."""
    members = tuple(members)
    for member in members:
        store.drop_member(member)
        trail.record(now, by, What.MEMBER_REMOVED, member.place, about(member))
    for email in dict.fromkeys(member.email for member in members):
        if not store.memberships(email):
            store.drop_sessions(email)


def invite(
    invitations: Invitations, trail: Trail, place: Place, by: str, now: datetime, count: int = 1
) -> list[str]:
    """So many codes for a place, to be shown once; errors as `Invitations.create`."""
    codes = invitations.create(place, by, now, count)
    trail.record(now, by, What.MEMBERS_INVITED, place, f"{len(codes)} for {place.owner}")
    return codes


def about(member: Member) -> str:
    """A membership in words, for the trail and for who did it."""
    return f"{member.email} for {member.place.owner}"
