"""The same request twice: done once and answered alike, or refused when it is another."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.unit.web.door import OTHER, Site
from tests.unit.web.tool import C, association, organiser, trail

A, LINKS, TOKENS = f"{C}/associations", f"{C}/links", f"{C}/tokens"
CREATIONS = [
    (A, {"slug": "phare", "name": "Phare"}),
    (f"{A}/essor/groups", {"slug": "brest", "name": "Brest"}),
    (LINKS, {"association": "essor", "channel": "sms"}),
]
KEY = "0b9c6f1e-3c1e-4a55-9d0e-6f1f0c1e7a11"


@pytest.mark.parametrize(("target", "value"), CREATIONS)
def test_a_creation_asked_for_twice_is_done_once(
    site: Site, target: str, value: dict[str, Any]
) -> None:
    tool = organiser(site)
    first = tool.send("POST", target, value, idempotency_key=KEY)
    acts = trail(site)
    again = tool.send("POST", target, value, idempotency_key=KEY)
    assert (first.status, first.body) == (again.status, again.body)
    assert first.status == 201
    assert first.headers["Location"] == again.headers["Location"]
    assert trail(site) == acts
    assert tool.send("POST", target, value).status == 400


def test_a_key_is_for_one_request(site: Site) -> None:
    tool = organiser(site)
    assert tool.send("POST", *CREATIONS[0], idempotency_key=KEY).status == 201
    for target, value in (*CREATIONS[1:], (A, {"slug": "phare", "name": "Autre"})):
        answer = tool.send("POST", target, value, idempotency_key=KEY)
        assert (answer.status, answer.json["error"]["code"]) == (409, "idempotency_conflict")
    assert len(trail(site)) == 1


def test_a_key_is_its_tools_own(site: Site) -> None:
    one, other = organiser(site), association(site)
    sent = {"slug": "brest", "name": "Brest"}
    assert one.send("POST", *CREATIONS[1], idempotency_key=KEY).status == 201
    answer = other.send("POST", CREATIONS[1][0], sent, idempotency_key=KEY)
    assert (answer.status, answer.json["error"]["code"]) == (400, "bad_fields")


@pytest.mark.parametrize("key", ["", "a b", "é", "x" * 201])
def test_what_is_no_key_is_refused_and_nothing_done(site: Site, key: str) -> None:
    answer = organiser(site).send("POST", *CREATIONS[0], idempotency_key=key)
    assert (answer.status, answer.json["error"]["code"]) == (400, "bad_input")
    assert "Idempotency-Key" in answer.json["error"]["message"]
    assert trail(site) == []


def test_what_was_refused_may_be_sent_again_with_its_key(site: Site) -> None:
    tool = organiser(site)
    assert tool.send("POST", A, {"slug": "phare"}, idempotency_key=KEY).status == 400
    assert tool.send("POST", *CREATIONS[0], idempotency_key=KEY).status == 201


def test_a_key_is_kept_for_a_day(site: Site) -> None:
    tool = organiser(site)
    assert tool.send("POST", *CREATIONS[0], idempotency_key=KEY).status == 201
    site.clock.now += timedelta(hours=24)
    assert tool.send("POST", *CREATIONS[1], idempotency_key=KEY).status == 201


def test_a_new_token_is_shown_in_the_first_answer_alone(site: Site) -> None:
    tool, sent = organiser(site), {"label": "site"}
    first = tool.send("POST", TOKENS, sent, idempotency_key=KEY)
    again = tool.send("POST", TOKENS, sent, idempotency_key=KEY)
    assert first.json["token"].startswith("pvx_")
    assert again.json == {k: v for k, v in first.json.items() if k != "token"}
    assert (again.status, len(tool.every(TOKENS))) == (201, 2)


def test_a_replay_is_for_who_still_may(site: Site) -> None:
    site.apply(OTHER)
    tool = association(site)
    assert tool.send("POST", *CREATIONS[1], idempotency_key=KEY).status == 201
    (token,) = (t for t in site.house.tokens.list("enfants") if t.place.association)
    site.house.tokens.revoke(token.place, token.id)
    assert tool.send("POST", *CREATIONS[1], idempotency_key=KEY).status == 401
