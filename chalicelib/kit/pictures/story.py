"""Pictures for Instagram: a post, 1080 by 1080 pixels, and a story, 1080 by 1920.

Above, on paper, what the petition is; below, on the campaign's colour, the QR code, who
carries it and the address. The code is larger than on paper: it is read by another phone, from
a screen, after Instagram has compressed the picture. Its modules are whole pixels, black on
white, and so is its quiet zone.
"""

from __future__ import annotations

import io
from dataclasses import replace

from PIL import Image, ImageColor, ImageDraw

from chalicelib.errors import BadInput
from chalicelib.kit.contrast import contrast
from chalicelib.kit.model import Matter
from chalicelib.kit.pictures import card
from chalicelib.kit.pictures.card import Colours
from chalicelib.kit.pictures.layout import (
    BRAND,
    BRAND_SIZE,
    ICON,
    PLATE,
    WIDTH,
    Block,
    Box,
    Layout,
    Shape,
    layout,
    step,
)
from chalicelib.kit.qr import codes
from chalicelib.kit.type.lettering import TEXT, draw_line

READABLE = 4.5
"""The least contrast between letters and their ground (WCAG 2.2, 1.4.3)."""


def png(matter: Matter, shape: Shape, locale: str) -> bytes:
    """The picture as PNG; the same bytes for the same matter. `DoesNotFit` as for `layout`.

    Words that are not the campaign's are in the language of `locale`.
    """
    modules = codes.matrix(matter.qr_text)
    plan = layout(matter, shape, locale)
    colours = colours_of(matter.accent)
    logo = _logo(matter, plan.logo) if plan.logo else None
    image = _ground(shape, plan, colours, logo)
    draw = ImageDraw.Draw(image)
    _draw_brand(image, draw, plan.brand, colours)
    for block in plan.blocks:
        _draw_block(draw, block, colours, on_colour=block.box.top > plan.edge)
    _draw_code(image, plan, modules)
    if logo and plan.logo:
        down = (plan.logo.height - logo.height) // 2
        image.paste(logo, (plan.logo.left + PLATE, plan.logo.top + down), logo)
    kept = io.BytesIO()
    image.save(kept, "PNG")
    return kept.getvalue()


def colours_of(accent: str) -> Colours:
    """The pages' own with the campaign's colour, if that can be read on paper and under white."""
    house = Colours()
    if contrast(accent, house.paper) < READABLE:
        return house
    paper, ink = ImageColor.getrgb(house.paper)[:3], ImageColor.getrgb(accent)[:3]
    mixed = [round(p + (i - p) * 0.08) for p, i in zip(paper, ink, strict=True)]
    return replace(house, accent=accent, track="#{:02x}{:02x}{:02x}".format(*mixed))


def _draw_brand(image: Image.Image, draw: ImageDraw.ImageDraw, box: Box, colours: Colours) -> None:
    icon = card._icon(ICON, colours)
    image.paste(icon, (box.left, box.top), icon)
    draw_line(draw, (box.left + ICON + 12, box.top + 32), BRAND, BRAND_SIZE, colours.ink, TEXT)


def _draw_block(draw: ImageDraw.ImageDraw, block: Block, colours: Colours, on_colour: bool) -> None:
    fill = colours.on_accent if on_colour else colours.ink
    if block.name == "call":
        fill = colours.accent
    if block.name in ("carried", "group"):
        fill = colours.track
    foot = block.box.top - round(block.size * 0.24)
    for number, text in enumerate(block.lines):
        foot += step(block.size, number in block.marks)
        draw_line(draw, (block.box.left, foot), text, block.size, fill, block.font)
        if number in block.marks:
            mark = (block.box.left - 36, foot)
            draw_line(draw, mark, "•", block.size, colours.accent, block.font)


def _draw_code(image: Image.Image, plan: Layout, modules: codes.Modules) -> None:
    small = Image.new("L", (len(modules), len(modules)))
    small.putdata([0 if dark else 255 for row in modules for dark in row])
    side, quiet = len(modules) * plan.module, codes.QUIET_MODULES * plan.module
    code = small.resize((side, side), Image.Resampling.NEAREST)
    image.paste(code.convert("RGB"), (plan.code.left + quiet, plan.code.top + quiet))


def _logo(matter: Matter, box: Box) -> Image.Image:
    """The logo as large as its box, and no larger than it is."""
    try:
        logo = Image.open(io.BytesIO(matter.logo or b""), formats=["PNG"]).convert("RGBA")
    except OSError:
        raise BadInput(f"the logo of {matter.association} is not a PNG that can be read") from None
    logo.thumbnail((box.width - 2 * PLATE, box.height - 2 * PLATE), Image.Resampling.LANCZOS)
    return logo


def _ground(shape: Shape, plan: Layout, colours: Colours, logo: Image.Image | None) -> Image.Image:
    """Paper, the voice that carries as rings, the colour below, and white for code and logo."""
    times = 2
    large = Image.new("RGB", (WIDTH * times, shape.height * times), colours.paper)
    pen = ImageDraw.Draw(large)
    x, y = (plan.code.left + plan.code.right) / 2, plan.edge
    for number, reach in enumerate((430, 600, 770, 940)):
        box = [(x - reach) * times, (y - reach) * times, (x + reach) * times, (y + reach) * times]
        pen.arc(box, 180, 360, fill=colours.track, width=(40 - 7 * number) * times)
    pen.rectangle((0, plan.edge * times, WIDTH * times, shape.height * times), colours.accent)
    pen.rectangle((0, (plan.edge - 8) * times, WIDTH * times, plan.edge * times), colours.warm)
    plates = [plan.code]
    if logo and plan.logo:
        plates.append(replace(plan.logo, right=plan.logo.left + logo.width + 2 * PLATE))
    for plate in plates:
        corners = [each * times for each in (plate.left, plate.top, plate.right, plate.bottom)]
        corners[2:] = [each - 1 for each in corners[2:]]
        pen.rounded_rectangle(corners, 20 * times, fill="#fff")
    return large.reduce(times)
