"""Every answer leaves through here: security headers, one error shape, no cache by default."""

from __future__ import annotations

import base64
import functools
import hashlib
import json
import threading
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from http import HTTPStatus
from importlib import import_module
from typing import Any

from chalice.app import Chalice, CloudWatchEvent, Request, Response, RestAPIEventHandler

from chalicelib import wiring
from chalicelib.errors import (
    BadFields,
    MethodNotAllowed,
    PorteVoixError,
    StoreUnavailable,
    UnknownPath,
)

View = Callable[..., Response]
Headers = dict[str, str | list[str]]

READ = ["GET", "HEAD"]
"""The methods of every page: HEAD is answered as GET, without a body."""

SECURITY_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
        " connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self';"
        " base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""On every answer, errors and unknown paths included. Browsers ignore the transport header
over plain http, as its standard tells them to (RFC 6797, 8.1)."""

SVG = "image/svg+xml; charset=utf-8"
"""The type of a drawing. XML is UTF-8 where nothing is said; here it is said."""

FRAMEABLE = "frame-ancestors *"
"""In the policy of a page that other sites may show in a frame."""

HEADERS_OF_ERRORS: Mapping[int, Mapping[str, str]] = {
    401: {"WWW-Authenticate": "Bearer"},
    503: {"Retry-After": "5"},
}
"""What a client is told beside the error itself, by status (RFC 9110, 10.2.3 and 11.6.1)."""


class PorteVoix(Chalice):
    """Chalice with our answers, safe to call from several threads at once."""

    def __init__(self, name: str) -> None:
        self._thread = threading.local()
        super().__init__(name)
        # Chalice knows pictures and archives as bytes, and takes a PDF for text.
        self.api.binary_types.append("application/pdf")

    # Chalice keeps the current request in one attribute of the application: right in a Lambda,
    # which answers one request at a time, wrong under the local server's threads.
    @property
    def current_request(self) -> Request:
        """The request that this thread is answering."""
        request: Request = self._thread.request
        return request

    @current_request.setter
    def current_request(self, request: Request) -> None:
        self._thread.request = request

    def ready(self) -> None:
        """Opens the house of a function on Lambda while it loads, before anybody waits for it."""
        wiring.warm_up()

    def route(self, path: str, **options: Any) -> Callable[[View], View]:
        """Registers a view whose errors become answers."""
        register = super().route(path, **options)
        # Every view reads its own request, so what it gets is this thread's.
        return lambda view: register(self._answering(view))

    def __call__(self, event: Any, context: Any) -> Any:
        """Answers one API Gateway event."""
        method = event["requestContext"]["httpMethod"]
        views = self.routes.get(event["requestContext"].get("resourcePath"))
        if views is None or method not in views:
            request = Request({**event, "pathParameters": None}, context)
            return _finish(_refuse(request, views), method, self.api.binary_types)
        # The handler gets no request of its own, and so makes none of Chalice's checks of Accept
        # and Content-Type: who scans a poster is not refused for what their browser left out.
        handler = RestAPIEventHandler(self.routes, self.api, self.log, self.debug)
        self.current_request = Request(event, context)
        return _harden(handler(event, context), method)

    def _answering(self, view: View) -> View:
        @functools.wraps(view)
        def answer(**arguments: Any) -> Response:
            request = self.current_request
            try:
                try:
                    return view(request, *arguments.values())
                except PorteVoixError as error:
                    return error_answer(request, error)
            except Exception as error:
                return _unexpected(request, error)

        return answer


def late(name: str, *before: str) -> View:
    """The view `module.function` of this folder, imported when it is first called.

    It is handed the request, what stands `before`, and the variables of its address.
    """
    module, _, function = name.rpartition(".")

    def call(request: Request, *arguments: str) -> Response:
        view: View = getattr(import_module(f"chalicelib.web.{module}"), function)
        return view(request, *before, *arguments)

    call.__name__ = "_".join((name, *before)).replace(".", "_")
    return call


def scheduled(name: str) -> Callable[[CloudWatchEvent], None]:
    """The trigger `name` of `triggers`, imported when its schedule first calls it."""

    def call(event: CloudWatchEvent) -> None:
        getattr(import_module("chalicelib.web.triggers"), name)()

    call.__name__ = name
    return call


def html(body: str, status: int = 200) -> Response:
    """A page."""
    headers: Headers = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store"}
    return Response(body, headers, status)


def json_answer(value: Any, status: int = 200) -> Response:
    """JSON, in UTF-8."""
    headers: Headers = {"Content-Type": "application/json", "Cache-Control": "no-store"}
    return Response(json_text(value), headers, status)


def json_text(value: Any) -> str:
    """JSON on one line."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def kept_answer(
    request: Request,
    body: str | bytes,
    kind: str,
    seconds: int,
    headers: Mapping[str, str] | None = None,
    *,
    stale: bool = False,
) -> Response:
    """What clients may keep for `seconds`; 304, without a body, to one that has it already.

    With `stale` they may show it twice as long while they ask again, and five times when
    nobody answers (RFC 5861).

    Tags are compared weakly, as `If-None-Match` wants them (RFC 9110, 13.1.2): a proxy that
    compresses answers weakens their tags.
    """
    raw = body if isinstance(body, bytes) else body.encode()
    tag = f'"{hashlib.sha256(raw).hexdigest()[:32]}"'
    cache = f"public, max-age={seconds}"
    if stale:
        cache += f", stale-while-revalidate={2 * seconds}, stale-if-error={5 * seconds}"
    always: Headers = {"Content-Type": kind, "Cache-Control": cache, "ETag": tag, **(headers or {})}
    has = request.headers.get("if-none-match", "").split(",")
    if {tag, "*"}.intersection(one.strip().removeprefix("W/") for one in has):
        # Chalice wants bytes where the type is a picture's and text elsewhere, empty or not.
        return Response(body[:0], always, 304)
    return Response(body, always)


