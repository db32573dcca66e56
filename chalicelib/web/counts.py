"""The official count for everybody: as JSON, as a badge, as a frame in other sites' pages."""

from __future__ import annotations

import json

from chalice.app import Request, Response

from chalicelib import wiring
from chalicelib.campaign.addresses import short_url
from chalicelib.campaign.codes import read_segment
from chalicelib.campaign.model import Campaign, Level
from chalicelib.clock import Budget, local_day
from chalicelib.errors import UnknownLink
from chalicelib.kit.pictures import badge
from chalicelib.language import typeset
from chalicelib.petition.beside import Beside, beside
from chalicelib.petition.beside import to_json as beside_to_json
from chalicelib.petition.summary import Summary, more_to_json, summarise, to_json
from chalicelib.web import locales, pages
from chalicelib.web.answers import FRAMEABLE, SECURITY_HEADERS, SVG, kept_answer
from chalicelib.web.api import SECONDS, find_campaign, query
from chalicelib.web.render import day, number, render
from chalicelib.web.words import plural, word

KEPT_SECONDS = 60
"""What other sites may keep a count for: it is read every few minutes at most."""

SHOWN_DAYS, MOST_DAYS = 60, 730

ANYBODY = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
"""Other sites' pages and scripts may read what is public anyhow."""


def signatures(request: Request, slug: str) -> Response:
    """`GET /v1/campaigns/{campaign}/signatures`: the count, its milestones, its series."""
    _, summary = _summary(slug)
    series = wiring.house().store.points(slug, summary.official.since)
    return _json(request, to_json(summary, series))


def days(request: Request, slug: str) -> Response:
    """`GET /v1/campaigns/{campaign}/days`: visits and signatures of the same days."""
    campaign, summary = _summary(slug)
    shown = {"campaign": campaign.slug} | beside_to_json(_beside(campaign, summary, MOST_DAYS))
    return _json(request, shown)


def signatures_page(request: Request, slug: str) -> Response:
    """`GET /c/{campaign}/signatures`: the same as a page."""
    campaign, summary = _summary(slug)
    return pages.show(
        request,
        "signatures.html",
        campaign,
        summary=summary,
        found=_beside(campaign, summary, SHOWN_DAYS),
        updated_at=wiring.house().clock(),
        canonical=pages.address(campaign, "/signatures"),
        image=pages.picture(campaign),
    )


def count_json(request: Request, slug: str) -> Response:
    """`GET /c/{campaign}/count.json`: what a site needs to show the count."""
    campaign, summary = _summary(slug)
    official = summary.official
    shown = {
        "campaign": campaign.slug,
        "title": campaign.title,
        "count": official.count,
        "read_at": official.at.isoformat() if official.at else None,
        "stale": summary.stale,
        "progress": round(summary.progress, 4),
        "url": pages.address(campaign),
    } | more_to_json(summary)
    return _json(request, shown)


def count_svg(request: Request, slug: str) -> Response:
    """`GET /c/{campaign}/count.svg`: a badge, `?lang=fr|en`."""
    campaign, summary = _summary(slug)
    locale = locales.asked(request) or campaign.locale
    count = summary.official.count
    if count is None:
        name, figure = word(locale, "count.signatures"), word(locale, "count.unknown")
        title = f"{typeset(campaign.title, locale)} : {figure}"
    else:
        name, figure = word(locale, plural(locale, "count.name", count)), number(count, locale)
        title = word(
            locale, "count.title", title=campaign.title, count=figure, name=name,
            on=_read_on(summary, campaign, locale),
        )  # fmt: skip
    picture = badge.svg(name, figure, typeset(title, locale), locale)
    # Its style is in it: a badge is one file.
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return kept_answer(
        request, picture, SVG, KEPT_SECONDS,
        ANYBODY | {"Content-Security-Policy": policy}, stale=True,
    )  # fmt: skip


def _read_on(summary: Summary, campaign: Campaign, locale: str) -> str:
    at = summary.official.at
    return day(local_day(at, campaign.timezone).isoformat(), locale) if at else ""


def embed(request: Request, slug: str) -> Response:
    """`GET /c/{campaign}/embed`: a frame with the count, and a way to sign that counts for
    the link that `?link=CODE` names.
    """
    campaign, summary = _summary(slug)
    locale = locales.asked(request) or campaign.locale
    body = render(
        "embed.html",
        locale,
        root=pages.root(),
        campaign=campaign,
        summary=summary,
        sign_url=_sign_url(request, campaign),
        campaign_url=pages.address(campaign),
    )
    policy = SECURITY_HEADERS["Content-Security-Policy"].replace(
        "frame-ancestors 'none'", FRAMEABLE
    )
    return kept_answer(
        request, body, "text/html; charset=utf-8", KEPT_SECONDS,
        {"Content-Security-Policy": policy}, stale=True,
    )  # fmt: skip


def _sign_url(request: Request, campaign: Campaign) -> str:
    code = query(request, "link")
    if not code:
        return pages.address(campaign)
    found = wiring.house().links.find(read_segment(code)[0], Budget(SECONDS))
    if found is None or found.campaign.slug != campaign.slug:
        raise UnknownLink(f"no link of this campaign has the code {code!r}")
    return short_url(wiring.house().settings.base_url, found.link.code)


def _summary(slug: str) -> tuple[Campaign, Summary]:
    campaign = find_campaign(slug)
    house = wiring.house()
    return campaign, summarise(house.store, campaign, house.clock())


def _beside(campaign: Campaign, summary: Summary, most: int) -> Beside:
    house, official = wiring.house(), summary.official
    counted = house.store.days(campaign.slug, Level.CAMPAIGN, campaign.slug)
    visits = {day: (count.visits, count.scans) for day, count in counted}
    points = house.store.points(campaign.slug, official.since)
    return beside(visits, points, official.at, campaign.timezone, house.clock(), most)


def _json(request: Request, shown: object) -> Response:
    body = json.dumps(shown, ensure_ascii=False, separators=(",", ":"))
    return kept_answer(request, body, "application/json", KEPT_SECONDS, ANYBODY, stale=True)
