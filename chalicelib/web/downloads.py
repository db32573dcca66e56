"""Pictures to take away: QR codes, which hold `HTTPS://HOST/Q/CODE`, and previews' cards."""

from __future__ import annotations

from chalice.app import Request, Response

from chalicelib import wiring
from chalicelib.campaign.addresses import qr_url, short_url
from chalicelib.campaign.codes import read_segment
from chalicelib.campaign.links import Found
from chalicelib.clock import Budget
from chalicelib.errors import BadInput, UnknownLink
from chalicelib.kit import qr
from chalicelib.language import language, typeset
from chalicelib.web.answers import kept_answer
from chalicelib.web.api import SECONDS, find_campaign, query
from chalicelib.web.render import host
from chalicelib.web.words import plural, word

DEFAULT_PIXELS = 512
# A day, not for ever: the host that the picture holds can change.
KEPT_SECONDS = 86_400


def svg(request: Request, code: str) -> Response:
    """`GET /{code}/qr.svg`."""
    found, base = _find(code), wiring.house().settings.base_url
    read_aloud = short_url(base, found.link.code)
    picture = qr.svg(
        qr_url(base, found.link.code), _level(request), _pixels(request), title=read_aloud
    )
    return _kept(request, picture.decode(), "image/svg+xml", f"{_name(found)}.svg")


def png(request: Request, code: str) -> Response:
    """`GET /{code}/qr.png`."""
    found, base = _find(code), wiring.house().settings.base_url
    picture = qr.png(qr_url(base, found.link.code), _level(request), _pixels(request))
    return _kept(request, picture, "image/png", f"{_name(found)}.png")


def card(request: Request, slug: str) -> Response:
    """`GET /c/{campaign}/card.png`: the picture that previews show."""
    from chalicelib.kit import card as drawing

    campaign = find_campaign(slug)
    locale = language(campaign.locale)
    members = sum(not association.retired for association in campaign.associations)
    carried = word(locale, plural(locale, "campaign.carried", members), count=members)
    picture = drawing.png(
        drawing.Card(
            title=typeset(campaign.title, locale),
            kicker=f"{word(locale, 'campaign.eyebrow')} {carried}" if members else "",
            call=word(locale, "campaign.sign" if campaign.state.counts else "see_petition"),
            where=word(locale, "campaign.sign_where", host=host(campaign.petition_url)),
        )
    )
    return _kept(request, picture, "image/png", f"{campaign.slug}.png")


def _find(code: str) -> Found:
    found = wiring.house().links.find(read_segment(code)[0], Budget(SECONDS))
    if found is None:
        raise UnknownLink("no link has this code, so there is no QR code for it")
    return found


def _name(found: Found) -> str:
    """A file name that says whose it is."""
    link = found.link
    owner = link.owner.replace("/", "-")
    return f"qr-{found.campaign.slug}-{owner}-{link.channel}-{link.code}"


def _level(request: Request) -> str:
    return (query(request, "level") or "Q").upper()


def _pixels(request: Request) -> int:
    value = query(request, "size")
    if value is None:
        return DEFAULT_PIXELS
    if not (value.isascii() and value.isdigit() and len(value) < 6):
        raise BadInput(f"size must be a number of pixels, not {value!r}")
    return int(value)


def _kept(request: Request, picture: str | bytes, kind: str, name: str) -> Response:
    named = {"Content-Disposition": f'inline; filename="{name}"'}
    return kept_answer(request, picture, kind, KEPT_SECONDS, named)
