"""Types of values, as JSON Schema 2020-12 writes them: few words for what is said often."""

from __future__ import annotations

from typing import Any

from chalicelib.web.openapi.parts import Json

SLUG = "^[a-z0-9][a-z0-9-]{0,38}[a-z0-9]$"
DAY = r"[12]\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
_CONTROLS = r"\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069"
"""What no text may hold: controls, ends of lines that only Unicode knows, and what turns the
direction of what follows."""


def record(says: str, fields: Json, optional: Json | None = None) -> Json:
    """An object with these fields, those of `optional` where there is something to say, and no
    others.
    """
    return {
        "type": "object",
        "description": says,
        "properties": fields | (optional or {}),
        "required": list(fields),
        "additionalProperties": False,
    }


def text(says: str, example: str, **bounds: Any) -> Json:
    """A text."""
    return {"type": "string", "description": says, "examples": [example], **bounds}


def line(says: str, example: str, **bounds: Any) -> Json:
    """A text that people write, which may be empty."""
    return text(says, example, pattern=f"^[^{_CONTROLS}]*$", **bounds)


def words(says: str, example: str, **bounds: Any) -> Json:
    """A text that people write, and in which something stands."""
    pattern = f"^ *[^ {_CONTROLS}][^{_CONTROLS}]*$"
    return text(says, example, pattern=pattern, minLength=1, **bounds)


def slug(says: str, example: str) -> Json:
    """How files and addresses call something."""
    return text(says, example, pattern=SLUG)


def choice(says: str, among: list[str], **more: Any) -> Json:
    """One of some texts, the first of which is the example."""
    return {"type": "string", "description": says, "enum": among, "examples": among[:1], **more}


def whole(says: str, example: int, **bounds: Any) -> Json:
    """A whole number, which is not negative."""
    return {"type": "integer", "description": says, "minimum": 0, "examples": [example], **bounds}


def number(says: str, example: float, **bounds: Any) -> Json:
    """A number."""
    return {"type": "number", "description": says, "examples": [example], **bounds}


def yes(says: str, example: bool = False) -> Json:
    """True or false."""
    return {"type": "boolean", "description": says, "examples": [example]}


def moment(says: str, example: str = "2026-11-23T14:05:00+00:00") -> Json:
    """A moment, in ISO 8601 with its offset."""
    return text(says, example, format="date-time")


def day(says: str, example: str = "2026-11-23") -> Json:
    """A day of the campaign's calendar."""
    return text(says, example, format="date")


def url(says: str, example: str) -> Json:
    """An absolute address."""
    return text(says, example, format="uri")


def many(says: str, of: Json, **bounds: Any) -> Json:
    """A list."""
    return {"type": "array", "description": says, "items": of, **bounds}


def maybe(of: Json) -> Json:
    """The same, or null."""
    if "type" not in of:
        return {"anyOf": [of, {"type": "null"}]}
    return of | {"type": [of["type"], "null"]}


def example(schema: Json, schemas: Json) -> Any:
    """A value of a schema, put together from the examples of its parts."""
    if "$ref" in schema:
        return example(schemas[schema["$ref"].rpartition("/")[2]], schemas)
    if "examples" in schema:
        return schema["examples"][0]
    if "anyOf" in schema:
        return example(schema["anyOf"][0], schemas)
    if "items" in schema:
        return [example(schema["items"], schemas)]
    return {name: example(part, schemas) for name, part in schema.get("properties", {}).items()}
