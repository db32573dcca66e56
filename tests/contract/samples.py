"""A campaign with its links, and visits of them."""

from __future__ import annotations

from datetime import UTC, datetime

from chalicelib.campaign.model import Association, Campaign, Group, Link
from chalicelib.clock import Budget, local_day, zone
from chalicelib.leaderboard import Ruling
from chalicelib.visits.model import Exclusion, Verdict, Visit

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
"""Noon in Paris, on a Monday."""

DAY = "2026-11-23"

LYON = Group("essor/lyon", "lyon", "Lyon")
BREST = Group("essor/brest", "brest", "Brest")

CAMPAIGN = Campaign(
    slug="enfants",
    title="Pour la défense des enfants",
    summary="Trois demandes.",
    petition_url="https://petitions.assemblee-nationale.fr/initiatives/i-1",
    associations=(
        Association("essor", "L’Essor", groups=(LYON, BREST)),
        Association("rive", "La Rive"),
        Association("cairn", "Le Cairn"),
    ),
    version=1,
)

ESSOR = Link("AB3K9X7", "enfants", "essor", "", "poster")
LYON_POSTER = Link("CD4M8Y2", "enfants", "essor", LYON.id, "poster", aliases=("essor-lyon",))
RIVE = Link("EF5N7Z3", "enfants", "rive", "", "whatsapp")

OTHER = Campaign("autres", "Autre", "Autre", "https://petitions.senat.fr/2", version=1)
OTHER_LINK = Link("GH6P5W4", "autres", "seule", "", "poster")


def visit(
    link: Link,
    visitor: str,
    at: datetime = NOON,
    scan: bool = False,
    network: str = "3af",
    family: str = "chrome-android",
) -> Visit:
    """A visit of `link` by `visitor`, on the day and in the hour that `at` is in Paris."""
    return Visit(
        campaign=link.campaign,
        association=link.association,
        group=link.group,
        link=link.code,
        day=local_day(at, "Europe/Paris").isoformat(),
        hour=at.astimezone(zone("Europe/Paris")).hour,
        at=at,
        visitor=visitor,
        request=f"request of {visitor}",
        scan=scan,
        network=network,
        family=family,
    )


def excluded(link: Link, verdict: Verdict) -> Exclusion:
    """A request for `link` that is not counted."""
    return Exclusion(link.campaign, link.association, link.group, link.code, verdict)


def ruling(
    link: Link, day: str = DAY, ranked: bool = False, at: datetime = NOON, reason: str = "Une fête"
) -> Ruling:
    """An act on a day of `link`."""
    return Ruling(
        link.campaign,
        link.code,
        day,
        ranked,
        reason,
        "an organiser",
        at,
        link.association,
        link.group,
        link.channel,
    )


def patient() -> Budget:
    """A budget that no test uses up."""
    return Budget(30.0)
