"""Whole kits, made once and laid on a shelf, from where they are taken by a short-lived address.

A kit can be larger than an answer of Lambda (6 MB) and take longer than a request may (29 s):
so whoever asks for one starts it, comes back a moment later, and is sent to where it lies.
It is called after all that it is made of: what changed makes another one, and the one that
nobody asks for any more expires.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO, Protocol

from chalicelib.campaign.model import Campaign, Link
from chalicelib.errors import BadInput, UnknownCampaign, UnknownOwner
from chalicelib.kit.model import DoesNotFit
from chalicelib.kit.order import Ordered, ordered
from chalicelib.kit.pieces import NETWORKS, PRINTS, Piece, jobs, piece

EDITION = 1
"""Raised when prints change, so that none of before is handed out."""

MAKING_SECONDS = 900
"""How long a kit may be in the making before somebody else may begin anew: as long as its
function may run."""

ADDRESS_SECONDS = 900
"""How long an address that leads to the shelf works."""

KEPT_DAYS = 7
"""How long a kit lies on the shelf."""

REFUSED = ".txt"
"""What is put after the name of a kit that does not fit its paper: a text that says why."""

KINDS = {
    "zip": "application/zip",
    "pdf": "application/pdf",
    "txt": "text/plain; charset=utf-8",
}
"""The media types of what lies on the shelf, by the ends of names."""

DEFAULT_PIECE = "flyer-a4.pdf"

EVERYTHING = "kit.zip"
"""The piece that is every file of an association's, or of a group's."""


class Shelf(Protocol):
    """Where whole kits lie until they expire."""

    def address(self, name: str) -> str | None:
        """Where `name` can be fetched for `ADDRESS_SECONDS`; None when it is not there."""
        ...

    def put(self, name: str, file: IO[bytes]) -> None:
        """Keeps what is in `file` under `name`, whole or not at all."""
        ...

    def begun(self, name: str) -> bool:
        """Whether somebody began to make `name` within the last `MAKING_SECONDS`."""
        ...

    def begin(self, name: str) -> None:
        """Says that `name` is being made from now on."""
        ...


class Directory(Protocol):
    """What is read of campaigns."""

    def load(self, slug: str) -> Campaign | None: ...
    def links(self, campaign: str) -> list[Link]: ...
    def picture(self, campaign: str, name: str) -> bytes | None: ...


@dataclass(frozen=True, slots=True)
class Order:
    """A whole kit: everything of a campaign as a ZIP, or of one association: its pages as one
    PDF, or `EVERYTHING`.

    `association` and `piece` (such as `flyer-a4.pdf`) are "" for everything. `group`, an id,
    leaves its own part of the association's.
    """

    campaign: str
    association: str = ""
    piece: str = ""
    group: str = ""

    @property
    def packed(self) -> bool:
        """Whether it is a ZIP of every file, and not one PDF."""
        return not self.association or self.piece == EVERYTHING


Start = Callable[[Order], None]
"""Begins the making of an order, somewhere else: it returns at once."""


class Bundles:
    """Takes orders, and carries them out where it is told to."""

    def __init__(self, directory: Directory, shelf: Shelf, start: Start, base_url: str) -> None:
        self._directory = directory
        self._shelf = shelf
        self._start = start
        self._base_url = base_url

    def ask(self, order: Order) -> str | None:
        """Where the order can be fetched; None while it is being made, from now on if it was not.

        `BadInput` for a piece that is not printed, `UnknownOwner` for an association that has
        nothing to print.
        """
        campaign, links = self._read(order)
        name = self._name(order, campaign, links)
        address = self._shelf.address(name) or self._shelf.address(name + REFUSED)
        if address is None and not self._shelf.begun(name):
            # In this order: what could not be started is not waited for.
            self._start(order)
            self._shelf.begin(name)
        return address

    def make(self, order: Order) -> str:
        """Makes the order and lays it on the shelf; answers its name there. Errors as `ask`.

        What does not fit becomes a text that says so, under the name and `REFUSED`.
        """
        campaign, links = self._read(order)
        name = self._name(order, campaign, links)
        wanted = list(order_of(campaign, links, self._directory, self._base_url))
        with TemporaryFile() as file:
            if not order.packed:
                try:
                    file.write(_printed(order.piece).make([one.matter for one in wanted]))
                except DoesNotFit as error:
                    name += REFUSED
                    file.write(f"{error.said(campaign.locale)}\n".encode())
            else:
                write_zip(wanted, file, campaign.locale)
            file.seek(0)
            self._shelf.put(name, file)
        return name

    def _read(self, order: Order) -> tuple[Campaign, list[Link]]:
        """The campaign, and the links that the order is about."""
        campaign = self._directory.load(order.campaign)
        if campaign is None:
            raise UnknownCampaign(f"no campaign is called {order.campaign!r}")
        links = [link for link in self._directory.links(campaign.slug) if not link.closed]
        if order.association:
            links = [
                link
                for link in links
                if link.association == order.association
                and order.group in ("", link.group)
                and (order.packed or link.channel not in NETWORKS)
            ]
            if not links:
                raise UnknownOwner(f"no association {order.association!r} has a link for paper")
        return campaign, links

    def _name(self, order: Order, campaign: Campaign, links: list[Link]) -> str:
        """What the order is called on the shelf: after all that it is made of, and readably."""
        said = repr((EDITION, order, self._base_url, campaign.version, links))
        found = campaign.group(order.group) if order.group else None
        owner = (order.association, found[1].slug if found else "")
        whose = "-".join(part for part in (campaign.slug, *owner) if part)
        if order.packed:
            last = f"kit-{whose}.zip"
        else:
            last = _printed(order.piece).name_for(whose, campaign.locale)
        return f"{campaign.slug}/{hashlib.sha256(said.encode()).hexdigest()[:32]}/{last}"


def order_of(
    campaign: Campaign, links: list[Link], directory: Directory, base_url: str
) -> Iterator[Ordered]:
    """What these links of a campaign order, with their logos."""
    return ordered(campaign, links, base_url, lambda n: directory.picture(campaign.slug, n))


def write_zip(wanted: list[Ordered], file: IO[bytes], locale: str) -> list[str]:
    """Everything, as a ZIP; what does not fit is named in `UNFIT` within, and in the answer, to
    who reads `locale`.
    """
    unfit: list[str] = []
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for job in jobs(wanted):
            try:
                _add(packed, job.path, job.make())
            except DoesNotFit as error:
                unfit.append(f"{job.path}: {error.said(locale)}")
        if unfit:
            _add(packed, UNFIT, ("\n".join(unfit) + "\n").encode())
    return unfit


UNFIT = "A-LIRE-README.txt"
"""Lists what could not be made, and why."""


def _add(packed: zipfile.ZipFile, path: str, data: bytes) -> None:
    # Without a time, the same kit makes the same bytes.
    member = zipfile.ZipInfo(path)
    # Pictures and pages are compressed already.
    squeezed = path.endswith((".svg", ".txt"))
    member.compress_type = zipfile.ZIP_DEFLATED if squeezed else zipfile.ZIP_STORED
    member.external_attr = 0o644 << 16
    packed.writestr(member, data)


def _printed(file: str) -> Piece:
    found = piece(file)
    if found is None or not found.printed:
        known = ", ".join(each.file for each in PRINTS)
        raise BadInput(f"piece must be one of {known}, not {file!r}")
    return found
