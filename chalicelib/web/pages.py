"""The pages that people read, made on the server."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode, urlsplit

from chalice.app import Request, Response

from chalicelib import leaderboard, wiring
from chalicelib.campaign.addresses import short_url
from chalicelib.campaign.destinations import check_destination
from chalicelib.campaign.links import Found
from chalicelib.campaign.model import Campaign, Level
from chalicelib.errors import PorteVoixError, RefusedDestination, UnknownLink, UnknownPath
from chalicelib.kit import pieces
from chalicelib.leaderboard import Period
from chalicelib.petition.summary import summarise
from chalicelib.web import api
from chalicelib.web.answers import html, json_answer, kept_answer
from chalicelib.web.render import render

TOP = 12
PER_PAGE = 50
KEPT_SECONDS = 3600
LEVELS = (Level.ASSOCIATION, Level.GROUP)


def home(request: Request) -> Response:
    """`/`: the campaign when there is one, the list of them otherwise."""
    listed = [c for c in wiring.house().store.campaigns() if c.state.listed]
    if len(listed) == 1:
        return campaign_page(request, listed[0].slug)
    campaigns = [(c.slug, c.title, c.summary) for c in listed]
    return _page(request, "home.html", asked_locale(request), campaigns=campaigns)


def campaign_page(request: Request, slug: str) -> Response:
    """`/c/{campaign}`: the call, the demands, the leaderboard's top, a link to try."""
    house = wiring.house()
    campaign = api.find_campaign(slug)
    page = house.store.board(campaign, Level.ASSOCIATION, Period.ALL, TOP, None)
    return _page(
        request,
        "campaign.html",
        locale_of(request, campaign),
        campaign=campaign,
        rows=leaderboard.name_rows(page, campaign, Level.ASSOCIATION, {}),
        total_visits=page.total,
        total_scans=page.scans,
        updated_at=page.updated_at,
        sign_url=_petition(campaign),
        left_out=_left_out(page, campaign),
        summary=summarise(house.store, campaign, house.clock()),
        canonical=address(campaign),
        image=picture(campaign),
        **_something_to_try(campaign),
    )


def board_page(request: Request, slug: str) -> Response:
    """`/c/{campaign}/leaderboard`."""
    house = wiring.house()
    campaign = api.find_campaign(slug)
    level = api.choice(request, "level", LEVELS, Level.ASSOCIATION)
    if not campaign.public_leaderboard:
        raise UnknownPath("this campaign keeps its leaderboard to itself")
    period = api.choice(request, "period", tuple(Period), Period.ALL)
    cursor = api.query(request, "cursor")
    page = house.store.board(campaign, level, period, PER_PAGE, cursor)
    following = urlencode({"level": level, "period": period, "cursor": page.next or ""})
    return _page(
        request,
        "leaderboard.html",
        locale_of(request, campaign),
        campaign=campaign,
        level=level,
        period=period,
        rows=leaderboard.name_rows(page, campaign, level, {}),
        total=page.total,
        updated_at=page.updated_at,
        next=f"?{following}" if page.next else None,
        left_out=_left_out(page, campaign),
        canonical=address(campaign, "/leaderboard"),
        image=picture(campaign),
    )


def show(request: Request, template: str, campaign: Campaign, **values: Any) -> Response:
    """A page about a campaign, in the language that was asked for."""
    return _page(request, template, locale_of(request, campaign), campaign=campaign, **values)


def look(request: Request, found: Found) -> Response:
    """`/{code}+`: what a link is and where it goes, for who wants to look first. Not counted."""
    base = wiring.house().settings.base_url
    return _page(
        request,
        "look.html",
        locale_of(request, found.campaign),
        campaign=found.campaign,
        link=found.link,
        owner_name=_owner_name(found),
        short_url=short_url(base, found.link.code),
        qr_path=f"{root()}/{found.link.code}/qr.svg",
        destination=_petition(found.campaign),
        prints=prints(),
    )


def closed(request: Request, found: Found) -> Response:
    """A link or a campaign that is closed: says so, with the way to the petition."""
    return _page(
        request,
        "closed.html",
        locale_of(request, found.campaign),
        status=410,
        campaign=found.campaign,
        sign_url=_petition(found.campaign),
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
    return _page(
        request,
        template,
        asked_locale(request),
        status=problem.status,
        message=str(problem),
        code=problem.code,
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


def _something_to_try(campaign: Campaign) -> dict[str, Any]:
    """The first open link, on one machine: nobody has printed anything there yet."""
    settings = wiring.house().settings
    if settings.store != "sqlite":
        return {"try_link": None, "try_qr": None, "try_caption": ""}
    link = next((k for k in wiring.house().store.links(campaign.slug) if not k.closed), None)
    if link is None:
        return {"try_link": None, "try_qr": None, "try_caption": ""}
    return {
        "try_link": short_url(settings.base_url, link.code),
        "try_qr": f"{root()}/{link.code}/qr.svg",
        "try_caption": f"{_owner_name(Found(link, campaign))} · {link.channel}",
    }


def _left_out(page: leaderboard.Page, campaign: Campaign) -> list[tuple[str, str, str]]:
    """The days that are out of the ranking: which, whose, why; the latest first."""
    return [
        (
            ruling.day,
            leaderboard.link_name(campaign, ruling.association, ruling.group, ruling.channel),
            ruling.reason,
        )
        for ruling in reversed(page.left_out)
    ]


def address(campaign: Campaign, page: str = "") -> str:
    """The absolute address of one of the campaign's pages."""
    return f"{wiring.house().settings.base_url}/c/{campaign.slug}{page}"


def picture(campaign: Campaign) -> str:
    """The absolute address of the picture that previews show."""
    # Another address when the campaign changed: crawlers keep what they saw at the old one.
    return address(campaign, f"/card.png?{campaign.version}")


def _petition(campaign: Campaign) -> str:
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


def _owner_name(found: Found) -> str:
    group = found.campaign.group(found.link.group) if found.link.group else None
    association = found.campaign.association(found.link.association)
    name = association.name if association else found.link.association
    return f"{name}, {group[1].name}" if group else name


def _page(
    request: Request, template: str, locale: str, status: int = 200, **values: Any
) -> Response:
    campaign: Campaign | None = values.get("campaign")
    moved = campaign.announced(wiring.house().clock()) if campaign else None
    return html(render(template, locale, root=root(), moved=moved, **values), status)


def root() -> str:
    """The prefix of the site's own paths: "" or "/stage"."""
    return urlsplit(wiring.house().settings.base_url).path


def locale_of(request: Request, campaign: Campaign) -> str:
    """The campaign's language, unless the address asks for the other."""
    asked = api.query(request, "lang")
    return asked if asked in ("fr", "en") else campaign.locale


def asked_locale(request: Request) -> str:
    """French, unless the address or the browser would rather have English."""
    asked = api.query(request, "lang")
    if asked in ("fr", "en"):
        return asked
    first = request.headers.get("accept-language", "")[:2].lower()
    return "en" if first == "en" else "fr"
