"""Pictures of QR codes as they come out: drawn from each kind of file, and read back."""

from __future__ import annotations

import base64
import io
import re
import zlib
from xml.etree import ElementTree

import zxingcpp
from PIL import Image, ImageDraw

URL = "HTTPS://QR.EXEMPLE.FR/Q/AB3K9XZ"
STAGED = "https://abcdefgh12.execute-api.eu-west-3.amazonaws.com/api/Q/AB3K9XZ"
QUIET = 4

Ink = tuple[int, int, int, int]


def of_png(picture: bytes) -> Image.Image:
    """A PNG in colours; none of ours lets anything shine through."""
    with Image.open(io.BytesIO(picture)) as image:
        assert "transparency" not in image.info
        assert image.mode in ("1", "P", "RGB")
        return image.convert("RGB")


def of_svg(document: bytes, pixels: int = 4) -> Image.Image:
    """Our SVG without its texts, so many pixels to a module: a ground, a path of runs, a logo."""
    root = ElementTree.fromstring(document)
    side, whole = (float(part) for part in (root.get("viewBox") or "").split()[2:])
    ground, runs = root.findall("{*}path")
    assert ground.get("d") == f"M0 0h{side:g}v{whole:g}h-{side:g}z"
    image = Image.new(
        "RGB", (int(side) * pixels, round(whole * pixels)), ground.get("fill") or "none"
    )
    found = re.findall(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z", runs.get("d") or "")
    assert "".join("M{} {}h{}v1h-{}z".format(*run) for run in found) == runs.get("d")
    for x, y, length, back in found:
        assert length == back
        box = [int(part) * pixels for part in (x, y, length, "1")]
        image.paste(runs.get("fill") or "none", (box[0], box[1], box[0] + box[2], box[1] + box[3]))
    for logo in root.findall("{*}image"):
        x, y, wide, high = (int(logo.get(n) or 0) * pixels for n in ("x", "y", "width", "height"))
        data = (logo.get("href") or "").removeprefix("data:image/png;base64,")
        image.paste(of_png(base64.b64decode(data)).resize((wide, high)), (x, y))
    return image


def of_pdf(document: bytes, pixels: int = 4) -> Image.Image:
    """The code of our PDF without its texts and logo, which pixels of its own module are."""
    page = next(part for part in streams(document) if part.startswith(b"1 0 0 1 0 0 cm"))
    (box,) = re.findall(rb"/MediaBox \[ 0 0 ([0-9.]+) ([0-9.]+) \]", document)
    module = float(re.findall(rb"\n([0-9.]+) 0 0 -[0-9.]+ 0 [0-9.]+ cm", page)[0])
    scale = pixels / module
    width, height = (round(float(length) * scale) for length in box)
    image = Image.new("RGB", (width, height), "#ff00ff")
    draw, fill, paths = ImageDraw.Draw(image), "", list[tuple[float, ...]]()
    flipped = False
    for line in page.replace(b" re", b" re\n").replace(b" cm", b" cm\n").splitlines():
        *numbers, operator = line.split() or [b""]
        if operator == b"cm" and numbers[-3].startswith(b"-"):
            flipped = True
        elif operator == b"g":
            fill = "#" + f"{round(float(numbers[0]) * 255):02x}" * 3
        elif operator == b"rg":
            fill = "#" + "".join(f"{round(float(part) * 255):02x}" for part in numbers)
        elif operator == b"re":
            unit = pixels if flipped else scale
            paths.append(tuple(float(part) * unit for part in numbers[-4:]))
        elif operator in (b"f", b"f*"):
            for x, y, wide, high in paths:
                draw.rectangle((x, y, round(x + wide) - 1, round(y + high) - 1), fill=fill)
            paths = []
    return image


def streams(document: bytes) -> list[bytes]:
    """What the streams of a PDF hold."""
    found = []
    for head, body in re.findall(rb"<<([^>]*)>>\s*stream\r?\n(.*?)endstream", document, re.DOTALL):
        raw = base64.a85decode(b"<~" + body.strip(), adobe=True) if b"ASCII85" in head else body
        found.append(zlib.decompress(raw) if b"Flate" in head else raw)
    return found


def read(picture: Image.Image) -> zxingcpp.Barcode:
    """What an independent reader sees in the picture."""
    found = zxingcpp.read_barcodes(picture.convert("L"))
    assert len(found) == 1
    return found[0]


def modules(picture: Image.Image, pixels: int) -> list[list[bool]]:
    """The middle of each module, True where it is darker than grey."""
    grey = picture.convert("L")
    steps = range(pixels // 2, grey.width, pixels)
    return [[grey.getpixel((x, y)) < 128 for x in steps] for y in steps]


def ink(picture: Image.Image) -> Ink:
    """Left, top, right, bottom of what is dark."""
    box = picture.convert("L").point(lambda level: 255 * (level < 128)).getbbox()
    assert box is not None
    return box


def logo(width: int = 60, height: int = 40, colour: str = "#c81e3c") -> bytes:
    """A logo to put in the middle."""
    kept = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(kept, "PNG")
    return kept.getvalue()
