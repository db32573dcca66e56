"""Where the description says that an answer leads on, it does: every link, followed once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlencode, urlsplit

import pytest

from chalicelib import wiring
from tests.unit.web.described import (
    ALIAS,
    DOCUMENT,
    Call,
    Json,
    demo_site,
    operations,
    parse_curl,
    send,
    writing_token,
)
from tests.unit.web.door import Answer, Site

CALLS = {operation["operationId"]: (path, operation) for _, path, operation in operations()}
LINKS = [
    (operation["operationId"], name, link)
    for _, _, operation in operations()
    for answer in operation["responses"].values()
    for name, link in answer.get("links", {}).items()
]
GIVES_A_FIELD = {"slug", "code", "id", "next"}
"""Fields that name something, or a page, of which there is a call."""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    site = demo_site(tmp_path)
    wiring.use(site.house)
    assert site.ask(f"/{ALIAS}", address="198.51.100.1").said == "counted"
    yield site
    wiring.use(None)
    site.store.store.close()


@pytest.mark.parametrize(
    ("name", "following", "link"), LINKS, ids=[f"{name}-{to}" for name, to, _ in LINKS]
)
def test_an_answer_leads_to_the_call_that_is_said(
    site: Site, name: str, following: str, link: Json
) -> None:
    token = writing_token(site)
    first = sample(name, token)
    goes_on = "query.cursor" in link["parameters"]
    if goes_on:
        first = replace(first, target=f"{first.target.partition('?')[0]}?limit=1")
        act(site)
    answer = send(site, first)
    assert answer.status < 300, answer.text
    assert link["operationId"] == following
    taken = {
        parameter: value
        for parameter, found_at in link["parameters"].items()
        if (value := evaluated(found_at, name, first, answer)) is not None
    }
    answer = send(site, led(sample(following, token), following, taken))
    assert answer.status < 300, answer.text
    # The token has a place in one campaign, and so one page of them.
    assert ("query.cursor" in taken) is (goes_on and name != "listCampaigns")


def test_what_names_something_leads_to_it() -> None:
    leading = {name for name, _, _ in LINKS}
    for name, (_, operation) in CALLS.items():
        for answer in operation["responses"].values():
            schema = answer.get("content", {}).get("application/json", {}).get("schema", {})
            shape = DOCUMENT["components"]["schemas"].get(schema.get("$ref", "").split("/")[-1], {})
            if name.startswith(("show", "list", "create")) and name != "showCount":
                fields = GIVES_A_FIELD & shape.get("properties", {}).keys()
                assert not fields or name in leading, (name, fields)


def sample(name: str, token: str) -> Call:
    """The call that the description shows of an operation."""
    call = parse_curl(CALLS[name][1]["x-codeSamples"][0]["source"], token)
    call.headers.pop("Idempotency-Key", None)  # each is another request
    return call


def act(site: Site) -> None:
    """Leaves two acts in the trail, so that there is a page after the first."""
    token = writing_token(site)
    for label in ("un", "deux"):
        call = replace(sample("createToken", token), body=json.dumps({"label": label}).encode())
        assert send(site, call).status == 201


def evaluated(expression: str, name: str, asked: Call, answer: Answer) -> Any:
    """What a runtime expression stands for; None where it stands for nothing."""
    path, _, query = asked.target.partition("?")
    if found := re.fullmatch(r"\$request\.path\.(\w+)", expression):
        pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(CALLS[name][0]))
        matched = re.fullmatch(pattern, path)
        assert matched
        return unquote(matched[found[1]])
    if found := re.fullmatch(r"\$request\.query\.(\w+)", expression):
        return parse_qs(query).get(found[1], [None])[0]
    assert expression.startswith("$response.body#/")
    value = answer.json
    for step in expression.removeprefix("$response.body#/").split("/"):
        value = value[int(step)] if isinstance(value, list) else value[step]
    return value


def led(call: Call, name: str, taken: dict[str, Any]) -> Call:
    """The call with what it takes from the answer before."""
    path, query = CALLS[name][0], parse_qs(urlsplit(call.target).query)
    for parameter, value in taken.items():
        place, _, variable = parameter.partition(".")
        if place == "path":
            path = path.replace(f"{{{variable}}}", quote(str(value), safe=""))
        else:
            query[variable] = [str(value)]
    assert "{" not in path, "every variable of the path is taken from the answer"
    asked = f"?{urlencode(query, doseq=True)}" if query else ""
    return replace(call, target=path + asked)
