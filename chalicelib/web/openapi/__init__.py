"""The description of the API, in OpenAPI 3.1: one source for `openapi.json`, `/openapi.json`
and `/docs`.

    figures, counts, links, …   what each address takes and answers, with its schemas
    parameters, errors          what they have in common
    parts, types                how OpenAPI writes it
    calls                       a call of each that can be pasted
    steps                       which call an answer leads to

`python -m scripts.openapi` writes the committed copy; tests hold it against the routes, and
its calls and answers against the application.
"""

from __future__ import annotations

from functools import lru_cache

from chalicelib.web.openapi import (
    access,
    campaigns,
    counts,
    errors,
    figures,
    house,
    links,
    owners,
    public,
    sheets,
)
from chalicelib.web.openapi.calls import curl
from chalicelib.web.openapi.parameters import HEADERS, PARAMETERS
from chalicelib.web.openapi.parts import Json
from chalicelib.web.openapi.steps import links as leads_to

VERSION = "1"
LOCAL = "http://127.0.0.1:8000"
"""What `make run` serves: where the committed copy's calls go."""

PARTS = (campaigns, owners, links, sheets, figures, counts, access, public, house)

TAGS = {
    campaigns.TAG: "Petitions that are carried together.",
    owners.TAG: "Who carries them. An association manages its own groups and links, and what is"
    " another's is to it as if it were not there.",
    links.TAG: "A code, an owner, a channel. A code, once given, is never given to another link.",
    sheets.TAG: "CSV, in and out.",
    figures.TAG: "Counted visits: exact, as defined. Visits are not signatures.",
    counts.TAG: "What the petition's platform shows, for other sites too.",
    access.TAG: "A token reads or writes, for a campaign or one association. Every change leaves"
    " an act.",
    public.LINKS: "What is followed and scanned.",
    public.KIT: "What is printed and pasted.",
    house.TAG: "Whether it works, and what it is.",
}

ABOUT = """\
Tracked links and QR codes for a petition that many associations carry together.

**Tokens** come from `python -m chalicelib token create CAMPAIGN` or from the API itself, and go \
into `Authorization: Bearer …`, never into an address. **HEAD** is answered as GET, without a \
body. **Times** are ISO 8601 with an offset; days are those of the campaign's calendar. \
**Errors** have one shape; what is not there and what is not yours look the same. Other sites' \
scripts may read what is public (CORS).
"""


_DESCRIPTION = {"type": "object", "description": "This document.", "additionalProperties": True}


@lru_cache(maxsize=4)
def document(base: str = LOCAL) -> Json:
    """The whole description of the service at the address `base`. Not to be changed."""
    schemas: Json = {"Description": _DESCRIPTION, "Error": errors.ERROR}
    for part in PARTS:
        schemas |= part.SCHEMAS
    paths: Json = {}
    for part in PARTS:
        for one in part.OPERATIONS:
            call = curl(one, base, PARAMETERS, schemas)
            paths.setdefault(one.path, {})[one.method] = one.to_json(call, leads_to(one.name))
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Porte-voix",
            "version": VERSION,
            "description": ABOUT,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": base}],
        "tags": [{"name": name, "description": says} for name, says in TAGS.items()],
        "paths": paths,
        "components": {
            "schemas": dict(sorted(schemas.items())),
            "parameters": PARAMETERS,
            "headers": HEADERS,
            "responses": errors.responses(),
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A token: `pvx_` and 40 hexadecimal digits.",
                }
            },
        },
    }
