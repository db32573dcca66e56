"""What becomes of pictures that people send: small plain PNGs, or one line that says why not."""

from __future__ import annotations

import zlib

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from chalicelib.campaign.logo import MOST_BYTES, MOST_FILE_BYTES, to_picture
from chalicelib.errors import BadInput
from tests.unit.campaign.pictures import drawn, noise, opened, packed


@pytest.mark.parametrize(
    ("size", "kept"),
    [((1024, 600), (512, 300)), ((600, 1024), (300, 512)), ((512, 512), (512, 512)),
     ((40, 30), (40, 30)), ((4000, 1), (512, 1)), ((1, 1), (1, 1))],
)  # fmt: skip
def test_a_logo_is_made_smaller_and_never_larger(
    size: tuple[int, int], kept: tuple[int, int]
) -> None:
    picture = to_picture(packed(Image.new("RGB", size, "red")))
    assert (picture.width, picture.height) == kept
    assert opened(picture.png).size == kept
    assert opened(picture.png).format == "PNG"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_every_usual_kind_of_png_becomes_plain_colours(mode: str) -> None:
    sent = drawn(90, 90, mode)
    picture = opened(to_picture(packed(sent)).png)
    transparent = mode in ("LA", "RGBA")
    assert picture.mode == ("RGBA" if transparent else "RGB")
    assert picture.convert("RGB").tobytes() == sent.convert("RGB").tobytes()
    # Of the disc, nothing is lost; around it, what let the paper through still does.
    assert picture.convert("RGBA").getpixel((45, 45))[3] == 255
    assert (picture.convert("RGBA").getpixel((0, 0))[3] == 0) is (mode == "RGBA")


def test_a_palette_with_a_transparent_colour_stays_transparent() -> None:
    sent = drawn(90, 90).quantize(4)
    ground = sent.getpixel((0, 0))
    picture = opened(to_picture(packed(sent, transparency=ground)).png)
    assert picture.mode == "RGBA"
    assert (picture.getpixel((0, 0))[3], picture.getpixel((45, 45))[3]) == (0, 255)


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_jpegs_of_screens_and_printers_are_read(mode: str) -> None:
    picture = opened(to_picture(packed(drawn(90, 90, mode), "JPEG")).png)
    red, green, blue = picture.getpixel((45, 45))
    assert (red > green) is (mode != "L")
    assert abs(green - blue) < 20


def test_a_photograph_is_turned_as_it_was_held() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be shown turned by 90° clockwise
    picture = to_picture(packed(drawn(90, 30), "JPEG", exif=exif))
    assert (picture.width, picture.height) == (30, 90)


def test_nothing_of_the_file_but_its_pixels_is_kept() -> None:
    said = PngInfo()
    said.add_text("Author", "SENTINEL")
    exif = Image.Exif()
    exif[0x013B] = "SENTINEL"
    sent = packed(drawn(90, 90), pnginfo=said, exif=exif, dpi=(72, 72), icc_profile=b"SENTINEL")
    assert sent.count(b"SENTINEL") >= 2
    kept = opened(to_picture(sent).png)
    assert kept.info == {}


def test_what_packs_badly_is_made_smaller_until_it_fits() -> None:
    picture = to_picture(packed(noise(600, 600)))
    assert len(picture.png) <= MOST_BYTES
    assert (picture.width, picture.height) == (128, 128)


def test_a_name_stands_for_pixels_and_not_for_a_file() -> None:
    image = drawn(90, 60)
    once = to_picture(packed(image))
    assert len(once.name) == 24
    assert to_picture(packed(image, compress_level=1, dpi=(300, 300))) == once
    other = image.copy()
    other.putpixel((45, 30), (201, 30, 30))
    turned = Image.frombytes("RGB", (60, 90), image.tobytes())
    names = {to_picture(packed(i)).name for i in (image, other, turned, image.convert("RGBA"))}
    assert len(names) == 4


