"""Pictures for Instagram: the code is read, everything is in its place, nothing is cut unsaid."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import cache
from itertools import combinations

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from chalicelib.errors import BadInput
from chalicelib.kit.contrast import contrast
from chalicelib.kit.model import DoesNotFit, Matter
from chalicelib.kit.pictures.card import Colours
from chalicelib.kit.pictures.layout import MARGIN, SMALLEST_CODE, WIDTH, Box, Layout, Shape, layout
from chalicelib.kit.pictures.story import READABLE, colours_of, png
from chalicelib.kit.qr import codes
from chalicelib.kit.type.lettering import width
from tests.unit.kit.matters import LONG_TITLE, MATTER, logo, matters

SHAPES = pytest.mark.parametrize("shape", list(Shape), ids=str)
STAGED = "https://abcdefgh12.execute-api.eu-west-3.amazonaws.com/api/Q/AB3K9XZ"
MATTERS = {
    "plain": MATTER,
    "long": replace(MATTER, title=LONG_TITLE, demands=(LONG_TITLE,) * 3),
    "logo": replace(MATTER, logo=logo(600, 200), accent="#0a6b4f"),
    "staged": replace(MATTER, qr_text=STAGED, address=STAGED.partition("://")[2]),
    "bare": replace(MATTER, call="", title="Non !", demands=(), group=""),
}
CASES = pytest.mark.parametrize("matter", MATTERS.values(), ids=list(MATTERS))


@cache
def drawn(matter: Matter, shape: Shape) -> Image.Image:
    """The picture, drawn once for all the tests that look at it."""
    return opened(png(matter, shape, "fr"))


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def read(picture: Image.Image) -> str:
    """What an independent reader sees in the picture."""
    grey = picture.convert("L")
    pixels = memoryview(bytearray(grey.tobytes())).cast("B", (grey.height, grey.width))
    found = zxingcpp.read_barcodes(pixels)
    assert len(found) == 1
    return found[0].text


def as_jpeg(picture: Image.Image, quality: int) -> Image.Image:
    kept = io.BytesIO()
    picture.save(kept, "JPEG", quality=quality)
    return opened(kept.getvalue())


def said(plan: Layout, name: str) -> str:
    return " ".join(next(block.lines for block in plan.blocks if block.name == name))


@SHAPES
@CASES
def test_the_code_is_read_large_small_and_compressed(matter: Matter, shape: Shape) -> None:
    picture = drawn(matter, shape)
    half = picture.resize((WIDTH // 2, shape.height // 2), Image.Resampling.BILINEAR)
    assert read(picture) == matter.qr_text
    assert read(half) == matter.qr_text
    assert read(as_jpeg(half, 60)) == matter.qr_text


@SHAPES
def test_a_picture_is_what_instagram_takes_and_always_the_same(shape: Shape) -> None:
    first = png(MATTERS["logo"], shape, "fr")
    picture = Image.open(io.BytesIO(first))
    assert (picture.format, picture.mode) == ("PNG", "RGB")
    assert picture.size == (1080, {"post": 1080, "story": 1920}[shape])
    assert len(first) < 300_000
    assert png(MATTERS["logo"], shape, "fr") == first


@SHAPES
@CASES
def test_modules_are_whole_pixels_black_on_white(matter: Matter, shape: Shape) -> None:
    plan = layout(matter, shape, "fr")
    modules = codes.matrix(matter.qr_text)
    assert len(modules) * plan.module >= SMALLEST_CODE
    box = plan.code
    code = drawn(matter, shape).crop((box.left, box.top, box.right, box.bottom))
    inner = code.crop((22, 22, code.width - 22, code.height - 22))
    assert {colour for _, colour in inner.getcolors() or []} == {(0, 0, 0), (255, 255, 255)}
    quiet = codes.QUIET_MODULES * plan.module
    assert code.width == len(modules) * plan.module + 2 * quiet
    ink = ImageChops.invert(inner.convert("L")).getbbox()
    assert ink == (quiet - 22, quiet - 22, inner.width - quiet + 22, inner.height - quiet + 22)


@pytest.mark.parametrize(
    "changed",
    [
        {"call": "Agissez"},
        {"title": "Autrement"},
        {"association": "Les Autres"},
        {"group": "Nord"},
        {"address": "qr.exemple.fr/autre"},
        {"qr_text": "HTTPS://QR.EXEMPLE.FR/Q/AB3K9XY"},
        {"logo": logo(100, 100)},
        {"accent": "#0a6b4f"},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_everything_that_is_said_shows(changed: dict[str, object]) -> None:
    other = replace(MATTER, **changed)  # type: ignore[arg-type]
    difference = ImageChops.difference(drawn(other, Shape.POST), drawn(MATTER, Shape.POST))
    assert difference.getbbox() is not None


def test_only_a_story_has_room_for_the_demands() -> None:
    story, post = (layout(MATTER, shape, "fr") for shape in (Shape.STORY, Shape.POST))
    assert "demands" in story.boxes
    assert "demands" not in post.boxes
    assert said(story, "demands").startswith("Encourager la résidence alternée. Réformer l’aide")


def test_words_around_are_in_the_language_asked_for() -> None:
    bare = MATTERS["bare"]
    french, english = (layout(bare, Shape.POST, locale) for locale in ("fr", "en"))
    assert (said(french, "call"), said(english, "call")) == ("Pétition", "Petition")
    assert (said(french, "act"), said(english, "act")) == (
        "Scannez, lisez, signez.",
        "Scan it, read it, sign it.",
    )
    assert said(english, "title") == "Non\u202f!"


def test_a_title_is_as_large_as_fits_and_ends_in_an_ellipsis_only_if_it_must() -> None:
    sizes = {}
    for title in ("Non !", MATTER.title, LONG_TITLE, "mots " * 60):
        plan = layout(replace(MATTER, title=title), Shape.POST, "fr")
        sizes[title] = next(block.size for block in plan.blocks if block.name == "title")
        assert said(plan, "title").endswith("…") == (title == "mots " * 60)
    assert sorted(sizes.values(), reverse=True) == list(sizes.values())


def test_demands_that_are_too_many_end_in_an_ellipsis() -> None:
    plan = layout(replace(MATTER, demands=("Encore une demande",) * 40), Shape.STORY, "fr")
    assert said(plan, "demands").endswith("demande …")


def test_emoji_are_left_out() -> None:
    plan = layout(replace(MATTER, title="🌳 Des arbres 👩\u200d🚀", call="🌳"), Shape.STORY, "fr")
    assert (said(plan, "title"), said(plan, "call")) == ("Des arbres", "Pétition")


@SHAPES
def test_an_address_is_whole_or_refused(shape: Shape) -> None:
    plan = layout(MATTERS["staged"], shape, "fr")
    address = next(block for block in plan.blocks if block.name == "address")
    assert "".join(address.lines) == STAGED.partition("://")[2]
    with pytest.raises(DoesNotFit, match=r"exemple\.fr/xxx.*give an alias"):
        layout(replace(MATTER, address="exemple.fr/" + "x" * 300), shape, "fr")


@SHAPES
def test_a_logo_that_cannot_be_read_is_refused_by_name(shape: Shape) -> None:
    for data in (b"not a picture", logo(300, 300)[:60]):
        with pytest.raises(BadInput, match="logo of Association fictive Les Hirondelles"):
            png(replace(MATTER, logo=data), shape, "fr")


@pytest.mark.parametrize("size", [(20, 20), (3000, 100), (100, 3000), (600, 600)])
def test_a_logo_of_any_form_keeps_to_its_place(size: tuple[int, int]) -> None:
    plan = layout(replace(MATTER, logo=logo(*size)), Shape.POST, "fr")
    assert plan.logo is not None
    with_logo, without = (
        drawn(replace(MATTER, logo=picture), Shape.POST) for picture in (logo(*size), logo(1, 1))
    )
    changed = ImageChops.difference(with_logo, without).getbbox()
    assert changed is not None
    assert inside(Box(*changed), plan.logo)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#ffffff", "#ffffff", 1.0)],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert round(contrast(one, other), 2) == round(contrast(other, one), 2) == ratio


@given(st.tuples(*[st.integers(0, 255)] * 3))
def test_law_any_colour_leaves_everything_readable(parts: tuple[int, int, int]) -> None:
    accent = "#{:02x}{:02x}{:02x}".format(*parts)
    colours = colours_of(accent)
    assert colours.accent in (accent, Colours().accent)
    assert (colours.accent == Colours().accent) or contrast(accent, colours.paper) >= READABLE
    for ground in (colours.paper, colours.on_accent):
        assert contrast(colours.accent, ground) >= READABLE
    # Large letters, 24 pixels or more, need 3 (WCAG 2.2, 1.4.3).
    assert contrast(colours.track, colours.accent) >= 3
    assert contrast(colours.ink, colours.track) >= 12


@settings(max_examples=60)
@given(matters, st.sampled_from(Shape), st.booleans(), st.integers(0, 60))
def test_law_nothing_touches_and_everything_is_safe(
    matter: Matter, shape: Shape, has_logo: bool, longer: int
) -> None:
    path = "x" * longer
    plan = layout(
        replace(
            matter,
            logo=logo(40, 20) if has_logo else None,
            address=matter.address + path,
            qr_text=matter.qr_text + path.upper(),
        ),
        shape,
        "fr",
    )
    # What Meta asks to leave free: 250 pixels above, 340 below.
    top, bottom = (250, 1920 - 340) if shape is Shape.STORY else (40, 1080 - 20)
    safe = Box(MARGIN, top, WIDTH - MARGIN, bottom)
    for name, box in plan.boxes.items():
        assert inside(box, safe), name
    for (one, a), (other, b) in combinations(plan.boxes.items(), 2):
        assert apart(a, b), f"{one} and {other}"
    for block in plan.blocks:
        for line in block.lines:
            assert width(line, block.size, block.font) <= block.box.width, block.name


@SHAPES
@CASES
def test_ink_keeps_to_the_boxes(matter: Matter, shape: Shape) -> None:
    plan = layout(matter, shape, "fr")
    blank = replace(matter, title="", demands=())
    changed = ImageChops.difference(drawn(matter, shape), drawn(blank, shape)).getbbox()
    assert changed is not None
    boxes = [box for name, box in plan.boxes.items() if name in ("title", "demands")]
    # A bullet stands in the margin of the demands' own box; capitals' accents reach up a little.
    assert changed[0] >= MARGIN - 2
    assert changed[1] >= min(box.top for box in boxes) - 10
    assert changed[2] <= WIDTH - MARGIN + 2
    assert changed[3] <= max(box.bottom for box in boxes) + 2


def inside(inner: Box, outer: Box) -> bool:
    return (
        inner.left >= outer.left
        and inner.top >= outer.top
        and inner.right <= outer.right
        and inner.bottom <= outer.bottom
    )


def apart(one: Box, other: Box) -> bool:
    return (
        one.right <= other.left
        or other.right <= one.left
        or one.bottom <= other.top
        or other.bottom <= one.top
    )
