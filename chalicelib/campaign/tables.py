"""Reading tables field by field, so that everything wrong is found in one round.

A table comes from a campaign file, from a tool's JSON or from a line of a spreadsheet. A
field that is wrong is noted, and a stand-in takes its place; the reader goes on. At the end
the noted problems are raised together.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from difflib import get_close_matches
from typing import Any

from chalicelib.campaign.positions import Path, Positions
from chalicelib.errors import BadFields, BadInput

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,38}[a-z0-9]\Z")
_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the direction of what follows: a name could rewrite its neighbours."""
_KINDS = {str: "text in quotes", int: "a whole number", bool: "true or false", list: "a list"}


class BadFile(BadInput):
    """A campaign file is wrong; each line of the message is one thing that is."""

    code = "bad_file"


class Problems:
    """What is wrong with what was sent, field by field."""

    def __init__(self) -> None:
        self.found: list[tuple[Path, str]] = []

    def add(self, path: Path, why: str) -> None:
        """Notes what is wrong with the field at `path`, and the way out."""
        self.found.append((path, why))

    def raise_any(self) -> None:
        """`BadFields` with all that was noted, if anything was."""
        if self.found:
            raise BadFields(tuple((spell(path), why) for path, why in self.found))


class FileProblems(Problems):
    """What is wrong with one file, in the order of its lines."""

    def __init__(self, name: str, positions: Positions) -> None:
        super().__init__()
        self._name = name
        self._positions = positions

    def raise_any(self) -> None:
        """`BadFile` with all that was noted, if anything was."""
        placed = [(self._positions.line(path), path, why) for path, why in self.found]
        if placed:
            raise BadFile(
                "\n".join(
                    f"{self._name}:{line}: field {spell(path)}: {why}"
                    for line, path, why in sorted(placed, key=lambda place: place[0])
                )
            )


def spell(path: Path) -> str:
    """`associations[2].name`: as people count, the first element is 1."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
    return text.removeprefix(".")


class Table:
    """One table. Every key that is asked for is known; `finish` refuses the others."""

    def __init__(self, problems: Problems, path: Path, value: Mapping[str, Any]) -> None:
        self.path = path
        self._problems = problems
        self._value = value
        self._known: list[str] = []

    def wrong(self, key: str, why: str) -> None:
        """Notes that the field `key` is wrong."""
        self._problems.add((*self.path, key), why)

    def has(self, key: str) -> bool:
        """Whether the file gives this field."""
        return key in self._value

    def text(self, key: str, most: int, default: str | None = None) -> str:
        """Text on one line of at most `most` characters; required when there is no default."""
        value: str = self._get(key, str, default, "")
        bare = value.strip(" ")
        if len(bare) <= most < len(value):
            # A schema counts spaces at the ends too: what it refuses is refused here.
            self.wrong(key, f"has {len(value)} characters; at most {most} fit")
        return self._checked(key, bare, most, default is None)

    def prose(self, key: str, most: int, default: str | None = None) -> str:
        """Like `text`, but written on several lines if one likes: line ends become spaces."""
        value: str = self._get(key, str, default, "")
        return self._checked(key, on_one_line(value), most, default is None)

    def proses(self, key: str, most: int, most_items: int) -> tuple[str, ...]:
        """A list of `prose`; empty when missing."""
        items = self.strings(key)
        if len(items) > most_items:
            self.wrong(key, f"has {len(items)} items; at most {most_items} fit")
        return tuple(self._checked(key, on_one_line(item), most, True) for item in items)

    def slug(self, key: str) -> str:
        """A required slug."""
        value: str = self._get(key, str, None, "")
        if value or self._value.get(key) == "":
            self._check_slug(key, value)
        return value

    def slugs(self, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
        """A list of slugs, each named once."""
        if not self.has(key):
            self._known.append(key)
            return default
        items = self.strings(key)
        for item in dict.fromkeys(items):
            self._check_slug(key, item)
            if items.count(item) > 1:
                self.wrong(key, f"names {item!r} twice; name it once")
        return items

    def strings(self, key: str) -> tuple[str, ...]:
        """A list of text, unchecked; empty when missing."""
        items = self._get(key, list, [], [])
        if not all(isinstance(item, str) for item in items):
            self.wrong(key, "must be a list of text in quotes")
            return ()
        return tuple(items)

    def choice(self, key: str, choices: Collection[str], default: str) -> str:
        """One of `choices`."""
        value: str = self._get(key, str, default, default)
        if value in choices:
            return value
        near = get_close_matches(value, choices, 1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        self.wrong(key, f"{value!r} is not one of {', '.join(choices)}{hint}")
        return default

    def whole(self, key: str, least: int, most: int, default: int | None = None) -> int:
        """A whole number between two bounds, them included."""
        value: int = self._get(key, int, default, least)
        if not least <= value <= most:
            self.wrong(key, f"{value} is not between {least} and {most}")
            return least
        return value

    def flag(self, key: str, default: bool) -> bool:
        """True or false."""
        value: bool = self._get(key, bool, default, default)
        return value

    def table(self, key: str) -> Table:
        """A table below this one; an empty one when missing."""
        self._known.append(key)
        value = self._value.get(key, {})
        if not isinstance(value, dict):
            self.wrong(key, f"must be a table: write [{spell((*self.path, key))}] above its fields")
            value = {}
        return Table(self._problems, (*self.path, key), value)

    def tables(self, key: str) -> list[Table]:
        """The tables of an array of tables."""
        self._known.append(key)
        value = self._value.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            name = ".".join(part for part in (*self.path, key) if isinstance(part, str))
            self.wrong(key, f"must be tables: write [[{name}]] above the fields of each")
            return []
        return [
            Table(self._problems, (*self.path, key, index), item)
            for index, item in enumerate(value)
        ]

    def finish(self) -> None:
        """Refuses every key that was not asked for."""
        for key in self._value:
            if key not in self._known:
                near = get_close_matches(key, self._known, 1)
                hint = f"did you mean {near[0]}?" if near else f"known: {', '.join(self._known)}"
                self.wrong(key, f"is not known here; {hint}")

    def _get(self, key: str, kind: type, default: Any, stand_in: Any) -> Any:
        self._known.append(key)
        if key not in self._value:
            if default is None:
                self.wrong(key, f"is missing; it must be {_KINDS[kind]}")
                return stand_in
            return default
        value = self._value[key]
        # `type`, not `isinstance`: to Python, true is a number.
        if type(value) is not kind:
            self.wrong(key, f"must be {_KINDS[kind]}")
            return stand_in
        return value

    def _checked(self, key: str, value: str, most: int, required: bool) -> str:
        if required and not value and type(self._value.get(key)) in (str, list):
            self.wrong(key, "is empty; write something")
        if len(value) > most:
            self.wrong(key, f"has {len(value)} characters; at most {most} fit")
        for character in value:
            if unicodedata.category(character) in ("Cc", "Zl", "Zp") or character in _TURNS:
                self.wrong(key, f"holds the control character U+{ord(character):04X}; remove it")
                break
        return value

    def _check_slug(self, key: str, value: str) -> None:
        if not SLUG.match(value):
            self.wrong(
                key,
                f"{value!r} must be 2 to 40 of a-z, 0-9 and hyphens,"
                " with a letter or digit at both ends",
            )


def on_one_line(text: str) -> str:
    """`text` with its line ends as spaces."""
    # Not str.split(): it would also take the no-break spaces that French puts before ":".
    return re.sub(r"[ \t\r\n]+", " ", text).strip(" ")