def chunk(kind: bytes, body: bytes) -> bytes:
    check = zlib.crc32(kind + body).to_bytes(4, "big")
    return len(body).to_bytes(4, "big") + kind + body + check


def claiming(width: int, height: int, before: bytes = b"") -> bytes:
    """A PNG of a few bytes that says it is this large; with parts `before` its pixels."""
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\x00\x00\x00"
    parts = (
        chunk(b"IHDR", head) + before + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")
    )
    return b"\x89PNG\r\n\x1a\n" + parts


GOOD = packed(drawn(90, 90))
HELD = Image.Exif()
HELD[0x0112], HELD[0x013B] = 6, "x"
FRAMES = [drawn(90, 90), drawn(90, 90).rotate(90).point(lambda v: v // 2)]
REFUSED = {
    "nothing": (b"", "is not a PNG or JPEG; save it as one"),
    "text": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "is not a PNG or JPEG"),
    "GIF": (packed(drawn(90, 90), "GIF"), "is not a PNG or JPEG"),
    "WebP": (packed(drawn(90, 90), "WEBP"), "is not a PNG or JPEG"),
    "cut off": (GOOD[: len(GOOD) // 2], "is broken, save it again: "),
    "no pixels": (claiming(90, 90), "is broken, save it again: "),
    "broken": (GOOD.replace(b"IDAT", b"IDAT\x01", 1), "is broken, save it again: "),
    "wrong sum": (GOOD[:-20] + bytes([GOOD[-20] ^ 1]) + GOOD[-19:], "is broken, save it again: "),
    "JPEG cut off": (packed(drawn(90, 90), "JPEG")[:-400], "is broken, save it again: "),
    # An artist's name where the width should be.
    "broken EXIF": (
        packed(drawn(90, 90), "JPEG", exif=HELD).replace(b"\x01\x3b\0\x02", b"\x01\0\0\x02"),
        "is broken, save it again: ",
    ),
    "wide": (packed(Image.new("1", (4001, 1))), "is 4001 × 1 pixels; at most 4000 a side"),
    "high": (packed(Image.new("1", (1, 4001))), "is 1 × 4001 pixels; at most 4000 a side"),
    "bomb": (claiming(12_000, 10_000), "more than 4000 pixels"),
    "larger bomb": (claiming(60_000, 60_000), "more than 4000 pixels"),
    # Pillow takes 1.2 GB as it opens this one, before it looks at how large it is.
    "animated bomb": (
        claiming(20_000, 15_000, chunk(b"acTL", b"\0\0\0\x02\0\0\0\0")), "holds several pictures"
    ),
    "heavy": (GOOD + b"\0" * MOST_FILE_BYTES, "has more than 2,000,000 bytes"),
    "animated": (
        packed(FRAMES[0], save_all=True, append_images=FRAMES[1:]), "holds several pictures"
    ),
    "two in one": (
        packed(FRAMES[0], "MPO", save_all=True, append_images=FRAMES[1:]),
        "holds several pictures",
    ),
    "sixteen bits": (packed(Image.new("I;16", (9, 9))), "colours of a kind that prints cannot use"),
}  # fmt: skip


@pytest.mark.parametrize(("raw", "why"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_logo_is_refused_in_one_line(raw: bytes, why: str) -> None:
    with pytest.raises(BadInput) as caught:
        to_picture(raw)
    assert why in str(caught.value)
    assert "\n" not in str(caught.value)
    assert " at 0x" not in str(caught.value)


def test_a_zipped_comment_that_unpacks_to_much_is_not_unpacked() -> None:
    body = b"Comment\0\0" + zlib.compress(b"\0" * 100_000_000)
    at = GOOD.index(b"IDAT") - 4
    with pytest.raises(BadInput, match="is broken, save it again: "):
        to_picture(GOOD[:at] + chunk(b"zTXt", body) + GOOD[at:])
