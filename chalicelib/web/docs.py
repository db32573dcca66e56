"""The API described: for tools as OpenAPI, for people as a page made of the same document."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from chalice.app import Request, Response

from chalicelib import wiring
from chalicelib.web import pages
from chalicelib.web.answers import kept_answer
from chalicelib.web.counts import ANYBODY
from chalicelib.web.openapi import document
from chalicelib.web.openapi.types import example
from chalicelib.web.render import render

KEPT_SECONDS = 3600

Json = dict[str, Any]


def openapi(request: Request) -> Response:
    """`GET /openapi.json`."""
    body = _text(wiring.house().settings.base_url)
    return kept_answer(request, body, "application/json", KEPT_SECONDS, ANYBODY)


def page(request: Request) -> Response:
    """`GET /docs`: the same for people, whole without scripts."""
    values = page_values(document(wiring.house().settings.base_url))
    body = render("docs.html", pages.asked_locale(request), root=pages.root(), **values)
    vary = {"Vary": "Accept-Language"}
    return kept_answer(request, body, "text/html; charset=utf-8", KEPT_SECONDS, vary)


def page_values(described: Json) -> Json:
    """What the page shows of a description."""
    return {
        "about": described["info"]["description"].strip(),
        "server": described["servers"][0]["url"],
        "groups": list(_groups(described)),
        "schemas": described["components"]["schemas"],
        "errors": _errors(described),
    }


def resolve(described: Json, part: Json) -> Json:
    """What a reference of the document refers to; anything else as it is."""
    found = described
    if "$ref" not in part:
        return part
    for name in part["$ref"].removeprefix("#/").split("/"):
        found = found[name]
    return found


@lru_cache(maxsize=4)
def _text(base: str) -> str:
    return json.dumps(document(base), ensure_ascii=False, separators=(",", ":"))


def _groups(described: Json) -> Iterator[tuple[Json, list[Json]]]:
    """Each tag with its operations, as the page shows them."""
    shown = [
        _operation(described, method, path, operation)
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    ]
    for tag in described["tags"]:
        yield tag, [one for one in shown if one["tag"] == tag["name"]]


def _operation(described: Json, method: str, path: str, operation: Json) -> Json:
    schemas = described["components"]["schemas"]
    body: Json = operation.get("requestBody", {}).get("content", {})
    kind = next(iter(body), "")
    sent = _name(body[kind]["schema"]) if kind else ""
    return {
        "id": operation["operationId"],
        "tag": operation["tags"][0],
        "method": method.upper(),
        "path": path,
        "summary": operation["summary"],
        "says": operation["description"],
        "public": not operation["security"],
        "optional": {} in operation["security"],
        "parameters": [resolve(described, one) for one in operation["parameters"]],
        "curl": operation["x-codeSamples"][0]["source"],
        "sent": sent,
        "sent_as": kind,
        "answers": [
            _answer(described, schemas, status, resolve(described, answer))
            for status, answer in operation["responses"].items()
            if status < "4"
        ],
        "refused": [status for status in operation["responses"] if status >= "4"],
    }


def _answer(described: Json, schemas: Json, status: str, answer: Json) -> Json:
    content: Json = answer.get("content", {})
    kind = next(iter(content), "")
    schema = content[kind].get("schema") if kind else None
    shown = schema and json.dumps(example(schema, schemas), ensure_ascii=False, indent=2)
    return {
        "status": status,
        "says": answer["description"],
        "kind": kind,
        "schema": schema and _name(schema),
        "example": shown,
        "headers": list(answer.get("headers", {})),
    }


def _errors(described: Json) -> list[tuple[str, str]]:
    """Each status that is an error, and what it means."""
    responses = described["components"]["responses"].items()
    return [(n.removeprefix("Error"), r["description"]) for n, r in responses if "Or" not in n]


def _name(schema: Json) -> str:
    return str(schema.get("$ref", "")).rpartition("/")[2]
