"""The public addresses of a link: what people type, what its QR code holds, where it leads."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from chalicelib.campaign.model import Campaign, Link


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


def leads_to(base_url: str, campaign: Campaign, link: Link) -> str:
    """Where who follows the link comes out: at the petition, or at the campaign's page first.

    The page is told by whose link they came (`via`): no cookie has to say it.
    """
    if link.channel not in campaign.page_first:
        return campaign.petition_url
    return f"{base_url}/c/{quote(campaign.slug)}?via={link.code}"
