"""A tool that uses the API: it sends JSON with its token, and reads what it is answered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.unit.web.door import Answer, Site

C = "/v1/campaigns/enfants"
UNKNOWN = "there is nothing here, or it is not yours"


@dataclass(frozen=True)
class Tool:
    """A tool with the headers of its token."""

    site: Site
    headers: Mapping[str, str] = field(default_factory=dict)

    def ask(self, target: str, method: str = "GET", **more: Any) -> Answer:
        """What `target` answers to this tool."""
        headers = {**self.headers, **more.pop("headers", {})}
        return self.site.ask(
            target, method, agent="tool/1.0", headers=headers, request_id="r-1", **more
        )

    def send(self, method: str, target: str, value: Any, **headers: str) -> Answer:
        """What it answers to a JSON value."""
        return self.send_raw(method, target, json.dumps(value).encode(), **headers)

    def send_raw(self, method: str, target: str, body: bytes, **headers: str) -> Answer:
        """What it answers to these bytes, sent as JSON unless `content_type` says otherwise."""
        named = {name.replace("_", "-").title(): value for name, value in headers.items()}
        return self.ask(
            target, method, headers={"Content-Type": "application/json"} | named, body=body
        )

    def every(self, target: str, limit: int = 1) -> list[Any]:
        """The rows of all pages of a list."""
        rows, cursor, sign = [], "", "&" if "?" in target else "?"
        while True:
            page = self.ask(f"{target}{sign}limit={limit}&cursor={cursor}")
            assert page.status == 200, page.text
            rows += page.json["rows"]
            cursor = page.json["next"]
            if cursor is None:
                return rows


def organiser(site: Site) -> Tool:
    """A tool that may do everything in the campaign."""
    return Tool(site, site.token(write=True))


def association(site: Site, slug: str = "essor") -> Tool:
    """A tool of one association."""
    return Tool(site, site.token(association=slug, write=True))


def trail(site: Site) -> list[tuple[str, str, str, str]]:
    """The acts of the campaign, oldest first: who, what, about, of which association."""
    acts, _ = site.store.acts("enfants", 500)
    return [(act.who, act.what, act.about, act.association) for act in reversed(acts)]


def wrong(answer: Answer) -> dict[str, str]:
    """The fields that an answer says are wrong, each with why."""
    assert (answer.status, answer.json["error"]["code"]) == (400, "bad_fields"), answer.text
    found: dict[str, str] = {}
    for one in answer.json["error"]["fields"]:
        before = found.get(one["field"])
        found[one["field"]] = f"{before}; {one['message']}" if before else one["message"]
    return found
