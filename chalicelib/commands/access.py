"""`token`, `member`, `invite` and `audit`: who may do what, and who did."""

from __future__ import annotations

import sys
from argparse import Namespace
from dataclasses import replace
from typing import Any

from chalicelib.access import people
from chalicelib.access.audit import COMMAND_LINE, What, act_of, act_to_json
from chalicelib.access.model import Member, Place, Role, Scope
from chalicelib.access.signin import check_email
from chalicelib.access.tokens import token_to_json
from chalicelib.campaign.model import Campaign
from chalicelib.cells import to_csv
from chalicelib.commands.figures import load
from chalicelib.commands.output import as_json, as_table
from chalicelib.errors import BadInput, UnknownOwner
from chalicelib.wiring import House

TOKEN_COLUMNS = ("id", "label", "created", "revoked", "association", "scope", "expires", "used")
"""The first four are a contract; more may follow them."""
MEMBER_COLUMNS = ("email", "association", "group", "since", "by")
ACT_COLUMNS = ("at", "who", "what", "about", "association")


def create_token(args: Namespace, house: House) -> int:
    """Prints the secret, alone on standard output so that a script can take it."""
    campaign, now = load(house, args.campaign), house.clock()
    place = _place(campaign, args.association)
    scope = Scope.WRITE if args.write else Scope.READ
    token, secret = house.tokens.draw(place, args.label, now, scope, args.days)
    about = f"token {token.id} {token.label!r}, {scope}"
    act = act_of(now, COMMAND_LINE, What.TOKEN_CREATED, place, about)
    house.store.with_act(act).save_token(token)
    if args.format == "json":
        print(as_json({**token_to_json(token), "token": secret}))
    else:
        print(secret)
        print(f"token {token.id}: keep it now, it is not shown again", file=sys.stderr)
    return 0


def list_tokens(args: Namespace, house: House) -> int:
    """The campaign's tokens, without their secrets."""
    rows = [token_to_json(token) for token in house.tokens.list(load(house, args.campaign).slug)]
    if args.format == "json":
        print(as_json(rows))
    else:
        print(as_table([_dashed(row) for row in rows], TOKEN_COLUMNS))
    return 0


def revoke_token(args: Namespace, house: House) -> int:
    """Makes a token worthless at once."""
    found = house.tokens.find(Place(load(house, args.campaign).slug), args.id)
    token = replace(found, revoked=True)
    about = f"token {token.id} {token.label!r}"
    act = act_of(house.clock(), COMMAND_LINE, What.TOKEN_REVOKED, token.place, about)
    house.store.with_act(act).save_token(token)
    print(
        as_json(token_to_json(token)) if args.format == "json" else f"token {token.id} is revoked"
    )
    return 0


def add_member(args: Namespace, house: House) -> int:
    """Lets somebody sign in for a campaign, an association or a group."""
    campaign, now = load(house, args.campaign), house.clock()
    place = _place(campaign, args.association, args.group)
    member = people.add(house.store, args.email, place, COMMAND_LINE, now)
    shown = as_json(_member_row(member))
    print(shown if args.format == "json" else f"{people.about(member)} may sign in")
    return 0


def list_members(args: Namespace, house: House) -> int:
    """Who may sign in for a campaign or a part of it."""
    rows = [_member_row(one) for one in house.store.members(load(house, args.campaign).slug)]
    print(as_json(rows) if args.format == "json" else as_table(rows, MEMBER_COLUMNS))
    return 0


def remove_member(args: Namespace, house: House) -> int:
    """Takes back all that somebody is a member of in a campaign, or one place of it alone."""
    campaign, email = load(house, args.campaign), check_email(args.email)
    part = _place(campaign, args.association, args.group)
    gone = [
        one
        for one in house.store.members(campaign.slug)
        if one.email == email and (part.role is Role.ORGANISER or one.place == part)
    ]
    if not gone:
        raise BadInput(f"{email} is no member of {part.owner}; `member list` names them")
    people.remove(house.store, gone, COMMAND_LINE, house.clock())
    if args.format == "json":
        print(as_json([_member_row(member) for member in gone]))
    else:
        print("\n".join(f"{people.about(member)} may sign in no more" for member in gone))
    return 0


def invite(args: Namespace, house: House) -> int:
    """Prints codes, one a line, which nobody can show again."""
    campaign, now = load(house, args.campaign), house.clock()
    place = _place(campaign, args.association, args.group)
    codes = people.invite(house.store, house.random, place, COMMAND_LINE, now, args.count)
    if args.format == "json":
        print(as_json({"place": place.owner, "codes": codes}))
    else:
        print("\n".join(codes))
        about = f"{len(codes)} for {place.owner}"
        said = f"{about}: keep them now, they are not shown again; each works once, for 30 days"
        print(said, file=sys.stderr)
    return 0


def audit(args: Namespace, house: House) -> int:
    """Every act on a campaign, newest first; of one that was erased, what was done since."""
    rows = [act_to_json(act) for act in house.trail.all(Place(args.campaign))]
    if not rows:
        load(house, args.campaign)
    if args.format == "json":
        print(as_json(rows))
    else:
        print((to_csv if args.format == "csv" else as_table)(rows, ACT_COLUMNS))
    return 0


def _place(campaign: Campaign, association: str | None, group: str | None = None) -> Place:
    """The part of a campaign that was named; `UnknownOwner` says what there is."""
    if association is None:
        if group is not None:
            raise BadInput("--group needs --association, whose group it is")
        return Place(campaign.slug)
    found = campaign.association(association)
    if found is None:
        known = ", ".join(each.slug for each in campaign.associations) or "none"
        raise UnknownOwner(
            f"campaign {campaign.slug!r} has no association {association!r} (it has: {known})"
        )
    if group is None:
        return Place(campaign.slug, association)
    for each in found.groups:
        if group in (each.slug, each.id):
            return Place(campaign.slug, association, each.id)
    known = ", ".join(each.slug for each in found.groups) or "none"
    raise UnknownOwner(f"association {association!r} has no group {group!r} (it has: {known})")


def _dashed(row: dict[str, Any]) -> dict[str, Any]:
    """A row for people: what is not there is a dash, but for a label, which was always empty."""
    return {n: value if value or n in TOKEN_COLUMNS[:4] else "-" for n, value in row.items()}


def _member_row(member: Member) -> dict[str, str]:
    place = member.place
    values = (
        member.email,
        place.association,
        place.group,
        member.since.isoformat(),
        member.by,
    )
    return dict(zip(MEMBER_COLUMNS, values, strict=True))
