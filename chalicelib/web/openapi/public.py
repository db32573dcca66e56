"""What is printed and followed: the redirect, QR codes, pages of the kit, whole kits."""

from __future__ import annotations

from chalicelib.web.openapi.parts import KEPT, Access, Answer, Json, Operation
from chalicelib.web.openapi.types import choice, record, url, whole

LINKS = "Codes"
KIT = "Kit"

SCHEMAS: Json = {
    "KitMaking": record(
        "A kit that is being made.",
        {
            "state": choice("What it is.", ["making"]),
            "retry_after": whole("In how many seconds to ask again.", 2),
        },
    ),
    "KitReady": record(
        "A kit that is there.",
        {
            "state": choice("What it is.", ["ready"]),
            "url": url(
                "Where it lies: works for a quarter of an hour.", "https://qr.exemple.fr/kit/1/k.zip"
            ),
        },
    ),
}  # fmt: skip

_FOLLOWED = {
    200: Answer(
        "The small page that a preview's crawler gets; or, with `+` at the end of the code, what"
        " the link is.",
        kinds=("text/html",),
    ),
    302: Answer("To the petition.", kinds=(), headers=("Location", "X-Porte-Voix")),
    410: Answer("The link or its campaign is closed: a page that says so.", kinds=("text/html",)),
}
_DRAWING = ("code", "size", "correction", "dark", "light", "logo", "caption")
_SAME = {304: Answer("As before.", kinds=())}
_WHOLE = {
    202: Answer("It is being made: ask again.", "KitMaking", headers=("Retry-After",)),
    303: Answer("It is there.", "KitReady", headers=("Location",)),
}


def _drawn(kind: str, media: str) -> Operation:
    return Operation(
        "get",
        f"/{{code}}/qr.{kind}",
        f"drawQr{kind.title()}",
        LINKS,
        f"A link's QR code as {kind.upper()}",
        {200: Answer("The QR code.", kinds=(media,), headers=KEPT)} | _SAME,
        parameters=_DRAWING,
        errors=frozenset({400}),
    )


def _followed(path: str, name: str, summary: str) -> Operation:
    return Operation(
        "get",
        path,
        name,
        LINKS,
        summary,
        _FOLLOWED,
        says="Answered whatever the store does: without it, by the fallback address. The header"
        " `X-Porte-Voix` says whether this request is a visit.",
        parameters=("code",),
    )


OPERATIONS = (
    _followed("/{code}", "follow", "The redirect"),
    _followed("/Q/{code}", "scan", "The redirect, by a QR code"),
    _followed("/q/{code}", "scanLower", "The same, in lower case"),
    _drawn("svg", "image/svg+xml"),
    _drawn("png", "image/png"),
    _drawn("pdf", "application/pdf"),
    Operation(
        "get",
        "/{code}/kit/{file}",
        "printPiece",
        KIT,
        "One page or picture of a link's kit",
        {200: Answer("The file.", kinds=("application/pdf", "image/png"), headers=KEPT)} | _SAME,
        parameters=("code", "file"),
        errors=frozenset({400}),
    ),
    Operation(
        "get",
        "/v1/campaigns/{campaign}/kit",
        "printEverything",
        KIT,
        "Everything of everybody, as a ZIP",
        _WHOLE,
        access=Access.TOKEN,
        says="Answers 202 while it is being made; then 303, with the address it lies at.",
        parameters=("campaign",),
    ),
    Operation(
        "get",
        "/v1/campaigns/{campaign}/kit/{association}",
        "printAssociation",
        KIT,
        "An association's pages as one PDF, or all its files",
        _WHOLE,
        access=Access.TOKEN,
        says="A page for each of its links of paper. Answers 202 while it is being made; then"
        " 303, with the address it lies at.",
        parameters=("campaign", "association", "piece"),
        errors=frozenset({400}),
    ),
)
