"""QR codes are decoded back from their pictures by a reader that is not the writer."""

from __future__ import annotations

import math
import random
import re
from xml.etree import ElementTree

import png as pypng  # type: ignore[import-untyped]
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.campaign.codes import ALPHABET, LENGTH
from chalicelib.errors import BadInput
from chalicelib.kit import qr

URL = "HTTPS://QR.EXEMPLE.FR/Q/AB3K9XZ"
STAGED = "https://abcdefgh12.execute-api.eu-west-3.amazonaws.com/api/Q/AB3K9XZ"

ALPHANUMERIC_CAPACITY = {
    "L": (25, 47, 77, 114, 154, 195),
    "M": (20, 38, 61, 90, 122, 154),
    "Q": (16, 29, 47, 67, 87, 108),
    "H": (10, 20, 35, 50, 64, 84),
}
"""Characters that versions 1 to 6 hold (ISO/IEC 18004, table 7). Bytes never reach them."""

Grey = list[list[int]]

codes = st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH)


@pytest.mark.parametrize("level", qr.LEVELS)
@pytest.mark.parametrize("size", [150, 256, 333, 512, 1000])
@pytest.mark.parametrize("text", [URL, STAGED, "HTTPS://A.FR/Q/0000000", "https://a.fr/%C3%A9"])
def test_png_is_read_back(text: str, size: int, level: str) -> None:
    found = read(grey(qr.png(text, level, size)))
    assert (found.text, found.ec_level) == (text, level)


@pytest.mark.parametrize("level", qr.LEVELS)
@pytest.mark.parametrize("text", [URL, STAGED, "HTTPS://A.FR/Q/0000000"])
def test_svg_is_read_back(text: str, level: str) -> None:
    found = read(drawn(qr.svg(text, level), pixels=5))
    assert (found.text, found.ec_level) == (text, level)


@settings(max_examples=40, deadline=None)
@given(codes, st.sampled_from(qr.LEVELS), st.integers(120, 400))
def test_every_code_is_read_back(code: str, level: str, size: int) -> None:
    text = f"HTTPS://QR.EXEMPLE.FR/Q/{code}"
    assert read(grey(qr.png(text, level, size))).text == text
    assert read(drawn(qr.svg(text, level), pixels=4)).text == text


@pytest.mark.parametrize("degrees", [7, 30, 90, 135, 180, 270])
def test_it_is_read_when_turned(degrees: int) -> None:
    assert read(turned(grey(qr.png(URL, size_px=300)), degrees)).text == URL


def test_it_is_read_when_stained_and_noisy() -> None:
    picture = grey(qr.png(URL, "Q", 370))
    chance = random.Random(20261123)
    noisy = [[min(255, max(0, p + chance.randint(-60, 60))) for p in row] for row in picture]
    for y in range(200, 240):
        noisy[y][200:240] = [0] * 40
    assert read(noisy).text == URL


@pytest.mark.parametrize("level", qr.LEVELS)
def test_upper_case_takes_the_alphanumeric_mode_and_no_version_more(level: str) -> None:
    for version, most in enumerate(ALPHANUMERIC_CAPACITY[level], 1):
        assert version_of(qr.svg(URL.ljust(most, "Z")[:most], level)) == version
        assert version_of(qr.svg(URL.ljust(most, "Z")[:most] + "Z", level)) == version + 1


@pytest.mark.parametrize("level", ["M", "H"])
def test_upper_case_saves_a_version(level: str) -> None:
    assert version_of(qr.svg(URL, level)) == version_of(qr.svg(URL.lower(), level)) - 1


