"""On which line of a TOML file something stands: tomllib gives values without positions.

The text has been accepted by tomllib already, so this only finds its way through it and
checks nothing. What stands inside an inline table or an array has the line of its key.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

Path = tuple[str | int, ...]
"""A place in a file: `("associations", 0, "groups", 1, "slug")`, counted from 0."""

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_KEY_PART = re.compile(r"""[ \t]*(?:([A-Za-z0-9_-]+)|"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)')[ \t]*""")
_VALUE_TOKEN = re.compile(
    r'"""(?:[^\\]|\\.)*?""""{0,2}'
    r"|'''.*?''''{0,2}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'"
    r"|\#[^\n]*"
    r"|(?P<opens>[\[{])"
    r"|(?P<closes>[\]}])"
    r"|(?P<end>\n)"
    r"""|[^"'#\[\]{}\n]+""",
    re.DOTALL,
)


class Positions:
    """The line of every table header and key of one file."""

    def __init__(self, text: str) -> None:
        self._lines: dict[Path, int] = {(): 1}
        for path, line in _places(text):
            for end in range(1, len(path)):
                self._lines.setdefault(path[:end], line)
            self._lines.setdefault(path, line)

    def line(self, path: Path) -> int:
        """The line of `path`, or of the nearest thing around it that has one; from 1."""
        while path not in self._lines:
            path = path[:-1]
        return self._lines[path]


def _places(text: str) -> Iterator[tuple[Path, int]]:
    ends = [m.start() for m in re.finditer("\n", text)]
    table: Path = ()
    arrays: dict[Path, int] = {}
    at = _skip_blank(text, 0)
    while at < len(text):
        line = bisect_right(ends, at) + 1
        if text.startswith("[[", at):
            keys, at = _dotted_key(text, at + 2)
            table = _element(keys, arrays)
            yield table, line
            at += 2
        elif text.startswith("[", at):
            keys, at = _dotted_key(text, at + 1)
            table = _resolve(keys, arrays)
            yield table, line
            at += 1
        else:
            keys, at = _dotted_key(text, at)
            yield table + keys, line
            at = _skip_value(text, at + 1)
        at = _skip_blank(text, at)


def _element(keys: Path, arrays: dict[Path, int]) -> Path:
    """The path of the element that a `[[…]]` header begins."""
    array = (*_resolve(keys[:-1], arrays), keys[-1])
    arrays[array] = arrays.get(array, -1) + 1
    return (*array, arrays[array])


def _resolve(keys: Path, arrays: dict[Path, int]) -> Path:
    """`keys` of a header, where the name of an array means its latest element."""
    path: Path = ()
    for key in keys:
        path = (*path, key)
        if path in arrays:
            path = (*path, arrays[path])
    return path


def _dotted_key(text: str, at: int) -> tuple[Path, int]:
    keys: list[str] = []
    while part := _KEY_PART.match(text, at):
        keys.append(next(group for group in part.groups() if group is not None))
        at = part.end()
        if not text.startswith(".", at):
            break
        at += 1
    return tuple(keys), at


def _skip_value(text: str, at: int) -> int:
    """The end of the line on which a value ends: strings and brackets are passed whole."""
    depth = 0
    while token := _VALUE_TOKEN.match(text, at):
        if token["end"] and depth == 0:
            break
        depth += bool(token["opens"]) - bool(token["closes"])
        at = token.end()
    return at


def _skip_blank(text: str, at: int) -> int:
    blank = _BLANK.match(text, at)
    return blank.end() if blank else at
