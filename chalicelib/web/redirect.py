"""The way of a click, step by step. The page the product lives or dies by.

    who asks            visits.traffic    a person, or a machine and why
    for which link      campaign.links    remembered for a minute
    is it open          a closed one leads to a page with the way to the petition
    where to            campaign.destinations, checked again here
    count it            visits.record     one write, before the answer, bounded in time
    answer              302, no-store; a preview crawler gets a small page instead; who comes by
                        a channel that the campaign's page is for sees that first

Whatever the store does, a person who followed a link leaves within a second, for the
petition when it is known and for the fallback address otherwise.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from chalice.app import Request, Response

from chalicelib import wiring
from chalicelib.campaign.addresses import leads_to
from chalicelib.campaign.codes import read_segment
from chalicelib.campaign.destinations import check_destination
from chalicelib.campaign.links import Found
from chalicelib.clock import Budget, zone
from chalicelib.errors import RefusedDestination, StoreUnavailable, UnknownLink
from chalicelib.visits.families import family
from chalicelib.visits.model import Exclusion, Outcome, Verdict, Visit
from chalicelib.visits.traffic import Hit, classify, shows_preview
from chalicelib.web.answers import Headers, log_unexpected
from chalicelib.web.visitor_request import source_address

BUDGET_SECONDS = 0.8
"""What the store may take of the second within which a redirect leaves."""

_DEFERRED, _UNATTRIBUTED, _FAULT = (
    "deferred",
    "not-counted; reason=unattributed",
    "not-counted; reason=error",
)
_UNSURE = frozenset({_DEFERRED, _UNATTRIBUTED, _FAULT})
"""What is said when the store, or we, failed: the campaign's page might not be there either, and
the petition is."""


def follow(request: Request, segment: str, scan: bool) -> Response:
    """Answers `/{code}` and `/Q/{CODE}`."""
    house = wiring.house()
    budget = Budget(BUDGET_SECONDS)
    key, look_first = read_segment(segment)
    try:
        found = house.links.find(key, budget)
    except StoreUnavailable as error:
        return _fall_back(house, key, str(error), "unattributed")
    except Exception as error:
        log_unexpected(request, error)
        return _redirect(house.settings.fallback_url, _FAULT)
    if found is None:
        raise UnknownLink("no link has this code; check its letters, or ask whoever gave it to you")
    if look_first or not found.open:
        from chalicelib.web import pages

        return pages.look(request, found) if look_first else pages.closed(request, found)
    return _send_on(house, request, found, scan, budget)


def _send_on(
    house: wiring.House, request: Request, found: Found, scan: bool, budget: Budget
) -> Response:
    """To the petition, counted or not; or a small page, for a preview crawler."""
    try:
        destination = check_destination(
            found.campaign.petition_url, house.settings.destination_hosts
        )
    except RefusedDestination as error:
        return _fall_back(house, found.link.code, str(error), "refused-destination")
    try:
        hit = Hit(request.method, request.headers)
        verdict = classify(hit).verdict
        said = _note(house, request, found, scan, verdict, budget)
        if verdict is not Verdict.PERSON and shows_preview(hit):
            from chalicelib.web import pages

            return pages.preview(request, found, destination, said)
    except Exception as error:
        # A fault of ours is not the person's: the log has it, and they leave all the same.
        log_unexpected(request, error)
        said = _FAULT
    if said not in _UNSURE and found.link.channel in found.campaign.page_first:
        destination = leads_to(house.settings.base_url, found.campaign, found.link)
    return _redirect(destination, said)


def _note(
    house: wiring.House,
    request: Request,
    found: Found,
    scan: bool,
    verdict: Verdict,
    budget: Budget,
) -> str:
    """Counts the visit or the exclusion; answers what the verdict's header says."""
    if verdict is Verdict.PERSON:
        return _count(house, request, found, scan, budget)
    _exclude(house, found, verdict, budget)
    return f"not-counted; reason={verdict}"


def _count(house: wiring.House, request: Request, found: Found, scan: bool, budget: Budget) -> str:
    """Makes the one write; answers what the verdict's header says."""
    at = house.clock()
    try:
        visit = _visit(house, request, found, scan, at, budget)
    except StoreUnavailable as error:
        house.recorder.unattributed(found.link.code, at, str(error))
        return _UNATTRIBUTED
    outcome = house.recorder.record(visit, budget)
    if outcome is Outcome.REPEAT:
        _exclude(house, found, Verdict.REPEAT, budget)
        return f"not-counted; reason={Verdict.REPEAT}"
    return "counted" if outcome else _DEFERRED


def _visit(
    house: wiring.House,
    request: Request,
    found: Found,
    scan: bool,
    at: datetime,
    budget: Budget,
) -> Visit:
    """The visit that this request may be. `StoreUnavailable` without the day's salt."""
    link, campaign = found.link, found.campaign
    there = at.astimezone(zone(campaign.timezone))
    day = there.date().isoformat()
    address = source_address(request, house.settings.trusted_proxies)
    agent = request.headers.get("user-agent", "")
    return Visit(
        campaign=campaign.slug,
        association=link.association,
        group=link.group,
        link=link.code,
        day=day,
        hour=there.hour,
        at=at,
        visitor=house.visitors.pseudonym(campaign.slug, link.code, day, address, agent, budget),
        request=str(request.context["requestId"]),
        scan=scan,
        network=house.visitors.network(campaign.slug, link.code, day, address, budget),
        family=family(agent),
    )


def _exclude(house: wiring.House, found: Found, verdict: Verdict, budget: Budget) -> None:
    link = found.link
    exclusion = Exclusion(link.campaign, link.association, link.group, link.code, verdict)
    house.recorder.exclude(exclusion, budget)


def _fall_back(house: wiring.House, key: str, problem: str, reason: str) -> Response:
    """To the fallback address; the log is told, if it still takes anything."""
    with suppress(OSError):
        house.recorder.unattributed(key, house.clock(), problem)
    return _redirect(house.settings.fallback_url, f"not-counted; reason={reason}")


def _redirect(destination: str, said: str) -> Response:
    # No-store: a browser that remembers the redirect never comes back to be counted again.
    headers: Headers = {
        "Location": destination,
        "Cache-Control": "no-store",
        "Content-Type": "text/plain; charset=utf-8",
        "X-Porte-Voix": said,
    }
    return Response("", headers, 302)
