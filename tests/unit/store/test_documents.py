"""Documents that an older Porte-voix wrote are read; what they lack has its default."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.campaign.model import (
    Association,
    Campaign,
    Group,
    Kit,
    Milestone,
    Petition,
    State,
)
from chalicelib.store.documents import campaign_from_text, campaign_to_text

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
