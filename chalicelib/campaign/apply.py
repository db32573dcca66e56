"""Carrying a plan out on the register.

The campaign is saved before its links are added, so an apply that was interrupted anywhere
is completed by running it again: the campaign is then as it should be, and the links that
are missing are found missing by their owner and channel. Its pictures are saved before it,
so it never names one that is not there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from chalicelib.campaign.codes import Draw, draw_code
from chalicelib.campaign.desired import Author, Desired
from chalicelib.campaign.directory import Register
from chalicelib.campaign.model import Link
from chalicelib.campaign.plan import Plan, grown, make_plan
from chalicelib.campaign.wording import Change
from chalicelib.errors import BadInput, CodeTaken, Conflict

MOST_DRAWS = 20
"""With a million codes taken, one draw in 34 000 clashes: twenty in a row is a broken source."""


@dataclass(frozen=True, slots=True)
class Done:
    """What was done. `version` is the campaign's new one, or None when it was not saved."""

    version: int | None = None
    added: tuple[Link, ...] = ()
    changed: int = 0
    erased: bool = False


def plan_for(desired: Desired, register: Register, author: Author) -> Plan:
    """The plan that brings what the register keeps to what is desired; changes nothing."""
    slug = desired.campaign.slug
    return checked(make_plan(register.load(slug), register.links(slug), desired, author), register)


def checked(plan: Plan, register: Register) -> Plan:
    """The plan itself; `BadInput` when an alias in it is another campaign's, or once was.

    Said before anything is changed. Who takes the alias after that is noticed by `carry_out`.
    """
    added = [(link, alias) for link in plan.new for alias in link.aliases]
    added += [(change.after, alias) for change in plan.changed for alias in change.new_aliases]
    refused = [
        f"alias {alias!r} of {link.owner}, {link.channel}, belongs, or once belonged, to another"
        " link; choose another"
        for link, alias in added
        if register.taken(alias)
    ]
    if refused:
        raise BadInput("\n".join(refused))
    return plan


def carry_out(
    plan: Plan, register: Register, confirm: str | None = None, draw: Draw = draw_code
) -> Done:
    """Does what the plan says.

    `confirm` must be the campaign's slug when the plan erases it. `Conflict` when somebody
    else applied since the plan was made, `BadInput` when an alias is not free.
    """
    if plan.erase:
        return _erase(plan, register, confirm)
    if plan.campaign:
        for picture in plan.pictures:
            register.save_picture(plan.slug, picture.name, picture.png)
        try:
            register.save(plan.campaign)
        except Conflict:
            raise Conflict(
                f"somebody applied campaign {plan.slug!r} at the same time; run again"
            ) from None
    for change in plan.changed:
        _change(change, register)
    added = tuple(_add(link, register, draw) for link in plan.new)
    version = plan.campaign.version if plan.campaign else None
    return Done(version, added, len(plan.changed))


def will_be_done(plan: Plan) -> Done:
    """What carrying the plan out will have done; the codes of links are still to be drawn."""
    version = plan.campaign.version if plan.campaign else None
    return Done(version, plan.new, len(plan.changed), plan.erase)


def plan_to_json(plan: Plan, done: Done | None) -> dict[str, object]:
    """A plan, and what was done of it: None for a dry run."""
    return {
        "campaign": plan.slug,
        "plan": [{"mark": line.mark.value, "text": line.text} for line in plan.lines],
        "done": done
        and {
            "version": done.version,
            "links_added": [link.code for link in done.added],
            "links_changed": done.changed,
            "erased": done.erased,
        },
    }


def _erase(plan: Plan, register: Register, confirm: str | None) -> Done:
    if confirm != plan.slug:
        raise BadInput(
            f"campaign {plan.slug!r} would be erased for good;"
            f" run again with --confirm {plan.slug} if that is meant"
        )
    register.erase(plan.slug)
    return Done(erased=True)


def _add(wanted: Link, register: Register, draw: Draw) -> Link:
    """Adds the link without its aliases, then those: so a clash says which of them it is about."""
    for _ in range(MOST_DRAWS):
        bare = replace(wanted, code=draw(), aliases=())
        try:
            register.add_link(bare)
        except CodeTaken:
            # Either the code is taken, or the owner has its link by now: from another apply,
            # or from a write of ours whose answer was lost.
            made = _made_meanwhile(wanted, register)
            if made is None:
                continue
            bare = made
        after = replace(wanted, code=bare.code, aliases=grown(bare, wanted.aliases))
        _change(Change(bare, after), register)
        return after
    raise CodeTaken(f"{MOST_DRAWS} codes drawn in a row were all taken; run again")


def _made_meanwhile(wanted: Link, register: Register) -> Link | None:
    for link in register.links(wanted.campaign):
        if (link.owner, link.channel) == (wanted.owner, wanted.channel):
            return link
    return None


def _change(change: Change, register: Register) -> None:
    current = replace(change.after, aliases=change.before.aliases)
    if current != change.before:
        register.change_link(current)
    for alias in change.new_aliases:
        current = replace(current, aliases=(*current.aliases, alias))
        try:
            register.change_link(current)
        except CodeTaken:
            raise BadInput(
                f"alias {alias!r} of link {current.code} ({current.owner}, {current.channel})"
                " belongs, or once belonged, to another link; choose another and run again"
            ) from None
