"""Addresses of links: what people type, and what QR codes hold."""

from __future__ import annotations

import pytest

from chalicelib.campaign.addresses import qr_url, short_url

ALPHANUMERIC = set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
"""The alphanumeric mode of QR codes (ISO/IEC 18004, table 5)."""


@pytest.mark.parametrize(
    ("base", "short", "qr"),
    [
        (
            "https://qr.exemple.fr",
            "https://qr.exemple.fr/AB3K9X2",
            "HTTPS://QR.EXEMPLE.FR/Q/AB3K9X2",
        ),
        (
            "http://127.0.0.1:8000",
            "http://127.0.0.1:8000/AB3K9X2",
            "HTTP://127.0.0.1:8000/Q/AB3K9X2",
        ),
        (
            "https://x1.execute-api.eu-west-3.amazonaws.com/api",
            "https://x1.execute-api.eu-west-3.amazonaws.com/api/AB3K9X2",
            "https://x1.execute-api.eu-west-3.amazonaws.com/api/Q/AB3K9X2",
        ),
    ],
)
def test_addresses(base: str, short: str, qr: str) -> None:
    assert short_url(base, "AB3K9X2") == short
    assert qr_url(base, "AB3K9X2") == qr


def test_a_qr_address_fits_the_alphanumeric_mode() -> None:
    assert set(qr_url("https://qr.exemple.fr", "AB3K9X2")) <= ALPHANUMERIC
