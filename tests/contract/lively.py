"""A campaign in which everything has happened, and all that a store shows of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from chalicelib.access.model import Act, Member, OneTime, Place, Purpose, Scope, Session, Token
from chalicelib.campaign.codes import fold
from chalicelib.campaign.model import Kit, Level, Link, Milestone, Switch
from chalicelib.clock import earliest_today
from chalicelib.fairness import report, report_to_json
from chalicelib.leaderboard import Period
from chalicelib.moving import Moved, move_out
from chalicelib.petition.model import Crossing, Official, Point
from chalicelib.petition.summary import more_to_json, summarise, to_json
from chalicelib.tally.apply import Adder
from chalicelib.tally.reconcile import reconcile
from chalicelib.visits.model import Verdict
from tests.contract.samples import (
    BREST,
    CAMPAIGN,
    DAY,
    ESSOR,
    LYON,
    LYON_POSTER,
    NOON,
    OTHER,
    OTHER_LINK,
    RIVE,
    excluded,
    patient,
    ruling,
    visit,
)
from tests.contract.stands import Stand

ESSOR_WITHOUT_BREST = replace(
    CAMPAIGN.associations[0], groups=(LYON, replace(BREST, retired=True)), logo="a1"
)

LIVELY = replace(
    CAMPAIGN,
    page_first=("facebook",),
    kit=Kit("#b02d3d", "Imprimé par nos soins"),
    milestones=(Milestone(100, "Cent"), Milestone(500, "Cinq cents")),
    associations=(ESSOR_WITHOUT_BREST, *CAMPAIGN.associations[1:]),
    switches=(
        Switch(NOON, "https://petitions.senat.fr/1", CAMPAIGN.petition_url, "ada", "déplacée"),
    ),
)

BREST_LINK = Link("JK7Q8R9", "enfants", "essor", BREST.id, "poster", ("essor-brest",), closed=True)
LINKS = (ESSOR, LYON_POSTER, RIVE, BREST_LINK)

AT_CAIRN = replace(LYON_POSTER, association="cairn")
"""Lyon's link, when Lyon had gone to another association."""

LONG_AGO = NOON - timedelta(days=60)
YESTERDAY = NOON - timedelta(days=1)
ORGANISER = Place("enfants")


def live(stand: Stand) -> None:
    """Two months of a campaign: visits, some that nobody kept, and acts of all kinds."""
    store = stand.store
    store.save(LIVELY)
    store.save(OTHER)
    for link in (*LINKS, OTHER_LINK):
        store.add_link(link)
    store.save_picture("enfants", "a1", b"\x89PNG\x00")
    for at in (LONG_AGO, YESTERDAY, NOON):
        stand.clock.now = at
        for place, link in enumerate((ESSOR, LYON_POSTER, AT_CAIRN, RIVE, BREST_LINK, OTHER_LINK)):
            for n in range(1 + place % 2):
                one = visit(link, f"v{n} {at} {link.association}", at, scan=n % 2 == 0)
                store.record(replace(one, network=f"{n:02}"), patient())
        stand.deliver()
        if at == LONG_AGO:
            store.rule(ruling(ESSOR, at.date().isoformat(), at=at))
            store.rule(ruling(RIVE, at.date().isoformat(), at=at))
    store.expire()
    store.rule(ruling(AT_CAIRN, YESTERDAY.date().isoformat(), at=NOON))
    store.rule(ruling(RIVE, LONG_AGO.date().isoformat(), True, NOON, "Une erreur"))
    for of, verdict, many in (
        (ESSOR, Verdict.ROBOT, 3), (LYON_POSTER, Verdict.ROBOT, 2), (AT_CAIRN, Verdict.ROBOT, 4),
        (AT_CAIRN, Verdict.REPEAT, 1), (RIVE, Verdict.HEAD, 1), (OTHER_LINK, Verdict.ROBOT, 9),
    ):  # fmt: skip
        for _ in range(many):
            store.exclude(excluded(of, verdict), patient())
    first = Official("enfants", "senat:1", count=120, at=NOON, source="senat", version=1)
    stamped = replace(first, crossings=(Crossing(100, NOON),), next_at=NOON, version=2)
    store.keep_official(first, (Point(YESTERDAY, 90, "senat"),))
    store.keep_official(stamped, (Point(NOON, 120, "senat"),))
    for act in ("made", "changed"):
        store.append(Act(NOON, "enfants", "ada", f"link.{act}", "a link", "essor"))
    store.append(Act(YESTERDAY, "enfants", "bob", "campaign.applied", "all"))
    store.save_member(Member("ada@example.org", ORGANISER, NOON, "command line"))
    store.save_member(Member("bob@example.org", Place("enfants", "essor", LYON.id), NOON, "ada"))
    token = Token("0a", Place("enfants", "rive"), "site", "digest", NOON, Scope.WRITE, NOON, None)
    store.save_token(token)
    store.use_token(token, DAY)
    session = Session("session id", "ada@example.org", NOON, NOON + timedelta(hours=9))
    store.save_session(session)
    store.save_once(OneTime("once", Purpose.INVITATION, NOON + timedelta(days=9), "", ORGANISER))
    store.make_salt("enfants", DAY, b"a salt that stays", patient())
    store.signing_key(b"a key that stays")
    stand.deliver(LIVELY, OTHER)


