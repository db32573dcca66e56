"""Associations, groups and links from a spreadsheet, merged into what is kept.

A line names an association, and a group of it if it likes, and says something of the one or
the other: its name, where it is, a link for a channel with its aliases. Lines add and rename;
who is not mentioned stays as it is, and nobody is retired, no link closed. What is wrong is
said line by line with its column, and then nothing is to be applied.

An association is named by its slug or its name, and a group likewise within it. Who is new
gets a slug made from its name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from chalicelib.campaign import fields
from chalicelib.campaign.codes import fold
from chalicelib.campaign.edit import Draft
from chalicelib.campaign.roster import Owner, associations, fresh_slug, roster
from chalicelib.campaign.sheet import Line, Sheet, to_slug
from chalicelib.campaign.tables import SLUG, Problems, Table, on_one_line

_OTHERS = {"association": ("contact", "website"), "group": ("department",)}
_OWN_COLUMNS = ("name", "contact", "website", "department")
_YES, _NO = ("yes", "oui", "true", "vrai", "1"), ("no", "non", "false", "faux", "0")


class What(StrEnum):
    """What would happen to a line."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A line of the spreadsheet, and what it does, or what is wrong with it."""

    line: int
    what: What
    text: str


@dataclass(frozen=True, slots=True)
class Merged:
    """What a spreadsheet asks for, and each line's outcome. With a wrong one, apply nothing."""

    draft: Draft
    outcomes: tuple[Outcome, ...]

    @property
    def wrong(self) -> tuple[Outcome, ...]:
        """The lines with which something is wrong."""
        return tuple(outcome for outcome in self.outcomes if outcome.what is What.WRONG)


def merge(draft: Draft, sheet: Sheet) -> Merged:
    """The draft with all that the sheet says."""
    return _Merging(draft, sheet.headers).merge(sheet.lines)


@dataclass
class _Line:
    """One line, and what is said of it."""

    number: int
    cells: dict[str, str]
    problems: Problems = field(default_factory=Problems)
    about: str = ""
    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)

    def wrong(self, column: str, why: str) -> None:
        self.problems.add((column,), why)


class _Merging:
    """One sheet being merged."""

    def __init__(self, draft: Draft, headers: Mapping[str, str]) -> None:
        self._draft = draft
        self._headers = headers
        self._owners = roster(draft.kept, draft.desired, draft.links)
        self._asks: dict[str, _Line] = {}
        """The line because of which an owner is to have some link, by its key."""
        self._holders = {
            fold(name): (link.owner, link.channel)
            for link in draft.links
            for name in (link.code, *link.aliases)
        }

    def merge(self, given: Iterable[Line]) -> Merged:
        lines = [
            _Line(line.number, {column: on_one_line(text) for column, text in line.cells.items()})
            for line in given
        ]
        for line in lines:
            self._merge(line)
        for association in self._owners:
            for owner in (association, *association.groups):
                if owner.key in self._asks and owner.on_duty and not owner.channels:
                    _give_links(self._asks[owner.key], owner)
        desired = replace(self._draft.desired, associations=associations(self._owners))
        outcomes = tuple(self._outcome(line) for line in lines)
        return Merged(replace(self._draft, desired=desired), outcomes)

    def _merge(self, line: _Line) -> None:
        home = self._find(line, self._owners, "association")
        owner = self._find(line, home.groups, "group") if home and "group" in line.cells else home
        if _is_closed(line):
            self._leave_closed(line, owner)
            return
        if "association" not in line.cells:
            line.wrong("association", "is empty; every line names one")
        if line.problems.found:
            return
        known = owner is not None
        home = self._enlisted(line, self._owners, home, "association")
        if "group" in line.cells:
            owner = self._enlisted(line, home.groups, owner, "group", home)
            line.about = f"{home.slug}/{owner.slug}"
            _take(line, owner, ("name", "department"), fields.group, known)
        else:
            owner, line.about = home, home.slug
            _take(line, owner, ("name", "contact", "website"), fields.association, known)
        self._take_link(line, owner)

    def _find(self, line: _Line, owners: list[Owner], column: str) -> Owner | None:
        """Who is called so: by slug, or else by name; None when nobody is."""
        cell = line.cells.get(column, "")
        if not cell:
            return None
        key = to_slug(cell)
        for owner in owners:
            if owner.slug in (cell, key):
                return owner
        named = [owner for owner in owners if to_slug(owner.values["name"]) == key and key]
        if len(named) > 1:
            slugs = ", ".join(owner.slug for owner in named)
            line.wrong(column, f"{cell!r} is the name of several; write one of {slugs}")
        return named[0] if named else None

    def _enlisted(
        self,
        line: _Line,
        owners: list[Owner],
        found: Owner | None,
        column: str,
        home: Owner | None = None,
    ) -> Owner:
        """The one who was found, on duty again if need be, or somebody new."""
        if found is None:
            found = _somebody_new(line, owners, column, home)
        elif not found.on_duty:
            found.on_duty = True
            line.changed.append(f"{column} {found.slug} comes back")
        else:
            return found
        self._asks.setdefault(found.key, line)
        return found

    def _leave_closed(self, line: _Line, owner: Owner | None) -> None:
        channel = _channel(line)
        if owner and channel in owner.channels:
            line.wrong("closed", "the link is open, and an import closes none; take the line out")
        line.about = "a closed link"

    def _take_link(self, line: _Line, owner: Owner) -> None:
        channel, aliases = _channel(line), _words(line.cells.get("aliases", ""))
        if not channel:
            if aliases:
                line.wrong("aliases", "are a link's; name its channel too")
            if not owner.channels and not owner.closed:
                self._asks.setdefault(owner.key, line)
            return
        kept = owner.channels.get(channel, owner.closed.get(channel, ()))
        known = {fold(alias) for alias in kept}
        fresh = [alias for alias in aliases if fold(alias) not in known]
        table = Table(line.problems, (), {"channel": channel, "aliases": fresh})
        table.slug("channel")
        for alias in fields.Aliases().read(table):
            holder = self._holders.setdefault(fold(alias), (owner.key, channel))
            if holder != (owner.key, channel):
                line.wrong("aliases", f"{alias!r} is another link's, for good; choose another")
        if channel in owner.channels:
            line.changed += [f"alias {alias}" for alias in fresh]
        elif channel in owner.closed:
            line.changed += [f"link {channel} opens again", *(f"alias {a}" for a in fresh)]
        else:
            line.new += [f"link {channel}", *(f"alias {alias}" for alias in fresh)]
        owner.channels[channel] = (*kept, *fresh)

    def _outcome(self, line: _Line) -> Outcome:
        if found := line.problems.found:
            called = [(self._headers.get(str(path[0]), str(path[0])), why) for path, why in found]
            text = "; ".join(f"{header}: {why}" for header, why in dict.fromkeys(called))
            return Outcome(line.number, What.WRONG, text)
        what = What.NEW if line.new else What.CHANGED if line.changed else What.SAME
        parts = [*(f"new {thing}" for thing in line.new), *line.changed]
        text = f"{line.about}: {', '.join(parts)}" if parts else line.about
        return Outcome(line.number, what, text)


