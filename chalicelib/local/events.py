"""From a WSGI request to the event that API Gateway would make of it, and back.

The matching of paths is API Gateway's: a fixed segment wins over a variable one, and path
variables come as the client wrote them, percent-encoding and all.
"""

from __future__ import annotations

import base64
import random
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

Environ = Mapping[str, Any]
Start = Callable[[str, list[tuple[str, str]]], Any]
Event = dict[str, Any]

_IDS = random.Random()
"""Request ids are to be different, and no secret: asking the system for each costs a turn of
Python's lock. Seeded by the system."""

_STATUS = {status.value: f"{status.value} {status.phrase}" for status in HTTPStatus}


class Routes:
    """API Gateway's resources: finds which pattern a path belongs to."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self._by_length: dict[int, list[tuple[str, list[str]]]] = {}
        # Fixed segments first, left to right, so that the first match is the right one.
        for pattern in sorted(patterns, key=_preference):
            segments = pattern.strip("/").split("/")
            self._by_length.setdefault(len(segments), []).append((pattern, segments))

    def match(self, path: str) -> tuple[str | None, dict[str, str] | None]:
        """The pattern of a path and its variables, or (None, None)."""
        segments = path.split("?", 1)[0].strip("/").split("/")
        for pattern, parts in self._by_length.get(len(segments), ()):
            variables: dict[str, str] = {}
            for part, segment in zip(parts, segments, strict=True):
                if part.startswith("{"):
                    if not segment:
                        break
                    variables[part[1:-1]] = segment
                elif part != segment:
                    break
            else:
                return pattern, variables or None
        return None, None


def event_from_wsgi(environ: Environ, routes: Routes) -> Event:
    """The event of API Gateway's Lambda proxy integration (REST, payload version 1.0)."""
    target = environ["REQUEST_URI"]
    path, _, query = target.partition("?")
    if path.lower().startswith(("http://", "https://")):
        # A client may name the whole address (RFC 9112, 3.2.2), as a QR code spells it too.
        path = "/" + path.partition("://")[2].partition("/")[2]
    pattern, variables = routes.match(path)
    address = environ["REMOTE_ADDR"]
    headers = _headers(environ)
    before = headers.get("X-Forwarded-For")
    headers["X-Forwarded-For"] = f"{before}, {address}" if before else address
    body, encoded = _body(environ)
    return {
        "resource": pattern,
        "path": path,
        "httpMethod": environ["REQUEST_METHOD"],
        "headers": headers,
        "multiValueQueryStringParameters": parse_qs(query, keep_blank_values=True) or None,
        "pathParameters": variables,
        "stageVariables": None,
        "requestContext": {
            "resourcePath": pattern,
            "path": path,
            "httpMethod": environ["REQUEST_METHOD"],
            "requestId": f"{_IDS.getrandbits(128):032x}",
            "identity": {"sourceIp": address},
        },
        "body": body,
        "isBase64Encoded": encoded,
    }


def answer_wsgi(answer: Mapping[str, Any], start: Start) -> list[bytes]:
    """Sends an integration's answer."""
    body = answer["body"]
    raw = base64.b64decode(body) if answer.get("isBase64Encoded") else body.encode()
    headers = list(answer["headers"].items())
    for name, values in answer.get("multiValueHeaders", {}).items():
        headers.extend((name, value) for value in values)
    status = answer["statusCode"]
    # Neither has a body, and 204 may not say how long it is (RFC 9110, 8.6).
    bare = status in (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED)
    if not bare and "Content-Length" not in answer["headers"]:
        headers.append(("Content-Length", str(len(raw))))
    start(_STATUS.get(status, f"{status} Status"), headers)
    return [raw]


def _preference(pattern: str) -> tuple[bool, ...]:
    return tuple(segment.startswith("{") for segment in pattern.strip("/").split("/"))


def _headers(environ: Environ) -> dict[str, str]:
    headers = {
        name[5:].replace("_", "-").title(): value
        for name, value in environ.items()
        if name.startswith("HTTP_")
    }
    if environ.get("CONTENT_TYPE"):
        headers["Content-Type"] = environ["CONTENT_TYPE"]
    return headers


def _body(environ: Environ) -> tuple[str | None, bool]:
    length = int(environ.get("CONTENT_LENGTH") or 0)
    if not length:
        return None, False
    return base64.b64encode(environ["wsgi.input"].read(length)).decode(), True
