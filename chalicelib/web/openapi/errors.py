"""The answers to what goes wrong: one shape for all, and what each status means."""

from __future__ import annotations

from chalicelib.web.openapi.parts import LIMITED, Json, ref
from chalicelib.web.openapi.types import many, record, text

MEANINGS = {
    400: "What was sent cannot be used (`bad_input`, or `bad_fields` with what is wrong, field by"
    " field); nothing was changed.",
    401: "A token is missing, unknown, revoked or expired (`unauthorized`).",
    404: "There is no such thing, or it is not for who asks: nobody is told which.",
    409: "It is there already, or somebody changed it meanwhile (`conflict`); or the"
    " Idempotency-Key was used for another request (`idempotency_conflict`), or that request"
    " is still under way (`request_under_way`).",
    410: "It is closed.",
    413: "The request is too large (`too_large`).",
    415: "The body is of another type (`wrong_type`).",
    429: "Asked too often (`too_many_requests`); `Retry-After` says when to ask again.",
    503: "The store does not answer (`store_unavailable`); try again in a moment. Whether the"
    " work was done is unknown: a creation is repeated safely under its Idempotency-Key.",
}

HEADERS = {401: ("WWW-Authenticate",), 429: ("Retry-After",), 503: ("Retry-After",)}

ERROR = record(
    "What went wrong. The one shape of every error.",
    {
        "error": record(
            "The error.",
            {
                "code": text("For programs: stays the same.", "bad_input", pattern="^[a-z_]+$"),
                "message": text(
                    "For people: what is wrong, where, and the way out.",
                    "limit must be from 1 to 200, not 0",
                ),
                "request_id": text(
                    "Names the request in our log.", "5b2c6d6e0f3a4c1f9d7e8a9b0c1d2e3f"
                ),
            },
            {
                "fields": many(
                    "With `bad_fields`: each field that is wrong.",
                    record(
                        "A field.",
                        {
                            "field": text("Its name.", "channel"),
                            "message": text("What is wrong with it.", "is missing"),
                        },
                    ),
                )
            },
        )
    },
)


def responses() -> Json:
    """The components: `Error404` of the API, `ErrorOrPage404` of what people open too."""
    json = {"application/json": {"schema": ref("Error")}}
    page = {"text/html": {"schema": {"type": "string"}}}
    found: Json = {}
    for status, meaning in MEANINGS.items():
        own = HEADERS.get(status, ())
        found[f"Error{status}"] = _response(meaning, json, (*own, *LIMITED))
        found[f"ErrorOrPage{status}"] = _response(meaning, json | page, own)
    return found


def _response(meaning: str, content: Json, headers: tuple[str, ...]) -> Json:
    written: Json = {"description": meaning, "content": content}
    if headers:
        written["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in headers}
    return written