def _take(
    line: _Line,
    owner: Owner,
    columns: tuple[str, ...],
    read: Callable[[Table], object],
    known: bool,
) -> None:
    """What a line says of an owner itself, checked by the rules of a campaign file."""
    kind = "group" if "department" in columns else "association"
    for column in _OWN_COLUMNS:
        if column in line.cells and column not in columns:
            other = "a group" if kind == "association" else "an association"
            line.wrong(column, f"is {other}'s, and this line is about {kind} {owner.slug}")
    for column in columns:
        if column in line.cells:
            value = line.cells[column]
            before, where = owner.given.setdefault(column, (value, line.number))
            if before != value:
                line.wrong(column, f"line {where} says {before!r}; say one of the two")
            if known and owner.values[column] != value:
                old, new = _quoted(owner.values[column]), _quoted(value)
                line.changed.append(f"{column} {old} -> {new}")
            owner.values[column] = value
    problems = Problems()
    read(Table(problems, (), {"slug": owner.slug, **owner.values}))
    for path, why in problems.found:
        column = str(path[0])
        line.wrong(column if column in line.cells else kind, why)


def _somebody_new(line: _Line, owners: list[Owner], column: str, home: Owner | None) -> Owner:
    cell = line.cells[column]
    slug = cell if SLUG.match(cell) else fresh_slug(cell, {owner.slug for owner in owners})
    if not SLUG.match(slug):
        line.wrong(column, f"no short name can be made of {cell!r}; write a longer name")
    # What its own line says of its name is no change of it.
    own = column == "group" or "group" not in line.cells
    name = line.cells.get("name", cell) if own else cell
    values = {"name": name, **dict.fromkeys(_OTHERS[column], "")}
    # No id that is kept begins with a plus.
    new = Owner(f"+{home.slug if home else ''}/{slug}", slug, values)
    owners.append(new)
    line.new.append(f"{column} {_quoted(name)}")
    return new


def _give_links(line: _Line, owner: Owner) -> None:
    """Who is new, comes back, or has no link at all has what a campaign file would give."""
    for channel in fields.DEFAULT_CHANNELS:
        opens = channel in owner.closed
        owner.channels[channel] = owner.closed.get(channel, ())
        said = f"link {channel}"
        if opens:
            line.changed.append(f"{said} opens again")
        else:
            line.new.append(said)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _is_closed(line: _Line) -> bool:
    said = line.cells.get("closed", "no").casefold()
    if said not in (*_YES, *_NO):
        line.wrong("closed", f"{line.cells['closed']!r} is neither yes nor no")
    return said in _YES


def _channel(line: _Line) -> str:
    cell = line.cells.get("channel", "")
    return cell if SLUG.match(cell) else to_slug(cell) or cell


def _words(cell: str) -> list[str]:
    return [word for word in re.split(r"[\s,;]+", cell) if word]
