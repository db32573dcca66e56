"""Pictures to take away: QR codes, which hold `HTTPS://HOST/Q/CODE`, and previews' cards."""

from __future__ import annotations

from dataclasses import dataclass

from chalice.app import Request, Response

from chalicelib import wiring
from chalicelib.campaign.addresses import qr_url, short_url
from chalicelib.campaign.codes import read_segment
from chalicelib.campaign.links import Found
from chalicelib.clock import Budget
from chalicelib.errors import BadInput, UnknownLink
from chalicelib.kit.qr import codes, sizes
from chalicelib.kit.qr import pdf as qr_pdf
from chalicelib.kit.qr import png as qr_png
from chalicelib.kit.qr import svg as qr_svg
from chalicelib.language import language, typeset
from chalicelib.web.answers import SVG, kept_answer
from chalicelib.web.api import SECONDS, find_campaign, query
from chalicelib.web.render import host
from chalicelib.web.words import plural, word

# A day, not for ever: the host that the picture holds can change.
KEPT_SECONDS = 86_400


def svg(request: Request, code: str) -> Response:
    """`GET /{code}/qr.svg`."""
    asked = _asked(request, code)
    picture = qr_svg.svg(*asked.drawn, title=asked.address)
    return _kept(request, picture.decode(), SVG, f"{asked.name}.svg")


def png(request: Request, code: str) -> Response:
    """`GET /{code}/qr.png`."""
    asked = _asked(request, code)
    return _kept(request, qr_png.png(*asked.drawn), "image/png", f"{asked.name}.png")


def pdf(request: Request, code: str) -> Response:
    """`GET /{code}/qr.pdf`."""
    asked = _asked(request, code)
    picture = qr_pdf.pdf(*asked.drawn, title=asked.address)
    return _kept(request, picture, "application/pdf", f"{asked.name}.pdf")


def card(request: Request, slug: str) -> Response:
    """`GET /c/{campaign}/card.png`: the picture that previews show."""
    from chalicelib.kit.pictures import card as drawing

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


def find_link(code: str) -> Found:
    """The link that has a code or an alias; `UnknownLink` when none has."""
    found = wiring.house().links.find(read_segment(code)[0], Budget(SECONDS))
    if found is None:
        raise UnknownLink("no link has this code, so there is nothing to print for it")
    return found


@dataclass(frozen=True, slots=True)
class _Asked:
    """A QR code as it is asked for: what the drawing of any kind takes, its name, its address."""

    drawn: tuple[str, str, sizes.Size, codes.Look, str]
    name: str
    address: str


def _asked(request: Request, code: str) -> _Asked:
    """What is asked for by `size`, `level`, `dark`, `light`, `logo` and `caption`."""
    found = find_link(code)
    base, link = wiring.house().settings.base_url, found.link
    with_logo = _wants(request, "logo")
    logo = logo_of(found) if with_logo else None
    if with_logo and logo is None:
        raise BadInput(f"association {link.association!r} has no logo; its campaign file gives one")
    # A logo goes with the level that can spare what it hides, unless another is asked for.
    level = (query(request, "level") or ("H" if logo else codes.DEFAULT_LEVEL)).upper()
    asked_size = query(request, "size")
    size = sizes.DEFAULT if asked_size is None else sizes.read(asked_size)
    readable = short_url(base, link.aliases[0] if link.aliases else link.code)
    caption = readable.partition("://")[2] if _wants(request, "caption") else ""
    return _Asked(
        (qr_url(base, link.code), level, size, _look(request, logo), caption),
        f"qr-{found.campaign.slug}-{link.owner.replace('/', '-')}-{link.channel}-{link.code}",
        short_url(base, link.code),
    )


def logo_of(found: Found) -> bytes | None:
    """The logo of the association that a link belongs to; None when it has none."""
    association = found.campaign.association(found.link.association)
    if association is None or not association.logo:
        return None
    return wiring.house().store.picture(found.campaign.slug, association.logo)


def _look(request: Request, logo: bytes | None) -> codes.Look:
    dark, light = _colour(request, "dark"), _colour(request, "light")
    return codes.Look(dark or codes.PLAIN.dark, light or codes.PLAIN.light, logo)


def _colour(request: Request, name: str) -> str | None:
    """As #rrggbb; `rrggbb` too, for # begins a fragment in an address."""
    asked = query(request, name)
    return asked if asked is None or asked.startswith("#") else f"#{asked}"


def _wants(request: Request, name: str) -> bool:
    asked = query(request, name)
    if asked not in (None, "0", "1"):
        raise BadInput(f"{name} must be 1 or 0, not {asked!r}")
    return asked == "1"


def _kept(request: Request, picture: str | bytes, kind: str, name: str) -> Response:
    named = {"Content-Disposition": f'inline; filename="{name}"'}
    return kept_answer(request, picture, kind, KEPT_SECONDS, named)
