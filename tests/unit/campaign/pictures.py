"""Pictures as people send them, made here."""

from __future__ import annotations

import io
import random
from typing import Any

from PIL import Image, ImageDraw


def packed(image: Image.Image, kind: str = "PNG", **more: Any) -> bytes:
    """The bytes of a picture's file."""
    file = io.BytesIO()
    image.save(file, kind, **more)
    return file.getvalue()


def files(name: str, most: int) -> bytes:
    """A campaign's folder, where each name is a picture of its own: `60x40.png`."""
    width, height = name.removesuffix(".png").split("x")
    return packed(drawn(int(width), int(height)))[:most]


def opened(png: bytes) -> Image.Image:
    """The picture of a file, its pixels read."""
    image = Image.open(io.BytesIO(png))
    image.load()
    return image


def drawn(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """A red disc; on nothing where the mode has transparency, on white elsewhere."""
    image = Image.new("RGBA", (width, height), (255, 255, 255, 0))
    ImageDraw.Draw(image).ellipse((1, 1, width - 2, height - 2), fill=(200, 30, 30, 255))
    if mode == "RGBA":
        return image
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image)
    return ground.convert(mode)


def noise(width: int, height: int) -> Image.Image:
    """What no packing makes smaller, transparent here and there."""
    return Image.frombytes("RGBA", (width, height), random.Random(1).randbytes(4 * width * height))
