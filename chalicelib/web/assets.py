"""What pages load besides themselves: one style sheet, one script, pictures. All of it is ours.

An address that a page loads from names what is there (`?v=`), so browsers keep it for a year and
still never show a new page in old clothes.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib import resources

from chalice.app import Request, Response

from chalicelib.errors import UnknownPath
from chalicelib.web.answers import SVG, kept_answer
from chalicelib.web.api import query

KEPT_SECONDS = 3600
"""For who asks without a version: browsers that look for the icon, and tools."""
FOR_GOOD = "public, max-age=31536000, immutable"

FOLDER = resources.files("chalicelib.web") / "static"

STYLES = (
    *("base", "campaign", "figures", "board", "wall", "embed", "kit", "forms"),
    *("space", "organiser", "place", "docs", "legal", "print"),
)
"""The parts of the one sheet, in the order in which they hold."""

KINDS = {
    "style.css": "text/css; charset=utf-8",
    "app.js": "text/javascript; charset=utf-8",
    "projected.js": "text/javascript; charset=utf-8",
    "favicon.svg": SVG,
    "manifest.webmanifest": "application/manifest+json",
    "icon-192.png": "image/png",
    "icon-512.png": "image/png",
    "icon-maskable-512.png": "image/png",
    "apple-touch-icon.png": "image/png",
}
"""Every file, with its media type."""


def static(request: Request, name: str) -> Response:
    """`/static/{name}`: one of the files, which may be kept for good at the address that names
    its version.
    """
    if name not in KINDS:
        raise UnknownPath("no page lives at this address")
    answer = kept_answer(request, content(name), KINDS[name], KEPT_SECONDS)
    if query(request, "v") == version(name):
        answer.headers["Cache-Control"] = FOR_GOOD
    return answer


def favicon(request: Request) -> Response:
    """`/favicon.ico`: the icon, where browsers look for it unasked."""
    return static(request, "favicon.svg")


def address(name: str) -> str:
    """Where a page loads a file from, within this site."""
    return f"/static/{name}?v={version(name)}"


@lru_cache(maxsize=len(KINDS))
def version(name: str) -> str:
    """What changes when the file does."""
    held = content(name)
    raw = held if isinstance(held, bytes) else held.encode()
    return hashlib.sha256(raw).hexdigest()[:12]


def content(name: str) -> str | bytes:
    """What is in a file: bytes of a picture, text of all else."""
    return _bytes(name) if name.endswith(".png") else text(name)


@lru_cache(maxsize=len(KINDS))
def _bytes(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


@lru_cache(maxsize=len(KINDS))
def text(name: str) -> str:
    """What is in a file that is text."""
    if name == "style.css":
        parts = (FOLDER / "styles" / f"{part}.css" for part in STYLES)
        return "\n".join(part.read_text("utf-8") for part in parts)
    return (FOLDER / name).read_text("utf-8")
