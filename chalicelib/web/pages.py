"""The pages that people read, made on the server: what they share, and those of a link."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from chalice.app import Request, Response

from chalicelib import wiring
from chalicelib.campaign.addresses import short_url
from chalicelib.campaign.destinations import check_destination
from chalicelib.campaign.links import Found
from chalicelib.campaign.model import Campaign
from chalicelib.errors import PorteVoixError, RefusedDestination, UnknownLink
from chalicelib.kit import pieces
from chalicelib.kit.model import DoesNotFit
from chalicelib.web import locales
from chalicelib.web.answers import html, json_answer, kept_answer
from chalicelib.web.render import render
from chalicelib.web.via import owner_name, sender

KEPT_SECONDS = 3600


def show(request: Request, template: str, campaign: Campaign, **values: Any) -> Response:
    """A page about a campaign, in the language that was asked for."""
    return page(request, template, locale_of(request, campaign), campaign=campaign, **values)


def look(request: Request, found: Found) -> Response:
    """`/{code}+`: what a link is and where it goes, for who wants to look first. Not counted."""
    base = wiring.house().settings.base_url
    return page(
        request,
        "look.html",
        locale_of(request, found.campaign),
        campaign=found.campaign,
        link=found.link,
        owner_name=owner_name(found),
        short_url=short_url(base, found.link.code),
        qr_path=f"{root()}/{found.link.code}/qr.svg",
        destination=petition(found.campaign),
        prints=prints(),
    )


def closed(request: Request, found: Found) -> Response:
    """A link or a campaign that is closed: says so, with the way to the petition."""
    return page(
        request,
        "closed.html",
        locale_of(request, found.campaign),
        status=410,
        campaign=found.campaign,
        sign_url=petition(found.campaign),
    )


def preview(request: Request, found: Found, destination: str, said: str) -> Response:
    """The small page that a preview crawler gets: title, summary, picture, address.

    The address is the link's own: whoever shares the preview on shares the link.
    """
    house = wiring.house()
    values = {
        "campaign": found.campaign,
        "canonical": short_url(house.settings.base_url, found.link.code),
        "image": picture(found.campaign),
        "sign_url": destination,
    }
    answer = html(render("preview.html", found.campaign.locale, **values))
    answer.headers["X-Porte-Voix"] = said
    return answer


def error(request: Request, problem: PorteVoixError) -> Response:
    """An error as a page."""
    template = "not_found.html" if problem.status == 404 else "error.html"
    locale = asked_locale(request)
    # What cannot be printed is some link's: that is where other papers are.
    params = request.uri_params or {}
    link = params.get("code", "") if isinstance(problem, DoesNotFit) else ""
    return page(
        request,
        template,
        locale,
        status=problem.status,
        message=problem.said(locale),
        in_english=not problem.french,
        code=problem.code,
        link=link,
        is_link=isinstance(problem, UnknownLink),
        request_id=request.context.get("requestId", ""),
    )


def robots(request: Request) -> Response:
    """`/robots.txt`: crawlers may follow links, or they could show no preview; none counts."""
    text = "User-agent: *\nDisallow: /v1/\n"
    return kept_answer(request, text, "text/plain; charset=utf-8", KEPT_SECONDS)


def health(request: Request) -> Response:
    """`/health`: 200 when the store answers, 503 otherwise."""
    wiring.house().store.campaigns()
    return json_answer({"status": "ok"})


def address(campaign: Campaign, page: str = "") -> str:
    """The absolute address of one of the campaign's pages."""
    return f"{wiring.house().settings.base_url}/c/{campaign.slug}{page}"


def picture(campaign: Campaign) -> str:
    """The absolute address of the picture that previews show."""
    # Another address when the campaign changed: crawlers keep what they saw at the old one.
    return address(campaign, f"/card.png?{campaign.version}")


def petition(campaign: Campaign) -> str:
    """Where a page sends people: what the redirect allows, checked as there."""
    settings = wiring.house().settings
    try:
        return check_destination(campaign.petition_url, settings.destination_hosts)
    except RefusedDestination:
        return settings.fallback_url


def prints() -> dict[str, list[tuple[str, str]]]:
    """What can be printed or shared of a link: each kind, with its variants and their files."""
    found: dict[str, list[tuple[str, str]]] = {}
    for piece in (*pieces.PRINTS, *pieces.PICTURES):
        kind, variant = piece.parts
        found.setdefault(kind, []).append((variant or piece.suffix, piece.file))
    return found


def page(
    request: Request, template: str, locale: str, status: int = 200, **values: Any
) -> Response:
    """A page, with what every one of them has: `root`, `moved`, and what its links keep."""
    campaign: Campaign | None = values.get("campaign")
    moved = campaign.announced(wiring.house().clock()) if campaign else None
    sent_by = sender(request, campaign) if campaign else None
    kept = {"lang": locales.asked(request), "via": sent_by.link.code if sent_by else ""}
    values |= {"kept": {name: value for name, value in kept.items() if value}}
    answer = html(render(template, locale, root=root(), moved=moved, **values), status)
    # Whatever keeps pages keeps one for each language that browsers ask for.
    answer.headers["Vary"] = "Accept-Language"
    return answer


def root() -> str:
    """The prefix of the site's own paths: "" or "/stage"."""
    return urlsplit(wiring.house().settings.base_url).path


def locale_of(request: Request, campaign: Campaign) -> str:
    """The language of a campaign's page: the address's, else the browser's, else the campaign's."""
    return locales.locale_of(request, campaign.locale)


def asked_locale(request: Request) -> str:
    """The language of a page that is no campaign's: French unless English is asked for."""
    return locales.locale_of(request, "fr")
