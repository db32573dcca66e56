"""Logos: pictures that people send, made into small plain PNGs that prints can rely on.

What comes in is somebody else's file: only its pixels are kept, at a size that suits a logo
on paper. Pillow is imported on first use: who reads no logo does not pay for it.
"""

from __future__ import annotations

import hashlib
import io
import struct
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chalicelib.errors import BadInput

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_FILE_BYTES = 2_000_000
MOST_FILE_PX = 4000
"""A side of the picture that comes in: 64 MB of pixels at the most."""
MOST_BYTES = 100_000
SIDES_PX = (512, 384, 256, 192, 128)
"""Longer sides, the first that fits in `MOST_BYTES` is kept: flat colours fit at once, and a
photograph at 192 still has 200 dots an inch where a logo is an inch wide. The last always
fits: 128 × 128 pixels of four bytes are 65 KB before they are packed."""

_PNG = b"\x89PNG\r\n\x1a\n"
_SEVERAL = "holds several pictures; save the one that is the logo"
_MODES = frozenset(("1", "L", "LA", "P", "PA", "RGB", "RGBA", "CMYK"))


@dataclass(frozen=True, slots=True)
class Picture:
    """A logo as it is kept: an RGB or RGBA PNG of `width` by `height` pixels, without metadata.

    `name` is 24 hex digits of the SHA-256 of its pixels, so a picture that did not change
    keeps its name, however it is packed.
    """

    name: str
    png: bytes
    width: int
    height: int


def to_picture(raw: bytes) -> Picture:
    """The PNG or JPEG `raw` as a logo; `BadInput` says what is wrong with it.

    Turned as its EXIF says, never enlarged; transparency stays.
    """
    if len(raw) > MOST_FILE_BYTES:
        raise BadInput(f"has more than {MOST_FILE_BYTES:,} bytes; save it smaller")
    from PIL import Image, UnidentifiedImageError

    with warnings.catch_warnings():
        # Pillow warns of metadata that it cannot read, and we drop them; but not of bombs.
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            return _kept(_opened(raw))
        except (Image.DecompressionBombWarning, Image.DecompressionBombError):
            raise BadInput(f"has a side of more than {MOST_FILE_PX} pixels") from None
        except UnidentifiedImageError:
            raise BadInput("is not a PNG or JPEG; save it as one") from None
        except (OSError, SyntaxError, ValueError, EOFError, struct.error) as error:
            # Pillow says SyntaxError for a PNG whose parts are broken, struct.error for an EXIF.
            raise BadInput(f"is broken, save it again: {_on_one_line(error)}") from None


def _opened(raw: bytes) -> Image:
    from PIL import Image, ImageOps

    # Before Pillow sees it: it makes room for all of an animation's first picture as it opens
    # one, whatever size that claims to have.
    if raw.startswith(_PNG) and b"acTL" in _chunks(raw):
        raise BadInput(_SEVERAL)
    image = Image.open(io.BytesIO(raw), formats=("PNG", "JPEG"))
    if max(image.size) > MOST_FILE_PX:
        raise BadInput(
            f"is {image.width} × {image.height} pixels; at most {MOST_FILE_PX} a side are read"
        )
    if getattr(image, "n_frames", 1) > 1:
        raise BadInput(_SEVERAL)
    if image.mode not in _MODES:
        raise BadInput(
            f"has colours of a kind that prints cannot use ({image.mode}); save it as RGB"
        )
    # Reads every pixel: a file that is broken or cut off shows it here.
    upright = ImageOps.exif_transpose(image)
    plain = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    # Else a colour profile would be saved again.
    plain.info.clear()
    return plain


def _chunks(png: bytes) -> Iterator[bytes]:
    """The names of a PNG's parts (PNG specification, 5.3): length, name, body, sum."""
    at = len(_PNG)
    while at < len(png):
        yield png[at + 4 : at + 8]
        at += 12 + int.from_bytes(png[at : at + 4], "big")


def _kept(image: Image) -> Picture:
    from PIL import Image

    for side in SIDES_PX:
        small = image.copy()
        small.thumbnail((side, side), Image.Resampling.LANCZOS)
        packed = io.BytesIO()
        small.save(packed, "PNG", optimize=True)
        if packed.tell() <= MOST_BYTES:
            break
    pixels = f"{small.mode} {small.width}x{small.height} ".encode() + small.tobytes()
    name = hashlib.sha256(pixels).hexdigest()[:24]
    return Picture(name, packed.getvalue(), small.width, small.height)


def _on_one_line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