def wants_json(request: Request) -> bool:
    """Whether the client is a tool: it asks for JSON and not for a page, or uses the API."""
    accept = request.headers.get("accept", "")
    path = str(request.context.get("path", ""))
    return "/v1/" in path or ("json" in accept and "text/html" not in accept)


def error_answer(request: Request, error: PorteVoixError) -> Response:
    """An error as JSON for a tool, as a page for a person."""
    if isinstance(error, StoreUnavailable):
        # Names files and tables: for the log, not for clients.
        _log(request, "store_unavailable", reason=str(error))
        error = StoreUnavailable("the store does not answer; try again in a moment")
    if wants_json(request):
        answer = _error_json(request, error)
    else:
        from chalicelib.web import pages

        answer = pages.error(request, error)
    answer.headers.update(HEADERS_OF_ERRORS.get(error.status, {}))
    return answer


def _error_json(request: Request, error: PorteVoixError) -> Response:
    shape: dict[str, Any] = {
        "code": error.code,
        "message": str(error),
        "request_id": request.context.get("requestId", ""),
    }
    if isinstance(error, BadFields):
        shape["fields"] = [{"field": field, "message": why} for field, why in error.fields]
    return json_answer({"error": shape}, error.status)


def _refuse(request: Request, views: Mapping[str, Any] | None) -> Response:
    if views is None:
        return error_answer(request, UnknownPath("no page lives at this address"))
    allowed = ", ".join(sorted(views))
    answer = error_answer(request, MethodNotAllowed(f"this address answers {allowed}"))
    answer.headers["Allow"] = allowed
    return answer


def log_unexpected(request: Request, error: Exception) -> None:
    """Writes a fault of ours to the log: where in the code, and no message, which may quote."""
    trace = "".join(traceback.format_tb(error.__traceback__))
    _log(request, "unexpected_error", error=type(error).__qualname__, trace=trace)


def _unexpected(request: Request, error: Exception) -> Response:
    log_unexpected(request, error)
    # As JSON for everybody: what went wrong may be the pages themselves.
    return _error_json(request, PorteVoixError("something went wrong here; it was logged"))


def _log(request: Request, event: str, **fields: str) -> None:
    # The route and not the path: nothing of what a visitor sent goes to the log.
    about = {"request": request.context.get("requestId", ""), "route": request.path}
    # A log that takes nothing any more is no reason to answer nothing.
    with suppress(OSError):
        wiring.house().log(json.dumps({"event": event, **about, **fields}))


def _finish(answer: Response, method: str, binary_types: list[str]) -> dict[str, Any]:
    return _harden(answer.to_dict(binary_types), method)


def _harden(answer: dict[str, Any], method: str) -> dict[str, Any]:
    headers = answer["headers"]
    for name, value in SECURITY_HEADERS.items():
        headers.setdefault(name, value)
    if FRAMEABLE in headers["Content-Security-Policy"]:
        # The older header knows nobody or oneself, and would forbid what the policy allows.
        del headers["X-Frame-Options"]
    headers.setdefault("Cache-Control", "no-store")
    if method == "HEAD":
        if answer["statusCode"] != HTTPStatus.NOT_MODIFIED:
            headers["Content-Length"] = str(_length(answer))
        answer["body"] = ""
    return answer


def _length(answer: Mapping[str, Any]) -> int:
    """The bytes that GET would have sent: HEAD says as much or nothing (RFC 9110, 8.6)."""
    body: str = answer["body"]
    return len(base64.b64decode(body) if answer.get("isBase64Encoded") else body.encode())
