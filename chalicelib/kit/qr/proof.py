"""Proofs of what was drawn: a picture is read by a decoder that knows nothing of how it was made.

Where the kit is made, not on Lambda: the package has no decoder.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from importlib import import_module
from types import ModuleType

from chalicelib.errors import PorteVoixError

Load = Callable[[str], ModuleType]
"""Imports a module by its name."""


class NoDecoder(PorteVoixError):
    """Nothing that reads QR codes is installed here."""

    code = "no_decoder"


class NotReadable(PorteVoixError):
    """A picture does not hold what it should; it must not be printed."""

    code = "not_readable"


def decoded(picture: bytes, load: Load = import_module) -> tuple[str, ...]:
    """What each QR code in a PNG says, from the top; none for a picture without one.

    `NoDecoder` where zxing-cpp is not installed.
    """
    from PIL import Image

    try:
        zxingcpp = load("zxingcpp")
    except ModuleNotFoundError:
        raise NoDecoder(
            "QR codes are read back before they are handed over, and zxing-cpp, which does it,"
            " is not installed; install it: pip install zxing-cpp"
        ) from None
    with Image.open(io.BytesIO(picture)) as image:
        found = zxingcpp.read_barcodes(image.convert("L"), zxingcpp.BarcodeFormat.QRCode)
    by_place = sorted(found, key=lambda code: (code.position.top_left.y, code.position.top_left.x))
    return tuple(code.text for code in by_place)


def check(name: str, picture: bytes, text: str, load: Load = import_module) -> None:
    """Reads the PNG called `name` back; `NotReadable` unless it holds `text` and nothing else."""
    found = decoded(picture, load)
    if not found:
        raise NotReadable(f"{name}: no decoder can read its QR code; it was not kept")
    if set(found) != {text}:
        raise NotReadable(f"{name}: its QR code says {found[0]!r} and not {text!r}")
