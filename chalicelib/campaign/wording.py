"""A plan in words: each change in one line, for the person who decides whether to apply it.

`+` new, `~` changed, `-` retired or closed, `!` worth knowing or not to be undone, `=`
nothing to change.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile
from typing import Any

from chalicelib.campaign.logo import Picture
from chalicelib.campaign.model import Association, Campaign, Group, Kit, Link, Petition, State

CLOSED = "people who follow one see a page that says so, with the way to the petition"
_STATES = {
    State.OPEN: "its links lead to the petition again, and visits are counted",
    State.CLOSED: f"its links close ({CLOSED}); nothing is counted; the leaderboard stays",
    State.ARCHIVED: f"its links close ({CLOSED}); nothing is counted; the start page"
    " no longer lists it",
}
_FIELDS = (
    "title",
    "summary",
    "demands",
    "call",
    "petition_url",
    "locale",
    "timezone",
    "public_leaderboard",
    "page_first",
    "milestones",
)
_NOTES = {
    "petition_url": "codes in print lead to the new address within a minute",
    "page_first": "links of these channels, in print or not, lead to the campaign's page first",
    "timezone": "days counted so far keep the borders of the old time zone",
}


class Mark(StrEnum):
    """What kind of change a line says."""

    NEW = "+"
    CHANGED = "~"
    ENDED = "-"
    NOTE = "!"
    SAME = "="


@dataclass(frozen=True, slots=True)
class Line:
    """One change, in words."""

    mark: Mark
    text: str

    def __str__(self) -> str:
        return f"{self.mark} {self.text}"


@dataclass(frozen=True, slots=True)
class Change:
    """A link as it is and as it should be."""

    before: Link
    after: Link

    @property
    def closes(self) -> bool:
        """Whether it stops leading anywhere."""
        return self.after.closed and not self.before.closed

    @property
    def reopens(self) -> bool:
        """Whether it leads to the petition again."""
        return self.before.closed and not self.after.closed

    @property
    def new_aliases(self) -> tuple[str, ...]:
        """Aliases only grow: these stand after the ones that the link has."""
        return self.after.aliases[len(self.before.aliases) :]


def campaign_lines(
    kept: Campaign | None,
    target: Campaign,
    changed: Sequence[Change],
    pictures: Mapping[str, Picture],
) -> Iterator[Line]:
    """What changes in the campaign itself, its associations and its groups.

    `pictures` are the logos that the file gives, by name.
    """
    if kept is None:
        state = "" if target.state is State.OPEN else f", {target.state}"
        yield Line(
            Mark.NEW,
            f"campaign {target.slug} {_show(target.title)}{state}, to {target.petition_url}",
        )
    else:
        yield from _own_lines(kept, target)
    for association in target.associations:
        logo = pictures.get(association.logo)
        yield from _association_lines(kept, association, changed, logo)
        for group in association.groups:
            yield from _group_lines(kept, association, group, changed)
    if kept:
        yield from _order_lines(kept, target)


def link_lines(
    kept: Campaign | None, target: Campaign, new: Iterable[Link], changed: Iterable[Change]
) -> Iterator[Line]:
    """What changes in links, beyond what the lines about their owners say already."""
    by_owner: dict[str, list[str]] = defaultdict(list)
    for link in new:
        aliases = f" ({', '.join(link.aliases)})" if link.aliases else ""
        by_owner[owner_label(target, link)].append(link.channel + aliases)
    for owner, channels in by_owner.items():
        many = "s" if len(channels) > 1 else ""
        yield Line(Mark.NEW, f"link{many} of {owner}: {', '.join(channels)}")
    retired_before, retired_after = _retired(kept), _retired(target)
    homes_before, homes_after = _homes(kept), _homes(target)
    for change in changed:
        link, owner = change.after, change.after.owner
        name = f"link {link.code} of {owner_label(target, link)}, {link.channel}"
        told = retired_before.get(owner) != retired_after.get(owner)
        if change.closes and not told:
            yield Line(Mark.ENDED, f"{name}, closes: {CLOSED}")
        if change.reopens and not told:
            yield Line(Mark.CHANGED, f"{name}: closed -> open, with the same code")
        moves = change.before.association != link.association
        if moves and homes_before.get(owner) == homes_after.get(owner):
            yield Line(
                Mark.CHANGED,
                f"{name} follows its group: {change.before.association} -> {link.association}",
            )
        for alias in change.new_aliases:
            yield Line(Mark.NEW, f"alias {alias} of {name}")


def owner_label(campaign: Campaign, link: Link) -> str:
    """Who owns a link, as files call it today: `essor` or `essor/lyon`."""
    found = campaign.group(link.group) if link.group else None
    return f"{found[0].slug}/{found[1].slug}" if found else link.owner


def _own_lines(kept: Campaign, target: Campaign) -> Iterator[Line]:
    for name in _FIELDS:
        note = f" ({_NOTES[name]})" if name in _NOTES else ""
        yield from _field_lines("campaign", kept, target, name, note)
    yield from _text_lines(kept.text, target.text)
    if kept.state is not target.state:
        text = f"campaign state: {kept.state} -> {target.state}: {_STATES[target.state]}"
        yield Line(Mark.CHANGED, text)
    for name in Petition.__slots__:
        yield from _field_lines("petition", kept.petition, target.petition, name)
    for name in Kit.__slots__:
        yield from _field_lines("kit", kept.kit, target.kit, name)


def _text_lines(old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[Line]:
    """Where a text changes, and not all of it: it may be as long as a page."""
    if old != new:
        pairs = zip(old, new, strict=False)
        same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
        counts = " -> ".join(
            _many(len(text), "paragraph") if text else "none" for text in (old, new)
        )
        where = f", different from paragraph {same + 1} on" if old and new else ""
        yield Line(Mark.CHANGED, f"campaign text: {counts}{where}")


def _association_lines(
    kept: Campaign | None,
    association: Association,
    changed: Sequence[Change],
    logo: Picture | None,
) -> Iterator[Line]:
    name = f"association {association.slug}"
    old = kept.association(association.slug) if kept else None
    if old is None:
        its_logo = f", logo {_size(logo)}" if logo else ""
        yield Line(Mark.NEW, f"{name} {_show(association.name)}{its_logo}")
        return
    mine = [c for c in changed if c.after.association == association.slug]
    if association.retired and not old.retired:
        yield _retirement(name, sum(c.closes for c in mine))
    if old.retired and not association.retired:
        yield _return(name, sum(c.reopens for c in mine if not c.after.group))
    for field in ("name", "contact", "website"):
        yield from _field_lines(name, old, association, field)
    if old.logo != association.logo:
        before = "a picture" if old.logo else "none"
        after = f"a new picture, {_size(logo)}" if logo else "none"
        yield Line(Mark.CHANGED, f"{name} logo: {before} -> {after}")


def _group_lines(
    kept: Campaign | None, association: Association, group: Group, changed: Sequence[Change]
) -> Iterator[Line]:
    name = f"group {association.slug}/{group.slug}"
    found = kept.group(group.id) if kept else None
    if found is None:
        department = f" ({group.department})" if group.department else ""
        yield Line(Mark.NEW, f"{name} {_show(group.name)}{department}")
        return
    home, old = found
    mine = [c for c in changed if c.after.group == group.id]
    if home.slug != association.slug:
        follow = sum(c.before.association != c.after.association for c in mine)
        yield Line(
            Mark.CHANGED,
            f"group {home.slug}/{old.slug} -> {association.slug}/{group.slug}: its"
            f" {_links(follow)} follow{'s' if follow == 1 else ''}, it keeps its own tally;"
            f" visits made so far stay counted for {home.slug}",
        )
    if group.retired and not old.retired and not (association.retired and not home.retired):
        yield _retirement(name, sum(c.closes for c in mine))
    if old.retired and not group.retired:
        yield _return(name, sum(c.reopens for c in mine))
    for field in ("name", "department"):
        yield from _field_lines(name, old, group, field)


def _retirement(name: str, closing: int) -> Line:
    return Line(
        Mark.ENDED,
        f"{name} retires: {_links(closing)} close{'s' if closing == 1 else ''} ({CLOSED});"
        " its history stays on the leaderboard",
    )


def _return(name: str, reopening: int) -> Line:
    return Line(
        Mark.CHANGED,
        f"{name}: retired -> back; {_links(reopening)} reopen{'s' if reopening == 1 else ''},"
        " codes as before",
    )


def _order_lines(kept: Campaign, target: Campaign) -> Iterator[Line]:
    if not _same_order(kept.associations, target.associations):
        yield Line(Mark.CHANGED, "the order of associations -> as in the file")
    for association in target.associations:
        old = kept.association(association.slug)
        if old and not _same_order(old.groups, association.groups):
            name = association.slug
            yield Line(Mark.CHANGED, f"the order of groups of {name} -> as in the file")


def _same_order(old: Sequence[Association | Group], new: Sequence[Association | Group]) -> bool:
    """Whether those on duty before and after stand in the same order."""
    both = {o.slug for o in old if not o.retired} & {n.slug for n in new if not n.retired}
    return [o.slug for o in old if o.slug in both] == [n.slug for n in new if n.slug in both]


def _field_lines(name: str, old: Any, new: Any, field: str, note: str = "") -> Iterator[Line]:
    before, after = getattr(old, field), getattr(new, field)
    if before != after:
        text = f"{name} {field}: {_show(before)} -> {_show(after)}{note}"
        yield Line(Mark.CHANGED, text)


def _show(value: Any) -> str:
    if field := getattr(value, "signatures", None):
        return f"{field} {_show(value.label)}"
    if isinstance(value, tuple):
        return f"[{', '.join(_show(item) for item in value)}]"
    return json.dumps(value, ensure_ascii=False)


def _size(picture: Picture) -> str:
    return f"{picture.width} × {picture.height} pixels"


def _links(count: int) -> str:
    return _many(count, "link")


def _many(count: int, thing: str) -> str:
    return f"{count} {thing}{'' if count == 1 else 's'}"


def _retired(campaign: Campaign | None) -> dict[str, bool]:
    """Whether each owner is retired, by id."""
    owners = campaign.associations if campaign else ()
    groups = {group.id: group.retired for association in owners for group in association.groups}
    return {association.slug: association.retired for association in owners} | groups


def _homes(campaign: Campaign | None) -> dict[str, str]:
    """The association of each group, by id."""
    owners = campaign.associations if campaign else ()
    return {group.id: association.slug for association in owners for group in association.groups}