def shown(stand: Stand) -> dict[str, Any]:
    """All that people can see of the campaign."""
    store, clock = stand.store, stand.clock
    stand.deliver(LIVELY)
    campaign = store.load("enfants")
    assert campaign
    summary = summarise(store, campaign, clock())
    return {
        "campaign": campaign,
        "links": store.links("enfants"),
        "names": [
            store.link(fold(name), patient())
            for link in LINKS
            for name in (link.code, *link.aliases)
        ],
        "boards": {
            (level, period): replace(
                store.board(campaign, level, period, 200, None), next=None, updated_at=NOON
            )
            for level in Level
            for period in Period
        },
        "totals": [store.totals("enfants", level) for level in Level],
        "days": [store.days("enfants", level, e) for level, e in entities()],
        "excluded": [store.excluded("enfants", link.code) for link in LINKS],
        "fairness": [
            report_to_json(report(store, "enfants", at.date().isoformat()), campaign)
            for at in (YESTERDAY, NOON)
        ],
        "rulings": store.rulings("enfants"),
        "official": to_json(summary, store.points("enfants")) | more_to_json(summary),
        "acts": store.acts("enfants", 50),
        "acts of essor": store.acts("enfants", 50, association="essor"),
        "members": store.members("enfants"),
        "memberships": store.memberships("bob@example.org"),
        "tokens": [store.tokens("enfants"), store.token("digest")],
        "picture": store.picture("enfants", "a1"),
        "visits": sorted(
            (visit.key, visit, tallied)
            for visit, tallied in store.kept_visits()
            if visit.campaign == "enfants"
        ),
    }


def entities() -> Iterator[tuple[Level, str]]:
    yield Level.CAMPAIGN, "enfants"
    yield from ((Level.ASSOCIATION, a.slug) for a in LIVELY.associations)
    yield from ((Level.GROUP, g.id) for g in (LYON, BREST))
    yield from ((Level.LINK, link.code) for link in LINKS)


def out_of(stand: Stand, path: Path) -> Moved:
    return move_out(stand.store, "enfants", path, stand.clock(), "0.1.0")


def records(path: Path) -> list[str]:
    """The lines between header and end, whose order is the store's own."""
    return sorted(path.read_text("utf-8").splitlines()[1:-1])


def drifts(stand: Stand) -> tuple[int, list[Any]]:
    found = reconcile(stand.store, Adder(stand.store), earliest_today(stand.clock()))
    return found.added, found.drifts
