"""What the kit is asked to make: plain values, the same for a flyer, a card and a message."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from chalicelib.errors import BadInput


class DoesNotFit(BadInput):
    """A text cannot be set in its place: it is too long even at the smallest size that can be read,
    or in letters that the type has not.
    """

    code = "does_not_fit"


class Ink(StrEnum):
    """With what a page is printed: the campaign's colour, or black alone and little of it."""

    COLOUR = "colour"
    BLACK = "black"


@dataclass(frozen=True, slots=True)
class Matter:
    """What one link's prints and messages say. All text is as people wrote it: not yet set.

    locale       language of the campaign's own words, such as `fr`
    call         the call above the title ("Rejoignez-nous"); "" to leave it out
    title        the campaign's title
    demands      what is asked for, in order
    text         the petition in paragraphs; empty to leave it out
    association  the name of who carries it
    group        the name of its group; "" when the association itself does
    logo         the association's logo as PNG; None when it has none
    channel      where the link is used (`poster`, `whatsapp`)
    qr_text      what the QR code holds, upper case included
    address      the link's address as people type it, without its scheme
    url          the same with its scheme, for messages
    host         where people sign, as they read it (`petitions.assemblee-nationale.fr`)
    printer      the printer's mention that the law of 29 July 1881 (article 3) asks for; ""
                 leaves room for the printer's own
    accent       the campaign's colour, as #rrggbb
    """

    locale: str
    call: str
    title: str
    demands: tuple[str, ...]
    text: tuple[str, ...]
    association: str
    group: str
    logo: bytes | None
    channel: str
    qr_text: str
    address: str
    url: str
    host: str
    printer: str
    accent: str
