"""An association that left comes back as it was: with its links, and with its groups if wanted."""

from __future__ import annotations

from typing import Any

from chalicelib.campaign.edit import Draft, add_association, add_group
from chalicelib.errors import UnknownOwner


def return_association(draft: Draft, slug: str, *, groups: bool) -> Draft:
    """Its links open again, each with its code; `groups` is whether its groups return with it.

    `UnknownOwner` when no association of this slug has left.
    """
    known = draft.kept.association(slug)
    if known is None or not known.retired:
        raise UnknownOwner(f"no association that has left is called {slug!r}")
    values = {"name": known.name, "contact": known.contact, "website": known.website}
    draft = add_association(draft, {"slug": slug, **values, **_channels(draft, slug)})
    for group in known.groups if groups else ():
        more = {"slug": group.slug, "name": group.name, "department": group.department}
        draft = add_group(draft, slug, {**more, **_channels(draft, group.id)})
    return draft


def _channels(draft: Draft, owner: str) -> dict[str, Any]:
    """The channels that an owner had links for; nothing where it had none, as for who is new."""
    channels = [link.channel for link in draft.links if link.owner == owner]
    return {"channels": channels} if channels else {}
