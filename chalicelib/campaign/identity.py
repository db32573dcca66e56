"""Which known association and group is meant by each that a file names.

An association is its slug. A group has an id, given once, so that a group which is renamed
or goes to another association stays the same: one that left exactly one association and
appeared in exactly one other has moved. Whoever the file no longer names is retired, and
is found again when the file names it again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from chalicelib.campaign.desired import Author, Desired, DesiredAssociation, DesiredGroup
from chalicelib.campaign.model import Association, Campaign, Group, Switch

Place = tuple[str, str]
"""An association's slug and a group's slug: how a file names a group."""


def settle(
    kept: Campaign | None, desired: Desired, author: Author
) -> tuple[Campaign, tuple[str, ...]]:
    """The campaign as it should become, with `kept`'s version, and notes on what was ambiguous.

    Another address leaves its trace, with `author`.
    """
    version = kept.version if kept else 0
    before = kept.associations if kept else ()
    moved, notes = _moves(before, desired.associations)
    ids = {group.id for association in before for group in association.groups}
    known = {association.slug: association for association in before}
    named = [_settled(a, known.get(a.slug), moved, ids) for a in desired.associations]
    slugs = {association.slug for association in named}
    gone = [_retired(a, moved) for a in before if a.slug not in slugs]
    campaign = replace(
        desired.campaign,
        associations=(*named, *gone),
        version=version,
        switches=_switches(kept, desired.campaign.petition_url, author) if kept else (),
    )
    return campaign, notes


def _switches(kept: Campaign, url: str, author: Author) -> tuple[Switch, ...]:
    if url == kept.petition_url:
        return kept.switches
    switch = Switch(author.at, kept.petition_url, url, author.by, author.reason)
    return (*kept.switches, switch)


def _settled(
    wanted: DesiredAssociation, known: Association | None, moved: dict[Place, Group], ids: set[str]
) -> Association:
    here = {group.slug: group for group in known.groups} if known else {}
    groups = []
    for group in wanted.groups:
        same = here.get(group.slug) or moved.get((wanted.slug, group.slug))
        group_id = same.id if same else _fresh_id(wanted.slug, group.slug, ids)
        groups.append(Group(group_id, group.slug, group.name, group.department))
    named = {group.slug for group in wanted.groups}
    gone = [group for slug, group in here.items() if slug not in named]
    return Association(
        wanted.slug,
        wanted.name,
        wanted.contact,
        wanted.website,
        (*groups, *_without_moved(gone, moved)),
        logo=wanted.logo,
    )


def _retired(association: Association, moved: dict[Place, Group]) -> Association:
    groups = tuple(_without_moved(association.groups, moved))
    return replace(association, groups=groups, retired=True)


def _without_moved(groups: Iterable[Group], moved: dict[Place, Group]) -> Iterator[Group]:
    ids = {group.id for group in moved.values()}
    return (replace(group, retired=True) for group in groups if group.id not in ids)


def _fresh_id(association: str, slug: str, ids: set[str]) -> str:
    """`association/slug`, numbered from 2 when another group has, or had, that id."""
    group_id, number = f"{association}/{slug}", 2
    while group_id in ids:
        group_id, number = f"{association}/{slug}~{number}", number + 1
    ids.add(group_id)
    return group_id


def _moves(
    before: tuple[Association, ...], after: tuple[DesiredAssociation, ...]
) -> tuple[dict[Place, Group], tuple[str, ...]]:
    """The groups that moved, by their new place, and what could not be told."""
    kept = {(a.slug, g.slug): g for a in before for g in a.groups}
    wanted: dict[Place, DesiredGroup] = {(a.slug, g.slug): g for a in after for g in a.groups}
    left: dict[str, list[str]] = defaultdict(list)
    came: dict[str, list[str]] = defaultdict(list)
    for (association, slug), group in kept.items():
        if not group.retired and (association, slug) not in wanted:
            left[slug].append(association)
    for association, slug in wanted:
        if (association, slug) not in kept or kept[association, slug].retired:
            came[slug].append(association)
    moved: dict[Place, Group] = {}
    notes = []
    for slug in sorted(left.keys() & came.keys()):
        place = (came[slug][0], slug)
        if len(left[slug]) == len(came[slug]) == 1 and place not in kept:
            moved[place] = kept[left[slug][0], slug]
        else:
            notes.append(
                f"group {slug} left {', '.join(left[slug])} and appeared in"
                f" {', '.join(came[slug])}: no telling which one moved, so none did"
            )
    return moved, tuple(notes)
