"""The public addresses of a link: what people type, and what its QR code holds."""

from __future__ import annotations

from urllib.parse import urlsplit


def short_url(base_url: str, code: str) -> str:
    """The address of a code or an alias, under the deployment's `base_url`."""
    return f"{base_url}/{code}"


def qr_url(base_url: str, code: str) -> str:
    """The address that the link's QR code holds.

    All in upper case where the host has its own domain: a QR code's alphanumeric mode
    (ISO/IEC 18004) has no lower case, and the code gets a version smaller. A path in
    `base_url` is a stage of API Gateway, which tells the cases apart: then as it is.
    """
    address = f"{base_url}/Q/{code}"
    return address if urlsplit(base_url).path.strip("/") else address.upper()
