"""The files of a kit as pictures: rasterised by the tools that printers and screens resemble."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np
import zxingcpp

from bench.photograph import FRAME, SYMBOL, Picture, Place, framed

TOOLS = {"pdftoppm": "poppler-utils", "rsvg-convert": "librsvg2-bin"}
"""What draws PDFs and SVGs, and the Debian package that has it."""
LOCATING_DPI = 150


def missing() -> list[str]:
    """The packages that are not installed, of those that are needed."""
    return [package for tool, package in TOOLS.items() if shutil.which(tool) is None]


def pages(file: Path, dpi: float, *cut: str) -> list[Picture]:
    """Each page in greys, at `dpi`; a PNG is taken to be drawn for 150.

    `cut` says to pdftoppm that less than all is wanted.
    """
    if file.suffix == ".png":
        picture = _opened(file)
        # At its own pixels, or smaller or larger in the same proportion.
        factor = dpi / LOCATING_DPI
        way = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
        return [picture if factor == 1 else cv2.resize(picture, None, None, factor, factor, way)]
    with TemporaryDirectory() as scratch:
        if file.suffix == ".svg":
            zoom = ["--dpi-x", f"{dpi}", "--dpi-y", f"{dpi}", "--background-color", "white"]
            run("rsvg-convert", *zoom, "-o", f"{scratch}/1.png", str(file))
        else:
            run("pdftoppm", "-gray", "-png", "-r", f"{dpi}", *cut, str(file), f"{scratch}/p")
        return [_opened(page) for page in sorted(Path(scratch).glob("*.png"))]


def photographed(file: Path, page: int, whole: Picture, place: Place) -> Picture:
    """What the phone sees of the symbol at `place` of a page, drawn as finely as that asks for.

    `whole` is the page at 150 dpi.
    """
    factor = SYMBOL / place.side
    at, dpi = place.times(factor), LOCATING_DPI * factor
    if file.suffix != ".pdf":
        return framed(pages(file, dpi)[page], at)
    # A page of a poster as fine as that would take seconds: only what is seen is drawn.
    left, top = (max(round(edge - FRAME), 0) for edge in (at.left, at.top))
    right, bottom = (round(length * factor) for length in whole.shape[::-1])
    wide, high = min(right - left, 3 * FRAME), min(bottom - top, 3 * FRAME)
    cut = ["-f", page + 1, "-l", page + 1, "-x", left, "-y", top, "-W", wide, "-H", high]
    (part,) = pages(file, dpi, *map(str, cut))
    return framed(part, at.moved(-left, -top))


def by_zxing(picture: Picture) -> list[tuple[str, Place]]:
    """Every code that zxing-cpp reads, and where it is."""
    return _located(picture) or _located(smoothed(picture))


def by_opencv(picture: Picture) -> str:
    """What OpenCV reads of the one code of a picture; "" for nothing."""
    reader = cv2.QRCodeDetectorAruco()
    said = reader.detectAndDecode(picture)[0] or reader.detectAndDecode(smoothed(picture))[0]
    return str(said)


def smoothed(picture: Picture) -> Picture:
    """With less noise, as a phone's own pictures are."""
    return cv2.GaussianBlur(picture, (0, 0), 1.2)


def run(*command: str) -> None:
    """Runs a tool; what it says goes into the error."""
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise SystemExit(f"{command[0]} cannot draw {command[-2]}: {done.stderr.strip()}")


def _located(picture: Picture) -> list[tuple[str, Place]]:
    found = []
    for code in zxingcpp.read_barcodes(picture, zxingcpp.BarcodeFormat.QRCode):
        at = code.position
        corners = (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
        xs, ys = [corner.x for corner in corners], [corner.y for corner in corners]
        found.append((code.text, Place(min(xs), min(ys), max(xs), max(ys))))
    return found


def _opened(file: Path) -> Picture:
    picture = cv2.imread(str(file), cv2.IMREAD_UNCHANGED)
    assert picture is not None, file
    return np.ascontiguousarray(
        picture if picture.ndim == 2 else cv2.imread(str(file), cv2.IMREAD_GRAYSCALE)
    )
