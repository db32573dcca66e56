"""Small changes to a campaign that is kept: an association, a group, a link, the address.

Each is made on what the campaign would say as a file (`desired_of`) and goes the way of
every apply: the same plan, the same words, codes that are never given twice, and `Conflict`
when somebody else was faster. What is wrong is said field by field, as `BadFields`.

`values` are what a tool or a form sent: the fields of docs/campaign-file.md, read by the
same rules. A change takes just the fields that are to change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from chalicelib.campaign import fields
from chalicelib.campaign.apply import checked
from chalicelib.campaign.desired import (
    Author,
    Channels,
    Desired,
    DesiredAssociation,
    DesiredGroup,
)
from chalicelib.campaign.directory import Register
from chalicelib.campaign.model import Campaign, Link
from chalicelib.campaign.plan import Plan, make_plan
from chalicelib.campaign.tables import Problems, Table
from chalicelib.errors import BadFields, UnknownCampaign, UnknownLink, UnknownOwner

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Draft:
    """A campaign that is kept, with its links, and what it should become.

    Every edit takes one and answers one.
    """

    kept: Campaign
    links: tuple[Link, ...]
    desired: Desired


Edit = Callable[[Draft], Draft]


def plan_edit(register: Register, slug: str, edit: Edit, author: Author) -> Plan:
    """The plan of an edit, for `carry_out`; changes nothing.

    `UnknownCampaign` when there is none of this slug; else what the edit raises.
    """
    return plan_draft(edit(draft_of(register, slug)), register, author)


def draft_of(register: Register, slug: str) -> Draft:
    """A campaign as it is kept, to be edited; `UnknownCampaign` when there is none of this slug."""
    kept = register.load(slug)
    if kept is None:
        raise UnknownCampaign(f"no campaign is called {slug!r}")
    links = tuple(register.links(slug))
    return Draft(kept, links, desired_of(kept, links))


def plan_draft(draft: Draft, register: Register, author: Author) -> Plan:
    """The plan of a draft: what others did since it was made is a `Conflict`, and not undone."""
    return checked(make_plan(draft.kept, draft.links, draft.desired, author), register)


def desired_of(campaign: Campaign, links: Iterable[Link]) -> Desired:
    """What the campaign would say as a file: applying it changes nothing."""
    channels: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for link in links:
        if not link.closed:
            channels[link.owner][link.channel] = link.aliases
    associations = tuple(
        DesiredAssociation(
            association.slug,
            association.name,
            association.contact,
            association.website,
            channels[association.slug],
            tuple(
                DesiredGroup(group.slug, group.name, group.department, channels[group.id])
                for group in association.groups
                if not group.retired
            ),
            association.logo,
        )
        for association in campaign.associations
        if not association.retired
    )
    return Desired(replace(campaign, associations=()), associations)


def switch(draft: Draft, values: Values, hosts: frozenset[str]) -> Draft:
    """Every link leads to another `petition_url`, on one of `hosts`.

    A `reason`, which pages show, is checked here; `Author.reason` is what is kept of it.
    """
    problems, table = _reading(values)
    url = fields.petition_url(table, hosts)
    table.text("reason", 200, "")
    _finish(problems, table)
    campaign = replace(draft.desired.campaign, petition_url=url)
    return replace(draft, desired=replace(draft.desired, campaign=campaign))


def add_association(draft: Draft, values: Values) -> Draft:
    """A new association (`slug`, `name`, `contact`, `website`, `channels`), or one that returns.

    One that was retired is found again by its slug, with its logo.
    """
    problems, table = _reading(values)
    new = fields.association(table)
    before = draft.kept.association(new.slug)
    new = replace(
        new,
        channels=dict.fromkeys(table.slugs("channels", fields.DEFAULT_CHANNELS), ()),
        logo=before.logo if before else "",
    )
    if any(a.slug == new.slug for a in draft.desired.associations):
        table.wrong("slug", f"{new.slug!r} {fields.TAKEN}")
    _finish(problems, table)
    return _with(draft, (*draft.desired.associations, new))


def change_association(draft: Draft, slug: str, values: Values) -> Draft:
    """Another `name`, `contact` or `website`."""
    old = _association(draft, slug)
    now = {"name": old.name, "contact": old.contact, "website": old.website}
    new = _changed(old.slug, now, values, fields.association)
    return _put(draft, replace(old, name=new.name, contact=new.contact, website=new.website))


def retire_association(draft: Draft, slug: str) -> Draft:
    """An association leaves with its groups: their links close, their history stays."""
    old = _association(draft, slug)
    return _with(draft, tuple(a for a in draft.desired.associations if a != old))


def add_group(draft: Draft, association: str, values: Values) -> Draft:
    """A new group (`slug`, `name`, `department`, `channels`), or one that returns."""
    home = _association(draft, association)
    problems, table = _reading(values)
    new = fields.group(table)
    channels = table.slugs("channels", fields.DEFAULT_CHANNELS)
    if any(group.slug == new.slug for group in home.groups):
        table.wrong("slug", f"{new.slug!r} {fields.TAKEN}")
    _finish(problems, table)
    new = replace(new, channels=dict.fromkeys(channels, ()))
    return _put(draft, replace(home, groups=(*home.groups, new)))


def change_group(draft: Draft, association: str, slug: str, values: Values) -> Draft:
    """Another `name` or `department`."""
    home, old = _group(draft, association, slug)
    new = _changed(slug, {"name": old.name, "department": old.department}, values, fields.group)
    changed = replace(old, name=new.name, department=new.department)
    return _put(draft, _with_group(home, old, changed))


def move_group(draft: Draft, association: str, slug: str, to: str) -> Draft:
    """A group goes to another association with its links, its codes and its own tally.

    `BadFields` when the other has, or had, a group of this slug: it would be taken for that one.
    """
    home, old = _group(draft, association, slug)
    other = _association(draft, to)
    before = draft.kept.association(to)
    slugs = {group.slug for group in other.groups}
    if slug in slugs | {group.slug for group in (before.groups if before else ())}:
        raise BadFields((("association", f"{to!r} has, or had, a group {slug!r} of its own"),))
    left = _put(draft, _with_group(home, old))
    return _put(left, replace(other, groups=(*other.groups, old)))


def retire_group(draft: Draft, association: str, slug: str) -> Draft:
    """A group leaves: its links close, its history stays."""
    home, old = _group(draft, association, slug)
    return _put(draft, _with_group(home, old))


def add_link(draft: Draft, association: str, group: str, values: Values) -> Draft:
    """A link for a `channel` of an association, or of its group if one is named, with `aliases`.

    A link that was closed opens again, with its code.
    """
    channels = _channels(draft, association, group)
    problems, table = _reading(values)
    channel = table.slug("channel")
    if channel in channels:
        table.wrong("channel", f"{channel!r} has its link already")
    aliases = fields.Aliases(_aliases(draft)).read(table)
    _finish(problems, table)
    return _put_channels(draft, association, group, {**channels, channel: aliases})


def add_aliases(draft: Draft, association: str, group: str, channel: str, values: Values) -> Draft:
    """More `aliases` for a link that is open; those that it has, it keeps."""
    channels = _channels(draft, association, group, channel)
    problems, table = _reading(values)
    aliases = fields.Aliases(_aliases(draft)).read(table)
    _finish(problems, table)
    grown = (*channels[channel], *aliases)
    return _put_channels(draft, association, group, {**channels, channel: grown})


def close_link(draft: Draft, association: str, group: str, channel: str) -> Draft:
    """A link closes: who follows it sees a page that says so."""
    channels = _channels(draft, association, group, channel)
    left = {name: aliases for name, aliases in channels.items() if name != channel}
    return _put_channels(draft, association, group, left)


def _reading(values: Values) -> tuple[Problems, Table]:
    problems = Problems()
    return problems, Table(problems, (), values)


def _finish(problems: Problems, table: Table) -> None:
    table.finish()
    problems.raise_any()


def _changed(slug: str, now: Values, values: Values, read: Callable[[Table], Any]) -> Any:
    """The fields after a change, read as those of somebody new would be."""
    problems, given = _reading(values)
    for name in values:
        if name not in now:
            given.wrong(name, f"cannot be changed; what can: {', '.join(now)}")
    new = read(Table(problems, (), {**now, **values, "slug": slug}))
    problems.raise_any()
    return new


def _with(draft: Draft, associations: tuple[DesiredAssociation, ...]) -> Draft:
    return replace(draft, desired=replace(draft.desired, associations=associations))


def _put(draft: Draft, new: DesiredAssociation) -> Draft:
    return _with(
        draft,
        tuple(new if old.slug == new.slug else old for old in draft.desired.associations),
    )


def _with_group(
    home: DesiredAssociation, old: DesiredGroup, *new: DesiredGroup
) -> DesiredAssociation:
    """The association with `new`, or nothing, in the place of a group."""
    at = home.groups.index(old)
    return replace(home, groups=(*home.groups[:at], *new, *home.groups[at + 1 :]))


def _association(draft: Draft, slug: str) -> DesiredAssociation:
    for association in draft.desired.associations:
        if association.slug == slug:
            return association
    raise UnknownOwner(f"no association of the campaign is called {slug!r}")


def _group(draft: Draft, association: str, slug: str) -> tuple[DesiredAssociation, DesiredGroup]:
    home = _association(draft, association)
    for group in home.groups:
        if group.slug == slug:
            return home, group
    raise UnknownOwner(f"no group of association {association!r} is called {slug!r}")


def _channels(draft: Draft, association: str, group: str, channel: str | None = None) -> Channels:
    """An owner's channels; `UnknownLink` when `channel` is none of them."""
    home = _association(draft, association)
    channels = _group(draft, association, group)[1].channels if group else home.channels
    if channel is not None and channel not in channels:
        owner = f"{association}/{group}" if group else association
        raise UnknownLink(f"{owner} has no open link for channel {channel!r}")
    return channels


def _put_channels(draft: Draft, association: str, group: str, channels: Channels) -> Draft:
    if not group:
        return _put(draft, replace(_association(draft, association), channels=channels))
    home, old = _group(draft, association, group)
    return _put(draft, _with_group(home, old, replace(old, channels=channels)))


def _aliases(draft: Draft) -> Iterator[str]:
    for association in draft.desired.associations:
        for channels in (association.channels, *(g.channels for g in association.groups)):
            for aliases in channels.values():
                yield from aliases
