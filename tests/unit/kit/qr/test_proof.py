"""What was drawn is read back before it is handed over, where there is a decoder."""

from __future__ import annotations

from types import ModuleType

import pytest

from chalicelib.kit.qr import codes, png, proof, sizes
from tests.unit.kit.qr.drawn import URL, logo

OTHER = "HTTPS://QR.EXEMPLE.FR/Q/AB3K9XY"


def test_a_picture_that_holds_what_it_should_passes() -> None:
    picture = png.png(
        URL, "H", sizes.read("30mm"), codes.Look(logo=logo()), "qr.exemple.fr/AB3K9XZ"
    )
    assert proof.decoded(picture) == (URL,)
    proof.check("qr.png", picture, URL)


def test_a_picture_that_holds_another_address_is_named() -> None:
    with pytest.raises(proof.NotReadable, match=r"^qr.png: .* says '.*XY' and not '.*XZ'$"):
        proof.check("qr.png", png.png(OTHER), URL)


def test_a_picture_that_nobody_can_read_is_named() -> None:
    assert proof.decoded(logo()) == ()
    with pytest.raises(proof.NotReadable, match=r"^qr.png: no decoder can read its QR code"):
        proof.check("qr.png", logo(), URL)


def test_without_a_decoder_the_way_to_one_is_said() -> None:
    def load(name: str) -> ModuleType:
        raise ModuleNotFoundError(name)

    with pytest.raises(proof.NoDecoder, match="pip install zxing-cpp"):
        proof.check("qr.png", png.png(URL), URL, load)
