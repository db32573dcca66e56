"""A badge for other sites: a name and a figure, as one small SVG that needs no font of ours."""

from __future__ import annotations

from html import escape

HEIGHT = 28
_PADDING = 10
_SIZE = 13

# Advances of Verdana at 13 px, by kind of letter: close enough to lay out, and `textLength`
# makes every other font keep to it.
_NARROW, _DIGIT, _WIDE, _USUAL = 5.0, 8.3, 11.5, 8.0


def svg(name: str, figure: str, title: str, locale: str) -> str:
    """The badge: `name` on the left, `figure` on the right; `title` is what is read aloud."""
    left, right = width(name), width(figure)
    whole = left + right + 4 * _PADDING
    split = left + 2 * _PADDING
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{whole}" height="{HEIGHT}"'
        f' viewBox="0 0 {whole} {HEIGHT}" role="img" aria-labelledby="t" lang="{escape(locale)}">'
        f'<title id="t">{escape(title)}</title>'
        "<style>.n{fill:#f1eefb}.f{fill:#3b2db0}.a{fill:#1d1830}.b{fill:#fff}"
        "@media(prefers-color-scheme:dark){.n{fill:#2a2440}.f{fill:#b9aefc}.a{fill:#f4f2fb}"
        ".b{fill:#17122b}}</style>"
        f'<clipPath id="c"><rect width="{whole}" height="{HEIGHT}" rx="6"/></clipPath>'
        f'<g clip-path="url(#c)"><path class="n" d="M0 0h{split}v{HEIGHT}H0z"/>'
        f'<path class="f" d="M{split} 0h{whole - split}v{HEIGHT}H{split}z"/></g>'
        f'<g font-family="Verdana,DejaVu Sans,sans-serif" font-size="{_SIZE}">'
        f"{_text('a', _PADDING, left, name)}"
        f"{_text('b', split + _PADDING, right, figure)}</g></svg>"
    )


def width(text: str) -> int:
    """Pixels that a text takes."""
    return round(sum(_advance(letter) for letter in text))


def _text(kind: str, x: int, length: int, words: str) -> str:
    return (
        f'<text class="{kind}" x="{x}" y="18.5" textLength="{length}"'
        f' lengthAdjust="spacingAndGlyphs">{escape(words)}</text>'
    )


def _advance(letter: str) -> float:
    if letter.isdigit():
        return _DIGIT
    if letter in "iIjlrtf.,;:!'’()[]| \u00a0\u202f":
        return _NARROW
    return _WIDE if letter in "mwMWŒœÆæ%@…" else _USUAL
