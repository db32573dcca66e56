"""Every address but the redirect's, with what answers each method: `module.function` of this
folder, and of `v1` for the API. `GET` stands for HEAD too.
"""

from __future__ import annotations

from collections.abc import Mapping

PAGES = {
    "/": "pages.home",
    "/c/{campaign}": "pages.campaign_page",
    "/c/{campaign}/leaderboard": "pages.board_page",
    "/c/{campaign}/signatures": "counts.signatures_page",
    "/c/{campaign}/card.png": "downloads.card",
    "/c/{campaign}/count.json": "counts.count_json",
    "/c/{campaign}/count.svg": "counts.count_svg",
    "/c/{campaign}/embed": "counts.embed",
    "/{code}/qr.svg": "downloads.svg",
    "/{code}/qr.png": "downloads.png",
    "/{code}/kit/{file}": "kits.piece",
    "/{code}/qr.pdf": "downloads.pdf",
    "/legal": "legal.page",
    "/offline": "offline.page",
    "/sw.js": "offline.worker",
    "/openapi.json": "docs.openapi",
    "/docs": "docs.page",
    "/space/sign-in": "signin.show",
    "/space/enter/{secret}": "signin.show_enter",
    "/space/invitation": "signin.show_invitation",
    "/static/{name}": "assets.static",
    "/favicon.ico": "assets.favicon",
    "/robots.txt": "pages.robots",
    "/health": "pages.health",
}
"""Pages are read, and nothing else."""

_C = "/v1/campaigns/{campaign}"
_A = f"{_C}/associations"
_G = f"{_A}/{{association}}/groups"

_ANYBODY = {"OPTIONS": "door.preflight"}
"""What is public: scripts of other sites may read it, and are told so."""

FORMS = {
    "/space/sign-in": "signin.ask",
    "/space/enter/{secret}": "signin.enter",
    "/space/invitation": "signin.join",
    "/space/sign-out": "signin.sign_out",
    "/space/sign-out-everywhere": "signin.sign_out_everywhere",
}
"""What pages of the space send, with POST."""

_SC = "/space/c/{campaign}"
_SA = f"{_SC}/a/{{association}}"
_SG = f"{_SA}/g/{{group}}"

SPACE: Mapping[str, Mapping[str, str]] = {
    "/space": {"GET": "home.show"},
    _SC: {"GET": "overview.show"},
    _SA: {"GET": "figures.show"},
    _SG: {"GET": "figures.show"},
}
"""Pages of the space behind `space.door`, for who is signed in, and what their forms send."""

API: Mapping[str, Mapping[str, str]] = {
    "/v1/campaigns": {"GET": "campaigns.every"},
    _C: {"GET": "campaigns.show", **_ANYBODY},
    f"{_C}/leaderboard": {"GET": "figures.board", **_ANYBODY},
    f"{_C}/days": {"GET": "figures.days", **_ANYBODY},
    f"{_C}/signatures": {"GET": "figures.signatures", **_ANYBODY},
    f"{_C}/fairness": {"GET": "figures.fair"},
    f"{_C}/kit": {"GET": "kits.everything"},
    f"{_C}/kit/{{association}}": {"GET": "kits.association"},
    f"{_C}/destination": {"POST": "campaigns.switch"},
    _A: {"GET": "associations.every", "POST": "associations.create"},
    f"{_A}/{{association}}": {
        "GET": "associations.show",
        "PATCH": "associations.change",
        "DELETE": "associations.retire",
    },
    _G: {"GET": "groups.every", "POST": "groups.create"},
    f"{_G}/{{group}}": {
        "GET": "groups.show",
        "PATCH": "groups.change",
        "DELETE": "groups.retire",
    },
    f"{_C}/links": {"GET": "links.every", "POST": "links.create"},
    "/v1/links/{code}": {"GET": "links.show", "PATCH": "links.change", "DELETE": "links.close"},
    f"{_C}/tokens": {"GET": "tokens.every", "POST": "tokens.create"},
    f"{_C}/tokens/{{token}}": {"GET": "tokens.show", "DELETE": "tokens.revoke"},
    f"{_C}/audit": {"GET": "audit.every"},
    f"{_C}/import": {"POST": "sheets.merge"},
    f"{_C}/links.csv": {"GET": "sheets.links"},
    f"{_C}/days.csv": {"GET": "sheets.days"},
    f"{_C}/leaderboard.csv": {"GET": "sheets.board"},
}
"""The JSON API."""
