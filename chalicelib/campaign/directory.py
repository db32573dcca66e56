"""What the campaign room asks of a store to change the directory, and to list it.

The reads on the way of a click are in `links.Directory`.
"""

from __future__ import annotations

from typing import Protocol

from chalicelib.campaign.model import Campaign, Link


class Owned(Protocol):
    """What is read of one owner. `StoreUnavailable` when it does not answer."""

    def links_of(self, campaign: str, owner: str) -> list[Link]:
        """The links of an association or group itself, in the order of channels."""
        ...


class Register(Protocol):
    """The directory, for those who change it. `StoreUnavailable` when it does not answer."""

    def campaigns(self) -> list[Campaign]:
        """Every campaign, in the order of slugs."""
        ...

    def load(self, slug: str) -> Campaign | None:
        """The campaign as it is now, from the store and not from memory."""
        ...

    def save(self, campaign: Campaign) -> None:
        """Keeps `campaign` if what is kept has its `version - 1` (nothing kept: 0).

        `Conflict` otherwise.
        """
        ...

    def links(self, campaign: str) -> list[Link]:
        """Every link of a campaign, in the order of owner and channel."""
        ...

    def add_link(self, link: Link) -> None:
        """Keeps a new link with its code and aliases.

        `CodeTaken` when one of them belongs, or once belonged, to another link, or when the
        owner has a link for this channel; nothing is kept then.
        """
        ...

    def change_link(self, link: Link) -> None:
        """Changes association, aliases and `closed` of the link that has this code.

        Aliases only grow: a printed address is never taken from its link. `CodeTaken` when a
        new alias is another's; nothing is changed then.
        """
        ...

    def taken(self, name: str) -> bool:
        """Whether a code or an alias belongs, or once belonged, to a link."""
        ...

    def picture(self, campaign: str, name: str) -> bytes | None:
        """The PNG that a campaign keeps under this name; None when there is none, or no name."""
        ...

    def save_picture(self, campaign: str, name: str, png: bytes) -> None:
        """Keeps a PNG under a name that stands for its pixels: saved again, it is the same.

        It stays as long as the campaign, even when that names it no more: whoever remembers
        the campaign as it was a minute ago still finds it, and so does another apply that
        names it again at this moment.
        """
        ...

    def erase(self, slug: str) -> None:
        """Forgets a campaign with its pictures, links, visits, tallies and salts.

        Its codes and aliases stay taken for ever, with nothing kept behind them. Safe to
        call again after it was interrupted.
        """
        ...