@pytest.mark.parametrize("size", [64, 65, 100, 127, 500, 777])
@pytest.mark.parametrize("level", qr.LEVELS)
def test_png_is_exactly_as_big_as_asked_sharp_and_quiet(size: int, level: str) -> None:
    picture = grey(qr.png(URL, level, size))
    assert (len(picture), {len(row) for row in picture}) == (size, {size})
    left, top, right, bottom = ink(picture)
    modules = 17 + 4 * version_of(qr.svg(URL, level))
    assert right - left == bottom - top
    module_px, rest = divmod(right - left, modules)
    assert rest == 0
    assert min(left, top, size - right, size - bottom) >= qr.QUIET_MODULES * module_px
    assert module_px == size // (modules + 2 * qr.QUIET_MODULES)
    step = [row[left:right:module_px] for row in picture[top:bottom:module_px]]
    for y in range(top, bottom):
        blurred = [p for module in step[(y - top) // module_px] for p in [module] * module_px]
        assert picture[y][left:right] == blurred


def test_svg_and_png_draw_the_same_modules() -> None:
    assert drawn(qr.svg(URL), pixels=4) == grey(qr.png(URL, size_px=37 * 4))


def test_png_is_one_bit_grey_at_300_dots_an_inch() -> None:
    _, _, _, info = pypng.Reader(bytes=qr.png(URL)).read()
    assert (info["bitdepth"], info["greyscale"], info["alpha"]) == (1, True, False)
    assert info["physical"].unit_is_meter
    assert info["physical"].x == info["physical"].y == round(300 / 0.0254)


def test_svg_has_the_size_asked_and_four_quiet_modules() -> None:
    root = ElementTree.fromstring(qr.svg(URL, "M", 640))
    assert (root.get("width"), root.get("height")) == ("640", "640")
    picture = drawn(qr.svg(URL, "M"), pixels=1)
    side = len(picture)
    assert root.get("viewBox") == f"0 0 {side} {side}"
    assert ink(picture) == (4, 4, side - 4, side - 4)


def test_svg_is_named_by_the_readable_address_escaped() -> None:
    root = ElementTree.fromstring(qr.svg(URL, title="https://qr.exemple.fr/?a=1&b=<2>"))
    assert root.findtext("{http://www.w3.org/2000/svg}title") == "https://qr.exemple.fr/?a=1&b=<2>"
    by_default = ElementTree.fromstring(qr.svg("HTTPS://A.FR/?X=1&Y=<B>"))
    assert by_default.findtext("{*}title") == "HTTPS://A.FR/?X=1&Y=<B>"


@pytest.mark.parametrize(
    ("text", "level", "size", "says"),
    [
        (URL, "X", 300, "L, M, Q, H"),
        (URL, "q", 300, "L, M, Q, H"),
        (URL, "", 300, "L, M, Q, H"),
        (URL, "Q", 63, "64 to 4096"),
        (URL, "Q", 4097, "64 to 4096"),
        (URL, "Q", -1, "64 to 4096"),
        ("", "Q", 300, "percent-encode"),
        ("https://a.fr/é", "Q", 300, "percent-encode"),
        ("https://a.fr/\n", "Q", 300, "percent-encode"),
        ("A" * 5000, "Q", 300, "5000 characters"),
    ],
)
def test_what_cannot_be_drawn_is_refused(text: str, level: str, size: int, says: str) -> None:
    for draw in (qr.png, qr.svg):
        with pytest.raises(BadInput, match=re.escape(says)):
            draw(text, level, size)


def test_modules_under_one_pixel_are_refused_with_the_size_that_would_do() -> None:
    long = "A" * 400
    with pytest.raises(BadInput, match=r"ask for (\d+) or more") as refusal:
        qr.png(long, "H", 64)
    smallest = int(re.search(r"for (\d+) or", str(refusal.value))[1])  # type: ignore[index]
    assert len(grey(qr.png(long, "H", smallest))) == smallest
    with pytest.raises(BadInput):
        qr.png(long, "H", smallest - 1)


def grey(picture: bytes) -> Grey:
    """The pixels of a one-bit PNG as 0 (black) or 255 (white)."""
    _, _, rows, _ = pypng.Reader(bytes=picture).read()
    return [[255 * bit for bit in row] for row in rows]


def drawn(document: bytes, pixels: int) -> Grey:
    """The pixels of our SVG, so many to a module: a white ground and one path of black runs."""
    root = ElementTree.fromstring(document)
    side = int((root.get("viewBox") or "").split()[2])
    picture = [[255] * side for _ in range(side)]
    ground, black = root.findall("{*}path")
    assert ground.get("d") == f"M0 0h{side}v{side}h-{side}z"
    runs = re.findall(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z", black.get("d") or "")
    assert "".join("M{} {}h{}v1h-{}z".format(*run) for run in runs) == black.get("d")
    for x, y, width, back in (map(int, run) for run in runs):
        assert width == back
        picture[y][x : x + width] = [0] * width
    return [[p for p in row for _ in range(pixels)] for row in picture for _ in range(pixels)]


def read(picture: Grey) -> zxingcpp.Barcode:
    """What an independent reader sees in the picture."""
    raw = bytearray(pixel for row in picture for pixel in row)
    found = zxingcpp.read_barcodes(memoryview(raw).cast("B", (len(picture), len(picture[0]))))
    assert len(found) == 1
    return found[0]


def version_of(document: bytes) -> int:
    """1 to 40, from how many modules are drawn."""
    side = int((ElementTree.fromstring(document).get("viewBox") or "").split()[2])
    return (side - 2 * qr.QUIET_MODULES - 17) // 4


def ink(picture: Grey) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of what is black."""
    rows = [y for y, row in enumerate(picture) if 0 in row]
    columns = [x for x, column in enumerate(zip(*picture, strict=True)) if 0 in column]
    return columns[0], rows[0], columns[-1] + 1, rows[-1] + 1


def turned(picture: Grey, degrees: float) -> Grey:
    """The picture turned about its centre on a larger white sheet."""
    side, sheet = len(picture), len(picture) * 3 // 2
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    turned = [[255] * sheet for _ in range(sheet)]
    for y in range(sheet):
        for x in range(sheet):
            dx, dy = x - sheet / 2 + 0.5, y - sheet / 2 + 0.5
            fx = math.floor(cos * dx + sin * dy + side / 2)
            fy = math.floor(cos * dy - sin * dx + side / 2)
            if 0 <= fx < side and 0 <= fy < side:
                turned[y][x] = picture[fy][fx]
    return turned
