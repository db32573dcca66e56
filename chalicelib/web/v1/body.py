"""What was sent, read with care: whatever is wrong with it is one clear error, and no fault."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NoReturn

from chalice.app import Request

from chalicelib.errors import BadFields, BadInput, TooLarge, WrongType

MOST_BYTES = 64 * 1024
"""Of JSON: a link with all its aliases has a few hundred."""


def read_json(request: Request) -> dict[str, Any]:
    """The object that was sent as `application/json`."""
    raw = read(request, "application/json", MOST_BYTES)
    try:
        value = json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_object,
            parse_float=_number,
            parse_constant=_no_number,
        )
    except RecursionError:
        raise BadInput("the body nests its lists and objects too deep") from None
    except UnicodeDecodeError:
        raise BadInput("the body is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise BadInput(
            f"the body is no JSON: {error.msg}, line {error.lineno}, column {error.colno}"
        ) from None
    except ValueError:
        # Python reads no whole number of more than 4 300 digits.
        raise BadInput("the body holds a number that is too long") from None
    if not isinstance(value, dict):
        raise BadInput("the body must be a JSON object, such as {}")
    _refuse_halves(value)
    return value


def flag(values: dict[str, Any], name: str) -> bool:
    """Takes a field that is true or false out of `values`; false when it is not there."""
    value = values.pop(name, False)
    if not isinstance(value, bool):
        raise BadFields(((name, "must be true or false"),))
    return value


def read(request: Request, kind: str, most: int) -> bytes:
    """The bytes that were sent, of the media type `kind`, at most so many."""
    media, _, parameters = request.headers.get("content-type", "").lower().partition(";")
    if media.strip() != kind:
        raise WrongType(f"send this as Content-Type: {kind}")
    if kind == "application/json" and parameters.strip() not in ("", "charset=utf-8"):
        raise WrongType("JSON is UTF-8: send it as Content-Type: application/json")
    raw = raw_body(request)
    if len(raw) > most:
        raise TooLarge(f"the body has {len(raw)} bytes; at most {most} are read")
    return raw


def raw_body(request: Request) -> bytes:
    """The bytes that were sent; none if nothing was."""
    raw = request.raw_body
    return raw.encode("utf-8", "surrogatepass") if isinstance(raw, str) else raw


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise BadInput(f"the body names {twice[:80]!a} twice in one object")
    return found


def _number(text: str) -> int | float:
    """JSON has one kind of number: `30.0` is as whole as `30`."""
    value = float(text)
    return int(value) if value.is_integer() else value


def _no_number(name: str) -> NoReturn:
    raise BadInput(f"the body holds {name}, which is no number in JSON")


def _refuse_halves(value: dict[str, Any]) -> None:
    """`BadFields` for text with half of a surrogate pair, which nothing can write down."""
    for name, inside in value.items():
        if not _is_text(name):
            raise BadInput("the name of a field holds half of a surrogate pair, as in \\ud800")
        if not all(map(_is_text, _texts(inside))):
            why = "holds half of a surrogate pair, as in \\ud800, which is no character"
            raise BadFields(((name, why),))


def _texts(value: Any) -> Iterator[str]:
    rest = [value]
    while rest:
        one = rest.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            rest += [*one.keys(), *one.values()]
        elif isinstance(one, list):
            rest += one


def _is_text(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)
