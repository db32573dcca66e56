"""QR codes are decoded back from their pictures by a reader that is not the writer."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

import pytest
import qrcode
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from qrcode.util import QRData, lost_point

from chalicelib.campaign.codes import ALPHABET, LENGTH
from chalicelib.errors import BadInput
from chalicelib.kit.qr import codes, layout, pdf, png, sizes, svg
from tests.unit.kit.qr.drawn import STAGED, URL, logo, of_pdf, of_png, of_svg, read

ALPHANUMERIC_CAPACITY = {
    "L": (25, 47, 77, 114, 154, 195),
    "M": (20, 38, 61, 90, 122, 154),
    "Q": (16, 29, 47, 67, 87, 108),
    "H": (10, 20, 35, 50, 64, 84),
}
"""Characters that versions 1 to 6 hold (ISO/IEC 18004, table 7). Bytes never reach them."""

written = st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH)
levels = pytest.mark.parametrize("level", codes.LEVELS)

Draw = Callable[[str, str, sizes.Size, codes.Look, str], Image.Image]

KINDS: dict[str, Draw] = {
    "svg": lambda *asked: of_svg(svg.svg(*asked)),
    "png": lambda *asked: of_png(png.png(*asked)),
    "pdf": lambda *asked: of_pdf(pdf.pdf(*asked)),
}
LOOKS = {
    "plain": codes.PLAIN,
    "coloured": codes.Look("#3d2db0", "#fbfaf6"),
    "barely": codes.Look("#767676", "#ffffff"),
    "logo": codes.Look("#1c1a2b", "#f6c24a", logo()),
}
kinds = pytest.mark.parametrize("kind", KINDS)


@kinds
@levels
@pytest.mark.parametrize("size", ["150", "333px", "512", "20mm", "60mm"])
@pytest.mark.parametrize("text", [URL, STAGED, "HTTPS://A.FR/Q/0000000", "https://a.fr/%C3%A9"])
def test_it_is_read_back(kind: str, text: str, size: str, level: str) -> None:
    found = read(KINDS[kind](text, level, sizes.read(size), codes.PLAIN, ""))
    assert (found.text, found.ec_level) == (text, level)


@kinds
@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("caption", ["", "qr.exemple.fr/essor-lyon"])
def test_it_is_read_back_however_it_looks(kind: str, look: str, caption: str) -> None:
    found = read(KINDS[kind](URL, "H", sizes.read("40mm"), LOOKS[look], caption))
    assert (found.text, found.ec_level) == (URL, "H")


@settings(max_examples=40, deadline=None)
@given(written, st.sampled_from(codes.LEVELS), st.integers(120, 400), st.sampled_from(list(KINDS)))
def test_every_code_is_read_back(code: str, level: str, size: int, kind: str) -> None:
    text = f"HTTPS://QR.EXEMPLE.FR/Q/{code}"
    assert read(KINDS[kind](text, level, sizes.Size(size), codes.PLAIN, "")).text == text


@pytest.mark.parametrize("degrees", [7, 30, 90, 135, 180, 270])
def test_it_is_read_when_turned(degrees: int) -> None:
    picture = of_png(png.png(URL, size=sizes.Size(300)))
    assert read(picture.rotate(degrees, expand=True, fillcolor="white")).text == URL


def test_it_is_read_when_stained_and_noisy() -> None:
    picture = of_png(png.png(URL, "Q", sizes.Size(370))).convert("L")
    chance = random.Random(20261123)
    noisy = bytes(min(255, max(0, pixel + chance.randint(-60, 60))) for pixel in picture.tobytes())
    stained = Image.frombytes("L", picture.size, noisy)
    stained.paste(0, (200, 200, 240, 240))
    assert read(stained).text == URL


@levels
def test_upper_case_takes_the_alphanumeric_mode_and_no_version_more(level: str) -> None:
    for version, most in enumerate(ALPHANUMERIC_CAPACITY[level], 1):
        assert len(codes.matrix(URL.ljust(most, "Z")[:most], level)) == 17 + 4 * version
        assert len(codes.matrix(URL.ljust(most, "Z")[:most] + "Z", level)) == 21 + 4 * version


@pytest.mark.parametrize("level", ["M", "H"])
def test_upper_case_saves_a_version(level: str) -> None:
    assert len(codes.matrix(URL, level)) == len(codes.matrix(URL.lower(), level)) - 4


@settings(max_examples=60, deadline=None)
@given(st.text(ALPHABET, min_size=1, max_size=400), st.sampled_from(codes.LEVELS))
def test_the_modules_are_the_librarys_own(text: str, level: str) -> None:
    """The mask too: what is counted in another way here is the same choice."""
    made = qrcode.QRCode(error_correction=getattr(qrcode.constants, f"ERROR_CORRECT_{level}"))
    made.add_data(QRData(text))
    made.make()
    assert codes.matrix(text, level) == tuple(tuple(map(bool, row)) for row in made.modules)


@settings(max_examples=60, deadline=None)
@given(st.integers(0), st.sampled_from([0.1, 0.5, 0.9]), st.sampled_from([21, 29, 45]))
def test_pictures_lose_the_points_that_the_library_takes_off(
    seed: int, dark: float, modules: int
) -> None:
    chance = random.Random(seed)
    rows = [[chance.random() < dark for _ in range(modules)] for _ in range(modules)]
    rows[7][5:16] = [letter == "1" for letter in "10111010000"]
    picture = layout.number("".join("01"[module] for row in rows for module in row))
    assert layout.points(picture, modules) == lost_point(rows)


@pytest.mark.parametrize(
    ("dark", "light", "says"),
    [
        ("#777777", "#ffffff", "has a contrast of 4.47:1 and phones need 4.5:1; choose a darker"),
        ("#ff0000", "#ffffff", "has a contrast of 3.99:1"),
        ("#3d2db0", "#000000", "dark #3d2db0 is lighter than light #000000 (2.20:1)"),
        ("#ffffff", "#000000", "exchange the two"),
        ("#000000", "#000000", "has a contrast of 1.0:1"),
        ("#000", "#ffffff", "dark must be a colour such as #1d1830, not '#000'"),
        ("#000000", "white", "light must be a colour such as #1d1830, not 'white'"),
        ("#000000", "#fffffg", "light must be a colour"),
        ("#000000\n", "#ffffff", "dark must be a colour"),
    ],
)
def test_colours_that_phones_do_not_tell_apart_are_refused(
    dark: str, light: str, says: str
) -> None:
    with pytest.raises(BadInput, match=re.escape(says)):
        codes.Look(dark, light)


@pytest.mark.parametrize(
    ("dark", "light"),
    [
        ("#000000", "#ffffff"),
        ("#767676", "#ffffff"),
        ("#3D2DB0", "#fbfaf6"),
        ("#000000", "#757575"),
    ],
)
def test_colours_that_can_be_told_apart_are_taken(dark: str, light: str) -> None:
    assert codes.Look(dark, light).dark == dark


@kinds
@pytest.mark.parametrize(
    ("text", "level", "says"),
    [
        (URL, "X", "L, M, Q, H"),
        (URL, "q", "L, M, Q, H"),
        (URL, "", "L, M, Q, H"),
        ("", "Q", "percent-encode"),
        ("https://a.fr/é", "Q", "percent-encode"),
        ("https://a.fr/\n", "Q", "percent-encode"),
        ("A" * 5000, "Q", "5000 characters"),
    ],
)
def test_what_cannot_be_drawn_is_refused(kind: str, text: str, level: str, says: str) -> None:
    for look in (codes.PLAIN, codes.Look(logo=logo())) if level == "X" else (codes.PLAIN,):
        with pytest.raises(BadInput, match=re.escape(says)):
            KINDS[kind](text, level, sizes.DEFAULT, look, "")
