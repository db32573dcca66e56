"""What an answer leads to: OpenAPI's links, by which tools go on from what they were told.

https://spec.openapis.org/oas/v3.1.1.html#link-object
"""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.web.openapi.parts import Json

Takes = Mapping[str, str]
"""Each parameter that the next call takes, and where its value is found."""

_ASKED = "$request.path."
_SAID = "$response.body#/"
_FIRST = f"{_SAID}rows/0/"

_HERE = {"path.campaign": f"{_ASKED}campaign"}
_OF = _HERE | {"path.association": f"{_ASKED}association"}
_CAMPAIGN = {"path.campaign": f"{_SAID}slug"}
_ASSOCIATION = _HERE | {"path.association": f"{_SAID}slug"}
# The one of the answer: a group may have been taken over.
_GROUP = _HERE | {"path.association": f"{_SAID}association", "path.group": f"{_SAID}slug"}
_LINK = {"path.code": f"{_SAID}code"}
_TOKEN = _HERE | {"path.token": f"{_SAID}id"}


def _on(by: Takes, *filters: str) -> Takes:
    """The page after this one: of the same rows, as many. There is none where `next` is null."""
    same = {f"query.{name}": f"$request.query.{name}" for name in (*filters, "limit")}
    return {**by, **same, "query.cursor": f"{_SAID}next"}


def _all(takes: Takes, *names: str) -> dict[str, Takes]:
    return dict.fromkeys(names, takes)


_CARRIER = {
    **_all(_ASSOCIATION, "showAssociation", "changeAssociation", "retireAssociation"),
    **_all(_ASSOCIATION, "listGroups", "createGroup"),
}
_PART = _all(_GROUP, "showGroup", "changeGroup", "retireGroup")
_FOLLOWED = _all(_LINK, "showLink", "changeLink", "closeLink", "drawQrSvg")

STEPS: Mapping[str, Mapping[str, Takes]] = {
    "listCampaigns": {
        "listCampaigns": _on({}),
        "showCampaign": {"path.campaign": f"{_FIRST}slug"},
    },
    "showCampaign": {
        **_all(_CAMPAIGN, "listAssociations", "listLinks", "listTokens", "listActs"),
        **_all(_CAMPAIGN, "showLeaderboard", "showDays", "showSignatures", "showFairness"),
    },
    "switchDestination": _all(_HERE, "showCampaign", "listActs"),
    "listAssociations": {
        "listAssociations": _on(_HERE),
        "showAssociation": _HERE | {"path.association": f"{_FIRST}slug"},
    },
    "createAssociation": _CARRIER,
    "showAssociation": _CARRIER,
    "changeAssociation": _CARRIER,
    "retireAssociation": _all(_ASSOCIATION, "showAssociation"),
    "listGroups": {
        "listGroups": _on(_OF),
        "showGroup": _OF | {"path.group": f"{_FIRST}slug"},
    },
    "createGroup": _PART,
    "showGroup": _PART,
    "changeGroup": _PART,
    "retireGroup": _all(_GROUP, "showGroup"),
    "listLinks": {
        "listLinks": _on(_HERE, "association", "group", "channel"),
        "showLink": {"path.code": f"{_FIRST}code"},
    },
    "createLink": _FOLLOWED,
    "showLink": _FOLLOWED,
    "changeLink": _FOLLOWED,
    # A closed link opens again by a change.
    "closeLink": _all(_LINK, "showLink", "changeLink"),
    "importSheet": _all(_HERE, "listLinks", "listAssociations", "listActs"),
    "showLeaderboard": {"showLeaderboard": _on(_HERE, "level", "period")},
    "showFairness": {"showLink": {"path.code": f"{_FIRST}code"}},
    "listTokens": {
        "listTokens": _on(_HERE),
        "showToken": _HERE | {"path.token": f"{_FIRST}id"},
    },
    "createToken": _all(_TOKEN, "showToken", "revokeToken"),
    "showToken": _all(_TOKEN, "revokeToken"),
    "revokeToken": _all(_TOKEN, "showToken"),
    "listActs": {"listActs": _on(_HERE, "association")},
}
"""The calls that an operation's answer leads to, with what they take."""


def links(operation: str) -> Json:
    """The links of an operation's answers, each called like the call that it leads to."""
    return {
        name: {"operationId": name, "parameters": dict(takes)}
        for name, takes in STEPS.get(operation, {}).items()
        # To itself a list alone leads, by its next page, and what changes something.
        if name != operation or "query.cursor" in takes or not name.startswith("show")
    }
