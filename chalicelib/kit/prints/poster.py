"""The poster: the flyer's page on A3, its title and QR code to be seen from across a street."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.kit.model import Ink, Matter
from chalicelib.kit.prints import flyer, press
from chalicelib.kit.prints.page import Paper


def pdf(matters: Sequence[Matter], ink: Ink, bleed: bool) -> bytes:
    """One page for each matter; `DoesNotFit` when a text is too long for it."""
    pages = [flyer.layout(matter, Paper.A3, ink, bleed) for matter in matters]
    return press.pdf(pages, press.about("poster", matters))
