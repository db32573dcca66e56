"""Documents that an older Porte-voix wrote are read; what they lack has its default."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.access.model import (
    Act,
    Kept,
    Member,
    OneTime,
    Place,
    Purpose,
    Session,
    Token,
)
from chalicelib.campaign.model import (
    Association,
    Campaign,
    Group,
    Kit,
    Milestone,
    Petition,
    State,
    Switch,
)
from chalicelib.fairness import ruling_from_json, ruling_to_json
from chalicelib.petition.model import Crossing, Official, Point
from chalicelib.store import documents
from chalicelib.store.documents import campaign_from_text, campaign_to_text
from tests.contract.samples import ESSOR, NOON, ruling

BEFORE_THE_KIT = """\
{"slug":"enfants","title":"Pour les enfants","summary":"Une demande.",\
"petition_url":"https://petitions.assemblee-nationale.fr/initiatives/i-1",\
"demands":["La première"],"locale":"fr","timezone":"Europe/Paris","public_leaderboard":true,\
"state":"closed","petition":{"source":"senat","id":"i-1","poll_minutes":5},\
"milestones":[{"signatures":100,"label":"Cent","condition":""}],\
"associations":[{"slug":"essor","name":"L’Essor","contact":"","website":"",\
"groups":[{"id":"essor/lyon","slug":"lyon","name":"Lyon","department":"Rhône",\
"retired":false}],"retired":false}],"version":3}"""

READ = Campaign(
    slug="enfants",
    title="Pour les enfants",
    summary="Une demande.",
    petition_url="https://petitions.assemblee-nationale.fr/initiatives/i-1",
    demands=("La première",),
    state=State.CLOSED,
    petition=Petition("senat", "i-1", 5),
    milestones=(Milestone(100, "Cent"),),
    associations=(
        Association("essor", "L’Essor", groups=(Group("essor/lyon", "lyon", "Lyon", "Rhône"),)),
    ),
    version=3,
)


def test_a_campaign_kept_before_there_was_a_kit_is_read() -> None:
    assert campaign_from_text(BEFORE_THE_KIT) == READ
    assert (READ.call, READ.text, READ.kit) == ("", (), Kit())
    assert READ.associations[0].logo == ""
    assert (READ.switches, READ.page_first) == ((), ())


def test_a_campaign_with_all_of_its_kit_comes_back() -> None:
    whole = replace(
        READ,
        call="Rejoignez-nous",
        page_first=("facebook", "x"),
        text=("Un.", "Deux."),
        kit=Kit("#b02d3d", "Imprimé par nos soins"),
        associations=(replace(READ.associations[0], logo="0123456789abcdef01234567"),),
    )
    assert campaign_from_text(campaign_to_text(whole)) == whole


PLACE = Place("enfants", "essor")
OFFICIAL = Official(
    "enfants",
    at=NOON,
    held=Point(NOON, 7, "senat"),
    crossings=(Crossing(100, NOON),),
    version=2,
)

DOCUMENTS: list[tuple[Any, Callable[[Any], str], Callable[[str], Any]]] = [
    (
        replace(READ, switches=(Switch(NOON, "https://a.fr", "https://b.fr", "ada"),)),
        campaign_to_text,
        campaign_from_text,
    ),
    (ESSOR, documents.link_to_text, documents.link_from_text),
    (Token("0a", PLACE, "site", "abc", NOON), documents.token_to_text, documents.token_from_text),
    (
        Member("ada@example.org", PLACE, NOON, "bob"),
        documents.member_to_text,
        documents.member_from_text,
    ),
    (
        OneTime("abc", Purpose.INVITATION, NOON, place=PLACE),
        documents.one_time_to_text,
        documents.one_time_from_text,
    ),
    (
        Session("id", "ada@example.org", NOON, NOON),
        documents.session_to_text,
        documents.session_from_text,
    ),
    (
        Act(NOON, "enfants", "ada", "link.created", "a link"),
        documents.act_to_text,
        documents.act_from_text,
    ),
    (Kept("abc", 200, "{}"), documents.kept_to_text, documents.kept_from_text),
    (OFFICIAL, documents.official_to_text, documents.official_from_text),
    (
        ruling(ESSOR),
        lambda one: json.dumps(ruling_to_json(one)),
        lambda text: ruling_from_json(json.loads(text)),
    ),
]


@pytest.mark.parametrize(
    ("value", "write", "read"), DOCUMENTS, ids=[type(value).__name__ for value, *_ in DOCUMENTS]
)
def test_what_a_newer_version_added_is_passed_over(
    value: Any, write: Callable[[Any], str], read: Callable[[str], Any]
) -> None:
    def with_more(part: Any) -> Any:
        if isinstance(part, dict):
            return {"mood": ["new"]} | {name: with_more(inner) for name, inner in part.items()}
        return [with_more(inner) for inner in part] if isinstance(part, list) else part

    assert read(json.dumps(with_more(json.loads(write(value))))) == value
