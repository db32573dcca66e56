"""Words on a picture: which letters there are, how wide a line of them is, and drawing one.

The type is Inter 4.001 (SIL Open Font License 1.1, `fonts/LICENSE-inter.txt`): Inter Display
Bold, Inter SemiBold and Inter Regular of https://www.npmjs.com/package/inter-ui, cut down to
Latin with fontTools. Neither Pillow's plain layout, the one that is the same on every machine,
nor reportlab reads how Inter wants its pairs of letters spaced, so the pairs were measured with
HarfBuzz and lie beside each font as `NAME.kern`: a letter, thousandths of the size, and the
letters that come that much nearer after it (below 0: nearer; above: further).
"""

from __future__ import annotations

import io
import re
import unicodedata
from functools import lru_cache
from importlib import resources

from PIL import ImageDraw, ImageFont

DISPLAY, TEXT, BODY = "inter-display-700", "inter-600", "inter-400"

# What the fonts have: a test holds them to it.
_UNKNOWN = re.compile(
    r"[^\s -~\u00a1-\u00ac\u00ae-\u0148\u014a-\u017f\u0218-\u021b\u1e9e\u2010-\u2015\u2018-\u201e"
    r"\u2020-\u2022\u2026\u2030\u2032\u2033\u2039\u203a\u20ac\u2116\u2122\u2190-\u2193\u2212]"
)


def plain(text: str) -> str:
    """One line of the letters that the type has.

    Emoji and other scripts are left out: better nothing than boxes.
    """
    known = _UNKNOWN.sub("", unicodedata.normalize("NFC", text))
    spaced = re.sub(r"[^\S\u00a0\u202f]+", " ", known)
    return re.sub(r" +(?=[\u00a0\u202f])", "", spaced).strip()


def shortened(text: str, size: int, font: str, room: int) -> str:
    """`text` if it is at most `room` pixels wide, or as many of its words as are and an ellipsis.

    Only a first word that is too wide by itself is cut within.
    """
    if width(text, size, font) <= room:
        return text
    while " " in text and width(f"{text}…", size, font) > room:
        text = text.rpartition(" ")[0]
    while text and width(f"{text}…", size, font) > room:
        text = text[:-1]
    return f"{text.rstrip(' ,;:.…')}…"


@lru_cache(maxsize=4096)
def width(text: str, size: int, font: str) -> float:
    """How many pixels wide a line is."""
    left, last = _runs(text, size, font)[-1]
    return left + _font(font, size).getlength(last)


def draw_line(
    draw: ImageDraw.ImageDraw,
    place: tuple[float, float],
    text: str,
    size: int,
    fill: str,
    font: str,
) -> None:
    """Draws a line that begins at `place`, which is at its letters' feet."""
    for left, run in _runs(text, size, font):
        at = (place[0] + left, place[1])
        draw.text(at, run, fill=fill, font=_font(font, size), anchor="ls")


def kerned(text: str, font: str) -> list[tuple[str, int]]:
    """The line cut at its kerned pairs, each part with what is added after it.

    In thousandths of the size; the last has nothing after it, and is "" for no text.
    """
    kerning = _kerning(font)
    parts: list[tuple[str, int]] = []
    start = 0
    for end in range(1, len(text)):
        nearer = kerning.get(text[end - 1 : end + 1], 0)
        if nearer:
            parts.append((text[start:end], nearer))
            start = end
    return [*parts, (text[start:], 0)]


def data(name: str) -> bytes:
    """A font's file, as bytes: a package may be read from an archive."""
    return (resources.files("chalicelib.kit.type") / "fonts" / f"{name}.ttf").read_bytes()


def _runs(text: str, size: int, font: str) -> list[tuple[float, str]]:
    """The line in parts, each with how far from the left it begins: one for each kerned pair."""
    letters = _font(font, size)
    runs: list[tuple[float, str]] = []
    left = 0.0
    for run, nearer in kerned(text, font):
        runs.append((left, run))
        left += letters.getlength(run) + nearer * size / 1000
    return runs


@lru_cache(maxsize=64)
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(io.BytesIO(data(name)), size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=3)
def _kerning(name: str) -> dict[str, int]:
    lines = (resources.files("chalicelib.kit.type") / "fonts" / f"{name}.kern").read_text("utf-8")
    pairs = (line.split(" ") for line in lines.splitlines())
    return {first + second: int(nearer) for first, nearer, after in pairs for second in after}
