"""Every address but the redirect's, with what answers each method: `module.function` of this
folder, and of `v1` for the API. `GET` stands for HEAD too.
"""

from __future__ import annotations

from collections.abc import Mapping

PAGES = {
    "/": "front.home",
    "/c/{campaign}": "front.campaign_page",
    "/c/{campaign}/leaderboard": "boards.show",
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

_SL = f"{_SC}/l/{{code}}"


def _whose(place: str) -> dict[str, dict[str, str]]:
    """Pages of a campaign and of an association alike: who may sign in, and who did what."""
    return {
        f"{place}/people": {"GET": "people.show", "POST": "people.add"},
        f"{place}/people/remove": {"POST": "people.remove"},
        f"{place}/people/invite": {"GET": "invitations.show_one", "POST": "invitations.make_one"},
        f"{place}/people/sheet": {
            "GET": "invitations.show_sheet",
            "POST": "invitations.make_sheet",
        },
        f"{place}/audit": {"GET": "audit.show"},
        f"{place}/audit.csv": {"GET": "audit.csv"},
    }


SPACE: Mapping[str, Mapping[str, str]] = {
    "/space": {"GET": "home.show"},
    _SC: {"GET": "overview.show"},
    _SA: {"GET": "figures.show"},
    _SG: {"GET": "figures.show"},
    # The organisers' own
    f"{_SC}/associations": {"GET": "associations.show_new", "POST": "associations.add"},
    f"{_SA}/change": {"GET": "associations.show_change", "POST": "associations.change"},
    f"{_SA}/leave": {"GET": "associations.show_leave", "POST": "associations.leave"},
    f"{_SA}/return": {"POST": "associations.come_back"},
    f"{_SC}/fairness": {"GET": "fairness.show"},
    f"{_SC}/fairness/rule": {"GET": "fairness.show_rule", "POST": "fairness.rule"},
    f"{_SC}/count": {"GET": "count.show", "POST": "count.set_count"},
    f"{_SC}/switch": {"GET": "switch.show", "POST": "switch.preview"},
    f"{_SC}/switch/confirm": {"POST": "switch.confirm"},
    **_whose(_SC),
    **_whose(_SA),
    # Of associations and groups
    **{f"{place}/links.csv": {"GET": "exports.links"} for place in (_SC, _SA, _SG)},
    **{f"{place}/days.csv": {"GET": "exports.days"} for place in (_SC, _SA, _SG)},
    **{f"{place}/leaderboard.csv": {"GET": "exports.board"} for place in (_SC, _SA, _SG)},
    **{f"{place}/links": {"GET": "links.show"} for place in (_SA, _SG)},
    **{f"{place}/kit": {"GET": "kit.show"} for place in (_SA, _SG)},
    **{f"{place}/kit/whole": {"GET": "kit.whole"} for place in (_SA, _SG)},
    **{f"{place}/sheet": {"GET": "sheet.show", "POST": "sheet.send"} for place in (_SC, _SA)},
    **{f"{place}/sheet/template.csv": {"GET": "sheet.template"} for place in (_SC, _SA)},
    **{f"{place}/tokens": {"GET": "tokens.show", "POST": "tokens.create"} for place in (_SC, _SA)},
    **{
        f"{place}/tokens/{{token}}/revoke": {"GET": "tokens.confirm", "POST": "tokens.revoke"}
        for place in (_SC, _SA)
    },
    f"{_SA}/links/new": {"GET": "links.new", "POST": "links.create"},
    f"{_SA}/groups/new": {"GET": "groups.new", "POST": "groups.create"},
    f"{_SG}/name": {"GET": "groups.naming", "POST": "groups.rename"},
    f"{_SG}/retire": {"GET": "groups.confirm", "POST": "groups.retire"},
    _SL: {"GET": "link.show"},
    f"{_SL}/close": {"GET": "link.confirm", "POST": "link.close"},
    f"{_SL}/open": {"POST": "link.open_again"},
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
