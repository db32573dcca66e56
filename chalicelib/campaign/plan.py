"""What an apply would change: what is kept, held against what is desired. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from chalicelib.campaign.codes import fold
from chalicelib.campaign.desired import Author, Desired
from chalicelib.campaign.identity import settle
from chalicelib.campaign.logo import Picture
from chalicelib.campaign.model import Campaign, Link
from chalicelib.campaign.wording import Change, Line, Mark, campaign_lines, link_lines, owner_label
from chalicelib.errors import BadInput

Wanted = Mapping[tuple[str, str], Link]
"""The links that should be open, by owner and channel, without codes."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do, and the lines that say it.

    `campaign` is what to save, or None when what is kept is as it should be, and `pictures`
    the logos that it names and the campaign that is kept does not; `new` links have no code
    yet. With `erase`, everything of the campaign goes instead.
    """

    slug: str
    lines: tuple[Line, ...]
    campaign: Campaign | None = None
    pictures: tuple[Picture, ...] = ()
    new: tuple[Link, ...] = ()
    changed: tuple[Change, ...] = ()
    erase: bool = False

    @property
    def empty(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.campaign or self.new or self.changed or self.erase)


def make_plan(
    kept: Campaign | None, links: Iterable[Link], desired: Desired, author: Author
) -> Plan:
    """What brings a campaign, kept with these links, to what `author` desires.

    `BadInput` when an alias belongs to another link of the campaign already.
    """
    slug, links = desired.campaign.slug, tuple(links)
    if desired.erased:
        return _erasure(slug, kept, links)
    if kept is None and links:
        raise BadInput(
            f'campaign {slug!r} is erased in part: apply it with state = "erased" once more first'
        )
    target, notes = settle(kept, desired, author)
    wanted = _wanted(target, desired)
    _refuse_taken_aliases(target, links, wanted)
    existing = {(link.owner, link.channel) for link in links}
    new = tuple(link for key, link in wanted.items() if key not in existing)
    changed = tuple(_changes(target, links, wanted))
    named = {a.logo for a in kept.associations} if kept else set()
    pictures = {name: picture for name, picture in desired.pictures.items() if name not in named}
    lines = (
        *campaign_lines(kept, target, changed, desired.pictures),
        *link_lines(kept, target, new, changed),
        *(Line(Mark.NOTE, note) for note in notes),
        *_forgotten_aliases(target, links, wanted),
    )
    campaign = None if target == kept else replace(target, version=target.version + 1)
    plan = Plan(slug, lines, campaign, tuple(pictures.values()), new, changed)
    return replace(plan, lines=(_SAME, *lines)) if plan.empty else plan


def grown(link: Link, aliases: Iterable[str]) -> tuple[str, ...]:
    """The link's aliases, and after them those of `aliases` that do not read like one it has."""
    known = {fold(name) for name in (link.code, *link.aliases)}
    return (*link.aliases, *(alias for alias in aliases if fold(alias) not in known))


_SAME = Line(Mark.SAME, "nothing to change")


def _erasure(slug: str, kept: Campaign | None, links: tuple[Link, ...]) -> Plan:
    if kept is None and not links:
        return Plan(slug, (_SAME,))
    line = Line(
        Mark.NOTE,
        f"campaign {slug} is erased for good with its {len(links)} links, their visits, tallies"
        " and tokens: codes in print will lead nowhere, and are never given again",
    )
    return Plan(slug, (line,), erase=True)


def _wanted(target: Campaign, desired: Desired) -> Wanted:
    wanted: dict[tuple[str, str], Link] = {}
    ids = {(a.slug, g.slug): g.id for a in target.associations for g in a.groups}
    for association in desired.associations:
        owners = [("", association.channels)]
        owners += [(ids[association.slug, g.slug], g.channels) for g in association.groups]
        for group_id, channels in owners:
            for channel, aliases in channels.items():
                link = Link("", target.slug, association.slug, group_id, channel, aliases)
                wanted[link.owner, channel] = link
    return wanted


def _changes(target: Campaign, links: Iterable[Link], wanted: Wanted) -> Iterator[Change]:
    homes = {group.id: a.slug for a in target.associations for group in a.groups}
    for link in links:
        wish = wanted.get((link.owner, link.channel))
        after = replace(
            link,
            association=homes.get(link.group, link.association),
            aliases=grown(link, wish.aliases if wish else ()),
            closed=wish is None,
        )
        if after != link:
            yield Change(link, after)


def _refuse_taken_aliases(target: Campaign, links: Iterable[Link], wanted: Wanted) -> None:
    holders = {fold(name): link for link in links for name in (link.code, *link.aliases)}
    refused = []
    for key, wish in wanted.items():
        for alias in wish.aliases:
            holder = holders.get(fold(alias))
            if holder and (holder.owner, holder.channel) != key:
                refused.append(
                    f"alias {alias!r} of {owner_label(target, wish)}, {wish.channel}, belongs to"
                    f" link {holder.code} of {owner_label(target, holder)}, {holder.channel},"
                    " for good; choose another"
                )
    if refused:
        raise BadInput("\n".join(refused))


def _forgotten_aliases(target: Campaign, links: Iterable[Link], wanted: Wanted) -> Iterator[Line]:
    """An address in print is never taken away: who removes it from the file is told."""
    for link in links:
        wish = wanted.get((link.owner, link.channel))
        if wish is None:
            continue
        named = {fold(alias) for alias in wish.aliases}
        for alias in link.aliases:
            if fold(alias) not in named:
                yield Line(
                    Mark.NOTE,
                    f"alias {alias} is not in the file and keeps working: it stays with link"
                    f" {link.code} of {owner_label(target, link)}, {link.channel}",
                )
