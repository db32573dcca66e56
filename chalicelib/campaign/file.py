"""The campaign file: TOML that people write, read into what it asks for.

Everything wrong with it is found in one round and refused together, a line each:
`FILE:LINE: field campaign.petition_url: what is wrong and the way out`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path as FilePath
from typing import Any
from zoneinfo import ZoneInfoNotFoundError

from chalicelib.campaign import fields
from chalicelib.campaign.desired import Desired, DesiredAssociation, DesiredGroup
from chalicelib.campaign.folder import Files, beside, nowhere
from chalicelib.campaign.logo import MOST_FILE_BYTES, Picture, to_picture
from chalicelib.campaign.model import Campaign, Kit, Milestone, Petition, State
from chalicelib.campaign.positions import Positions
from chalicelib.campaign.tables import BadFile, FileProblems, Problems, Table
from chalicelib.clock import zone
from chalicelib.errors import BadInput

MOST_BYTES = 1_000_000
ERASED = "erased"
STATES = (*(state.value for state in State), ERASED)
SOURCES = ("manual", "assemblee-nationale", "senat", "decidim", "data-gouv", "uk-parliament")
LOCALES = ("fr", "en")

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}\Z")
_TOML_LINE = re.compile(r" \(at line (\d+), column \d+\)\Z")


def read(path: str, hosts: frozenset[str]) -> Desired:
    """What the file at `path` asks for; `BadFile` says everything that is wrong with it.

    `hosts` are those that links may lead to.
    """
    try:
        with FilePath(path).open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise BadFile(f"{path}: cannot be read: {error.strerror or error}") from None
    return parse(raw, path, hosts, beside(path))


def parse(raw: bytes, name: str, hosts: frozenset[str], files: Files = nowhere) -> Desired:
    """What the text of a file called `name` asks for; `BadFile` as `read` does.

    `files` reads those that it names; a text that came without any may name none.
    """
    text = _decode(raw, name)
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadFile(_not_toml(str(error), name, text)) from None
    except RecursionError:
        raise BadFile(f"{name}:1: not TOML that can be read: nested too deep") from None
    except ValueError as error:
        raise BadFile(f"{name}:1: not TOML that can be read: {error}") from None
    return _File(FileProblems(name, Positions(text)), values, hosts, files).read()


def _decode(raw: bytes, name: str) -> str:
    if len(raw) > MOST_BYTES:
        raise BadFile(f"{name}:1: larger than {MOST_BYTES:,} bytes; a campaign fits in less")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise BadFile(f"{name}:{line}: not UTF-8 text; save the file as UTF-8") from None


def _not_toml(message: str, name: str, text: str) -> str:
    found = _TOML_LINE.search(message)
    line = int(found[1]) if found else text.rstrip("\n").count("\n") + 1
    return f"{name}:{line}: not TOML: {_TOML_LINE.sub('', message)}"


class _File:
    """One file being read: the rules of its fields, and what must be unique across it."""

    def __init__(
        self, problems: Problems, values: Mapping[str, Any], hosts: frozenset[str], files: Files
    ) -> None:
        self._problems = problems
        self._root = Table(problems, (), values)
        self._hosts = hosts
        self._files = files
        self._aliases = fields.Aliases()
        self._pictures: dict[str, Picture] = {}

    def read(self) -> Desired:
        table = self._root.table("campaign")
        state = table.choice("state", STATES, State.OPEN.value)
        channels = table.slugs("channels", fields.DEFAULT_CHANNELS)
        campaign = Campaign(
            slug=table.slug("slug"),
            title=table.text("title", 200),
            summary=table.prose("summary", 600, ""),
            petition_url=fields.petition_url(table, self._hosts),
            demands=table.proses("demands", 300, 20),
            call=table.text("call", 60, ""),
            text=table.proses("text", 800, 12),
            locale=table.choice("locale", LOCALES, "fr"),
            timezone=self._timezone(table),
            public_leaderboard=table.flag("public_leaderboard", True),
            page_first=table.slugs("page_first", ()),
            state=State.OPEN if state == ERASED else State(state),
            petition=self._petition(self._root.table("petition")),
            kit=self._kit(self._root.table("kit")),
            milestones=self._milestones(),
        )
        table.finish()
        associations = tuple(
            self._association(item, channels) for item in self._root.tables("associations")
        )
        self._refuse_twice("associations", [item.slug for item in associations], ())
        self._root.finish()
        self._problems.raise_any()
        return Desired(campaign, associations, self._pictures, erased=state == ERASED)

    def _timezone(self, table: Table) -> str:
        name = table.text("timezone", 60, "Europe/Paris")
        try:
            zone(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            table.wrong("timezone", f"{name!r} is not a time zone; write one like Europe/Paris")
        return name

    def _petition(self, table: Table) -> Petition:
        source = table.choice("source", SOURCES, "manual")
        petition_id = table.text("id", 200, "" if source == "manual" else None)
        if not re.fullmatch(r"[\x21-\x7e]*", petition_id):
            table.wrong("id", f"{petition_id!r} holds a space or a letter outside ASCII")
        petition = Petition(source, petition_id, table.whole("poll_minutes", 1, 1440, 15))
        table.finish()
        return petition

    def _kit(self, table: Table) -> Kit:
        accent = table.text("accent", 7, Kit().accent)
        if not _COLOUR.match(accent):
            table.wrong("accent", f"{accent!r} is not a colour; write one like {Kit().accent}")
        kit = Kit(accent.lower(), table.text("printer", 160, ""))
        table.finish()
        return kit

    def _milestones(self) -> tuple[Milestone, ...]:
        milestones: list[Milestone] = []
        for table in self._root.tables("milestones"):
            signatures = table.whole("signatures", 1, 1_000_000_000)
            if milestones and table.has("signatures") and signatures <= milestones[-1].signatures:
                table.wrong(
                    "signatures",
                    f"{signatures} does not come after {milestones[-1].signatures};"
                    " write milestones in ascending order, each once",
                )
            label, condition = table.text("label", 120), table.text("condition", 120, "")
            milestones.append(Milestone(signatures, label, condition))
            table.finish()
        return tuple(milestones)

    def _association(self, table: Table, inherited: tuple[str, ...]) -> DesiredAssociation:
        channels = table.slugs("channels", inherited)
        association = replace(
            fields.association(table),
            logo=self._logo(table),
            channels=self._aliases.channels(table, channels),
            groups=tuple(self._group(item, channels) for item in table.tables("groups")),
        )
        table.finish()
        self._refuse_twice("groups", [group.slug for group in association.groups], table.path)
        return association

    def _group(self, table: Table, inherited: tuple[str, ...]) -> DesiredGroup:
        channels = table.slugs("channels", inherited)
        group = replace(fields.group(table), channels=self._aliases.channels(table, channels))
        table.finish()
        return group

    def _logo(self, table: Table) -> str:
        path = table.text("logo", 200, "")
        if path:
            try:
                # One byte more than a logo may have shows that it has more.
                picture = to_picture(self._files(path, MOST_FILE_BYTES + 1))
            except BadInput as error:
                table.wrong("logo", f"{path!r} {error}")
            else:
                self._pictures[picture.name] = picture
                return picture.name
        return ""

    def _refuse_twice(self, key: str, slugs: list[str], path: tuple[str | int, ...]) -> None:
        for index, slug in enumerate(slugs):
            if slug and slug in slugs[:index]:
                self._problems.add((*path, key, index, "slug"), f"{slug!r} {fields.TAKEN}")
