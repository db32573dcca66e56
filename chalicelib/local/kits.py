"""Whole kits, streamed from the disk: what a signed address of S3 does in production."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from chalicelib.kit.bundle import KINDS
from chalicelib.local.events import Environ, Start
from chalicelib.web.answers import SECURITY_HEADERS
from chalicelib.wiring import House


def handed_out(environ: Environ, house: House) -> Path | None:
    """The kit that a request has the address of; None for every other request."""
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        return None
    parts = environ["PATH_INFO"].split("/")
    if len(parts) != 4 or parts[1] != "kit":
        return None
    return house.shelf.file(parts[2], parts[3])


def kit_wsgi(path: Path, environ: Environ, start: Start) -> Iterable[bytes]:
    """Sends the file; the server closes it, and reads it as the client takes it."""
    headers = {
        **SECURITY_HEADERS,
        "Cache-Control": "no-store",
        "Content-Disposition": f'attachment; filename="{path.name}"',
        "Content-Length": str(path.stat().st_size),
        "Content-Type": KINDS[path.suffix.removeprefix(".")],
    }
    file = path.open("rb")
    start("200 OK", list(headers.items()))
    if environ["REQUEST_METHOD"] == "HEAD":
        file.close()
        return []
    wrapped: Iterable[bytes] = environ["wsgi.file_wrapper"](file)
    return wrapped
