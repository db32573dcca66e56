"""Lists by pages. A cursor names the last row that was shown, so what is added meanwhile moves
nothing: no row comes twice, and none that was there is passed over.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable
from typing import TypeVar

from chalicelib.errors import BadInput
from chalicelib.web.api import limit, query
from chalicelib.web.work.call import Call

Row = TypeVar("Row")
Key = tuple[str, ...]


def page(
    call: Call, rows: Iterable[Row], key: Callable[[Row], Key]
) -> tuple[list[Row], str | None]:
    """The rows that `limit` and `cursor` ask for, in the order of their keys, which no two share;
    and the cursor of the rows after them, None at the end.
    """
    most, after = limit(call.request), asked(call)
    ordered = sorted(rows, key=key)
    if after is not None:
        ordered = [row for row in ordered if key(row) > after]
    shown = ordered[:most]
    return shown, cursor(key(shown[-1])) if len(ordered) > most else None


def asked(call: Call) -> Key | None:
    """The key that the parameter `cursor` names, None without; `BadInput` for none of ours."""
    text = query(call.request, "cursor")
    if not text:
        return None
    try:
        found = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, list) or not all(isinstance(part, str) for part in found):
        raise BadInput("cursor is not one that this list gave; start without it")
    return tuple(found)


def cursor(key: Key) -> str:
    """The cursor that names a key."""
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")
