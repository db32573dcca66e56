"""Every file that a kit has: what it is called, what it is made of, and what makes it.

What draws is imported by who draws: a list of pieces loads no drawing library.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from chalicelib.kit.model import Ink, Matter
from chalicelib.kit.order import Ordered
from chalicelib.kit.qr.sizes import Size, Unit
from chalicelib.kit.share.networks import Network
from chalicelib.language import language

Make = Callable[[Sequence[Matter]], bytes]

NETWORKS = frozenset(Network)
"""Channels of messages: their links are pasted and not printed."""

CODE_SIZE = Size(40, Unit.MM)
"""Of a QR code by itself: what a poster of A3 has room for, and what is read at arm's length."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One kind of file, such as `flyer-a4-bleed`: its `kind` is how addresses call it.

    `names` are what people call it, in French and in English; `make` takes the matters of as
    many links as the piece can have pages, or of one. A page has so many `codes`.
    """

    kind: str
    suffix: str
    names: tuple[str, str]
    make: Make
    codes: int = 1

    @property
    def file(self) -> str:
        """How an address calls it: `flyer-a4-bleed.pdf`."""
        return f"{self.kind}.{self.suffix}"

    @property
    def parts(self) -> tuple[str, str]:
        """What it is, and in which variant: `flyer-a4` and `bleed`; "" for the usual one."""
        for variant in ("bleed", "black"):
            if self.kind.endswith(f"-{variant}"):
                return self.kind.removesuffix(f"-{variant}"), variant
        return self.kind, ""

    @property
    def printed(self) -> bool:
        """Whether it is for paper, with a page for each link, so that several can be one file."""
        return self.suffix == "pdf" and not self.kind.startswith("qr")

    def name_for(self, whose: str, locale: str) -> str:
        """The file's name, which says whose it is."""
        return f"{self.names[language(locale) == 'en']}-{whose}.{self.suffix}"


@dataclass(frozen=True, slots=True)
class Job:
    """One file of a kit that is still to be made; `path` is below the kit's folder."""

    path: str
    piece: Piece
    ordered: Ordered
    make: Callable[[], bytes]


def _code(suffix: str, logo: bool, matters: Sequence[Matter]) -> bytes:
    from chalicelib.kit.qr import codes, pdf, png, svg

    (matter,) = matters
    level, look = (
        ("H", codes.Look(logo=matter.logo)) if logo else (codes.DEFAULT_LEVEL, codes.PLAIN)
    )
    drawn = (matter.qr_text, level, CODE_SIZE, look, matter.address)
    if suffix == "png":
        return png.png(*drawn)
    return (svg.svg if suffix == "svg" else pdf.pdf)(*drawn, title=matter.url)


def _flyer(size: str, ink: Ink, bleed: bool, matters: Sequence[Matter]) -> bytes:
    from chalicelib.kit.prints import flyer
    from chalicelib.kit.prints.page import Paper

    return flyer.pdf(matters, Paper[size.upper()], ink, bleed)


def _sheet(kind: str, ink: Ink, matters: Sequence[Matter]) -> bytes:
    from chalicelib.kit.prints import sheets

    return sheets.cards(matters, ink) if kind == "cards" else sheets.stickers(matters, ink)


def _poster(ink: Ink, bleed: bool, matters: Sequence[Matter]) -> bytes:
    from chalicelib.kit.prints import poster

    return poster.pdf(matters, ink, bleed)


def _picture(shape: str, matters: Sequence[Matter]) -> bytes:
    from chalicelib.kit.pictures import story
    from chalicelib.kit.pictures.layout import Shape

    (matter,) = matters
    return story.png(matter, Shape[shape], matter.locale)


def _texts(locale: str, matters: Sequence[Matter]) -> bytes:
    from chalicelib.kit.share import texts

    owner = texts.carrier(matters[0])
    return texts.as_file(texts.texts(matters, locale), owner, locale).encode()


_VARIANTS = (
    ("", ("", ""), Ink.COLOUR, False),
    ("-bleed", ("-fond-perdu", "-bleed"), Ink.COLOUR, True),
    ("-black", ("-noir", "-black"), Ink.BLACK, False),
)
"""For a home's printer, for a printer's shop, and for whoever has little ink."""

CODES, LOGOS = (
    tuple(
        Piece(
            f"qr{more}-{suffix}",
            suffix,
            (f"qr-code{more}", f"qr-code{more}"),
            partial(_code, suffix, bool(more)),
        )
        for suffix in ("svg", "png", "pdf")
    )
    for more in ("", "-logo")
)
PRINTS = (
    *(
        Piece(
            f"flyer-{size}{kind}",
            "pdf",
            (f"tract-{size}{fr}", f"flyer-{size}{en}"),
            partial(_flyer, size, ink, bleed),
        )
        for size in ("a4", "a5", "a6")
        for kind, (fr, en), ink, bleed in _VARIANTS
    ),
    *(
        Piece(
            f"{name}{kind}",
            "pdf",
            (f"{named}{fr}", f"{name}{en}"),
            partial(_sheet, name, ink),
            codes,
        )
        for name, named, codes in (("cards", "cartes", 10), ("stickers", "autocollants", 8))
        for kind, (fr, en), ink, bleed in _VARIANTS
        if not bleed
    ),
    *(
        Piece(
            f"poster-a3{kind}",
            "pdf",
            (f"affiche-a3{fr}", f"poster-a3{en}"),
            partial(_poster, ink, bleed),
        )
        for kind, (fr, en), ink, bleed in _VARIANTS
    ),
)
PICTURES = (
    Piece("square", "png", ("image-carree", "square-picture"), partial(_picture, "POST")),
    Piece("story", "png", ("image-story", "story-picture"), partial(_picture, "STORY")),
)
TEXTS = tuple(
    Piece(f"texts-{of}", "txt", (f"textes-{of}", f"texts-{of}"), partial(_texts, of), 0)
    for of in ("fr", "en")
)

_BY_FILE = {each.file: each for each in (*PRINTS, *PICTURES)}


def piece(file: str) -> Piece | None:
    """The piece that an address calls `file`, such as `flyer-a4.pdf`."""
    return _BY_FILE.get(file)


def jobs(wanted: Iterable[Ordered]) -> Iterator[Job]:
    """All the files of a kit, owner by owner: links of one owner must follow each other.

    Every link has its QR codes. What is printed is made for links of paper; pictures and texts
    are made for the owner, with the link of each network's own channel where there is one.
    """
    for _, some in groupby(wanted, key=lambda one: (one.association, one.group)):
        links = list(some)
        for one in links:
            logos = LOGOS if one.matter.logo else ()
            prints = PRINTS if one.matter.channel not in NETWORKS else ()
            for each in (*CODES, *logos, *prints):
                yield _job(each, one, [one.matter])
        for each in PICTURES:
            chosen = next((o for o in links if o.matter.channel == "instagram"), links[0])
            yield _job(each, chosen, [chosen.matter])
        for each in TEXTS:
            yield _job(each, links[0], [one.matter for one in links], links[0].owner)


def _job(piece: Piece, one: Ordered, matters: Sequence[Matter], owner: str = "") -> Job:
    whose = f"{one.campaign}-{owner}" if owner else one.name
    folder = f"{one.association}/{one.group}" if one.group else one.association
    name = piece.name_for(whose, one.matter.locale)
    return Job(f"{folder}/{name}", piece, one, partial(piece.make, matters))
