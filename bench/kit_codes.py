"""QR codes alone, in every kind of file and look, and what one costs."""

from __future__ import annotations

import io
import json
import random
import statistics
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

import qrcode
from PIL import Image, ImageDraw
from qrcode.util import QRData

from chalicelib.campaign.codes import ALPHABET, LENGTH
from chalicelib.kit.qr import codes, pdf, png, sizes, svg

CODES, RUNS = 12 * 3, 200
MOST_MS, MOST_BYTES = 6.0, 5000
TEXT = "HTTPS://QR.EXEMPLE.FR/Q/AB3K9XZ"


def write_codes(folder: Path) -> None:
    """Files of made-up links, and the `kit.json` that lists them."""
    chance, rows = random.Random(6), []
    logo = _logo()
    looks = {
        "": ("Q", codes.PLAIN),
        "-colour": ("Q", codes.Look("#3d2db0", "#fbfaf6")),
        "-logo": ("H", codes.Look(logo=logo)),
    }
    draws = {"svg": svg.svg, "png": png.png, "pdf": pdf.pdf}
    for _ in range(CODES):
        code = "".join(chance.choices(ALPHABET, k=LENGTH))
        text = f"HTTPS://QR.EXEMPLE.FR/Q/{code}"
        for look, (level, drawn) in looks.items():
            for kind, draw in draws.items():
                file = f"qr{look}-{code}.{kind}"
                caption = f"qr.exemple.fr/{code}"
                size = sizes.read("30mm")
                (folder / file).write_bytes(draw(text, level, size, drawn, caption))
                rows.append({"file": file, "kind": f"{kind}{look}", "code": code, "qr_text": text})
    (folder / "kit.json").write_text(json.dumps(rows), "utf-8")


def costs() -> Iterator[str]:
    """Lines that say what a code as SVG costs, beside the library's own making of its modules."""
    ours, theirs = [], []
    for _ in range(RUNS):
        codes.matrix.cache_clear()
        ours.append(_ms(lambda: svg.svg(TEXT)))
        theirs.append(_ms(_by_the_library))
    mine, reference = statistics.median(ours), statistics.median(theirs)
    size = len(svg.svg(TEXT))
    yield f"a QR code as SVG: {mine:.2f} ms (aim: {MOST_MS:g}), {size} bytes (aim: {MOST_BYTES})"
    yield f"the library's modules alone: {reference:.2f} ms; ratio {mine / reference:.2f}"


def _by_the_library() -> None:
    made = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_Q)
    made.add_data(QRData(TEXT))
    made.make()


def _ms(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return (perf_counter() - began) * 1000


def _logo() -> bytes:
    """The worst that a logo can be for a reader: dark, with light stripes."""
    image = Image.new("RGB", (200, 200), "#101018")
    pen = ImageDraw.Draw(image)
    for x in range(0, 200, 40):
        pen.rectangle((x, 0, x + 15, 200), fill="#ffffff")
    kept = io.BytesIO()
    image.save(kept, "PNG")
    return kept.getvalue()
