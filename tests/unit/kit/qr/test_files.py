"""The files that QR codes come in: as large as asked, sharp, quiet all around, captioned."""

from __future__ import annotations

import io
import re
from xml.etree import ElementTree

import png as pypng
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from chalicelib.errors import BadInput
from chalicelib.kit.qr import captions, codes, pdf, png, sizes, svg
from tests.unit.kit.qr.drawn import (
    QUIET,
    URL,
    Ink,
    ink,
    modules,
    of_pdf,
    of_png,
    of_svg,
    read,
    streams,
)

LONG = "abcdefgh12.execute-api.eu-west-3.amazonaws.com/api/AB3K9XZ"
levels = pytest.mark.parametrize("level", codes.LEVELS)


@pytest.mark.parametrize("size", [64, 65, 100, 127, 500, 777])
@levels
def test_png_is_exactly_as_big_as_asked_sharp_and_quiet(size: int, level: str) -> None:
    picture = of_png(png.png(URL, level, sizes.Size(size)))
    assert picture.size == (size, size)
    left, top, right, bottom = ink(picture)
    expected = codes.matrix(URL, level)
    assert right - left == bottom - top
    module, rest = divmod(right - left, len(expected))
    assert (rest, module) == (0, size // (len(expected) + 2 * QUIET))
    assert min(left, top, size - right, size - bottom) >= QUIET * module
    whole = Image.new("RGB", (len(expected), len(expected)), "white")
    for y, row in enumerate(expected):
        for x, dark in enumerate(row):
            whole.putpixel((x, y), (0, 0, 0) if dark else (255, 255, 255))
    sharp = whole.resize((right - left, right - left), Image.Resampling.NEAREST)
    assert picture.crop((left, top, right, bottom)).tobytes() == sharp.tobytes()


@pytest.mark.parametrize(
    ("mm", "level"), [(10, "Q"), (30, "Q"), (30, "H"), (123, "M"), (1000, "L")]
)
def test_png_in_millimetres_says_the_resolution_that_makes_it_so(mm: int, level: str) -> None:
    raw = png.png(URL, level, sizes.Size(mm, sizes.Unit.MM))
    width, height, _, info = pypng.Reader(bytes=raw).read()
    each, rest = divmod(width, len(codes.matrix(URL, level)) + 2 * QUIET)
    assert (width, rest) == (height, 0)
    assert info["physical"].unit_is_meter
    assert info["physical"].x == info["physical"].y
    assert width / info["physical"].x * 1000 == pytest.approx(mm, rel=1e-4)
    assert info["physical"].x >= sizes.PIXELS_PER_METRE or width + each > sizes.LARGEST_PX
    assert ink(of_png(raw)) == tuple(each * edge for edge in quiet(width // each))


def test_png_is_one_bit_in_either_colours_at_300_dots_an_inch() -> None:
    for look in (codes.PLAIN, codes.Look("#3d2db0", "#fbfaf6")):
        _, _, _, info = pypng.Reader(bytes=png.png(URL, look=look)).read()
        assert info["bitdepth"] == 1
        assert info["physical"].unit_is_meter
        assert info["physical"].x == info["physical"].y == round(300 / 0.0254)
        assert info.get("palette") == (
            None if look == codes.PLAIN else [(0x3D, 0x2D, 0xB0), (0xFB, 0xFA, 0xF6)]
        )


def test_a_caption_leaves_the_resolution_as_it_is() -> None:
    size = sizes.read("30mm")
    bare, captioned = (png.png(URL, size=size, caption=text) for text in ("", "a.fr/x"))
    physical = [pypng.Reader(bytes=raw).read()[3]["physical"].x for raw in (bare, captioned)]
    assert physical[0] == pytest.approx(physical[1], abs=1)


@pytest.mark.parametrize(
    ("size", "width"), [("512", "512"), ("64", "64"), ("30mm", "30mm"), ("1000mm", "1000mm")]
)
def test_svg_has_the_size_asked_and_four_quiet_modules(size: str, width: str) -> None:
    document = svg.svg(URL, "M", sizes.read(size))
    root = ElementTree.fromstring(document)
    assert (root.get("width"), root.get("height")) == (width, width)
    side = len(codes.matrix(URL, "M")) + 2 * QUIET
    assert root.get("viewBox") == f"0 0 {side} {side}"
    assert ink(of_svg(document, 1)) == quiet(side)


@pytest.mark.parametrize(
    ("size", "mm"), [("30mm", 30), ("00297mm", 297), ("000600", 600 / 300 * 25.4)]
)
def test_pdf_is_a_page_of_exactly_the_size_with_four_quiet_modules(size: str, mm: float) -> None:
    document = pdf.pdf(URL, "M", sizes.read(size))
    (box,) = re.findall(rb"/MediaBox \[ 0 0 ([0-9.]+) ([0-9.]+) \]", document)
    assert [float(length) for length in box] == pytest.approx([mm / 25.4 * 72] * 2, rel=1e-4)
    picture = of_pdf(document, 5)
    side = len(codes.matrix(URL, "M")) + 2 * QUIET
    assert picture.size == (side * 5, side * 5)
    assert ink(picture) == tuple(5 * edge for edge in quiet(side))


def quiet(side: int) -> Ink:
    return (QUIET, QUIET, side - QUIET, side - QUIET)


def test_every_kind_draws_the_same_modules_and_paints_its_ground() -> None:
    look = codes.Look("#3d2db0", "#fbfaf6")
    side = len(codes.matrix(URL)) + 2 * QUIET
    drawn = [
        of_png(png.png(URL, size=sizes.Size(side * 4), look=look)),
        of_svg(svg.svg(URL, look=look)),
        of_pdf(pdf.pdf(URL, look=look)),
    ]
    for picture in drawn:
        assert modules(picture, 4) == modules(drawn[0], 4)
        assert {colour for _, colour in picture.getcolors() or []} == {
            (0x3D, 0x2D, 0xB0),
            (0xFB, 0xFA, 0xF6),
        }


def test_a_part_of_a_page_is_where_it_was_asked_for_and_leaves_the_canvas_as_it_was() -> None:
    page = io.BytesIO()
    canvas = Canvas(page, pagesize=(300, 400), pageCompression=0)
    canvas.setFillGray(0.5)
    pdf.draw(canvas, URL, "Q", 100, 50, 85)
    canvas.rect(0, 0, 10, 10, stroke=0, fill=1)
    canvas.save()
    content = next(s for s in streams(page.getvalue()) if s.startswith(b"1 0 0 1 0 0 cm"))
    module = 85 / 37
    (matrix,) = re.findall(rb"q\n([0-9.]+) 0 0 -([0-9.]+) ([0-9.]+) ([0-9.]+) cm", content)
    assert [float(n) for n in matrix] == pytest.approx([module, module, 100, 135], rel=1e-5)
    assert b"n 0 0 37 37 re f*" in content
    after = content[content.rindex(b"Q\n") :]
    assert b" g" not in after, "the colour is the canvas's own again"


def test_the_same_code_makes_the_same_bytes() -> None:
    for draw in (svg.svg, png.png, pdf.pdf):
        made = [draw(URL, caption="a.fr/AB3K9XZ", size=sizes.read("30mm")) for _ in range(2)]
        assert made[0] == made[1]


def test_files_are_named_by_the_readable_address() -> None:
    root = ElementTree.fromstring(svg.svg(URL, title="https://qr.exemple.fr/?a=1&b=<2>"))
    assert root.findtext("{*}title") == "https://qr.exemple.fr/?a=1&b=<2>"
    by_default = ElementTree.fromstring(svg.svg("HTTPS://A.FR/?X=1&Y=<B>"))
    assert by_default.findtext("{*}title") == "HTTPS://A.FR/?X=1&Y=<B>"
    document = pdf.pdf(URL, title="https://qr.exemple.fr/AB3K9XZ")
    assert b"/Title (https://qr.exemple.fr/AB3K9XZ)" in document


@pytest.mark.parametrize(
    "text", ["qr.exemple.fr/essor-lyon", "a.fr/AB3K9XZ", "www.mmm.fr/MWMWMWM", LONG]
)
def test_the_caption_is_below_the_quiet_zone_and_as_wide_as_the_picture_allows(text: str) -> None:
    lines = captions.lines(text)
    assert "".join(lines) == text
    picture = of_png(png.png(URL, size=sizes.Size(600), caption=text))
    bare = of_png(png.png(URL, size=sizes.Size(600)))
    assert picture.crop((0, 0, 600, 600)).tobytes() == bare.tobytes()
    assert picture.height == round(600 * (1 + captions.height(lines)))
    left, top, right, bottom = ink(picture.crop((0, 600, 600, picture.height)))
    assert left >= 0.03 * 600
    assert right <= 0.97 * 600
    assert (left + right) / 2 == pytest.approx(300, abs=3)
    assert 0 < top < bottom < picture.height - 600
    assert read(picture).text == URL


@pytest.mark.parametrize("size", ["400", "30mm"])
def test_svg_writes_the_caption_in_a_font_that_every_system_has(size: str) -> None:
    document = svg.svg(URL, size=sizes.read(size), caption=LONG)
    root = ElementTree.fromstring(document)
    side, whole = (float(part) for part in (root.get("viewBox") or "").split()[2:])
    width, height = (
        float((root.get(name) or "").removesuffix("mm")) for name in ("width", "height")
    )
    assert height / width == pytest.approx(whole / side, rel=1e-3)
    (group,) = root.findall("{*}g")
    assert (group.get("font-family") or "").endswith(",monospace")
    texts = group.findall("{*}text")
    assert "".join(text.text or "" for text in texts) == LONG
    letters = float(group.get("font-size") or 0)
    for text in texts:
        assert side < float(text.get("y") or 0) - 0.8 * letters
        assert float(text.get("y") or 0) + 0.3 * letters < whole
        assert float(text.get("textLength") or 0) <= side * captions.ROOM + 0.01


def test_pdf_embeds_the_captions_font_and_no_font_without_one() -> None:
    captioned = pdf.pdf(URL, caption="qr.exemple.fr/AB3K9XZ")
    assert re.findall(rb"/BaseFont /([\w+-]+)", captioned) == [b"AAAAAA+Inter-SemiBold"]
    assert b"/FontFile2" in captioned
    assert b"/BaseFont" not in pdf.pdf(URL)
    boxes = [
        re.findall(rb"/MediaBox \[ 0 0 ([0-9.]+) ([0-9.]+) \]", document)[0]
        for document in (captioned, pdf.pdf(URL))
    ]
    assert boxes[0][0] == boxes[1][0]
    grown = captions.height(captions.lines("qr.exemple.fr/AB3K9XZ"))
    assert float(boxes[0][1]) / float(boxes[1][1]) == pytest.approx(1 + grown, rel=1e-4)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", ()),
        ("qr.exemple.fr/essor-lyon", ("qr.exemple.fr/essor-lyon",)),
        (LONG, ("abcdefgh12.execute-api.eu-west-3", ".amazonaws.com/api/AB3K9XZ")),
        ("x" * 40, ("x" * 32, "x" * 8)),
    ],
)
def test_a_line_of_an_address_ends_where_nobody_misreads_it(
    text: str, lines: tuple[str, ...]
) -> None:
    assert captions.lines(text) == lines


@pytest.mark.parametrize(
    ("text", "says"), [("x" * 97, "does not fit under the code"), ("a\nb", "cannot be a caption")]
)
def test_a_caption_that_cannot_be_set_is_refused(text: str, says: str) -> None:
    for draw in (svg.svg, png.png, pdf.pdf):
        with pytest.raises(BadInput, match=says):
            draw(URL, caption=text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("63", "size must be from 64 to 4096 pixels, not 63"),
        ("4097px", "size must be from 64 to 4096 pixels, not 4097"),
        ("9mm", "size must be from 10 to 1000 mm, not 9"),
        ("1001mm", "size must be from 10 to 1000 mm, not 1001"),
        ("", "size must be a number of pixels, or of millimetres as in 30mm, not ''"),
        ("3cm", "as in 30mm, not '3cm'"),
        ("30 mm", "as in 30mm"),
        ("-30mm", "as in 30mm"),
        ("999999", "as in 30mm"),
        ("٣٠٠", "as in 30mm"),
    ],
)
def test_a_size_that_cannot_be_drawn_is_refused(text: str, says: str) -> None:
    with pytest.raises(BadInput, match=re.escape(says)):
        sizes.read(text)


def test_modules_under_one_pixel_are_refused_with_the_size_that_would_do() -> None:
    with pytest.raises(BadInput, match=r"ask for (\d+) or more") as refusal:
        png.png("A" * 400, "H", sizes.Size(64))
    smallest = int(re.search(r"for (\d+) or", str(refusal.value))[1])  # type: ignore[index]
    assert of_png(png.png("A" * 400, "H", sizes.Size(smallest))).width == smallest
    with pytest.raises(BadInput):
        png.png("A" * 400, "H", sizes.Size(smallest - 1))


def test_svg_stays_small() -> None:
    assert max(len(svg.svg(URL, level)) for level in codes.LEVELS) < 5_000
