"""Whole kits: asked for, made once, found again, and made anew when something changed."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field, replace
from typing import IO

import pytest

from chalicelib.campaign.model import Association, Campaign, Group, Link
from chalicelib.errors import BadInput, StoreUnavailable, UnknownCampaign, UnknownOwner
from chalicelib.kit.bundle import EVERYTHING, REFUSED, UNFIT, Bundles, Order
from chalicelib.kit.pieces import CODES, PICTURES, PRINTS, TEXTS

LYON = Group("essor/lyon", "lyon", "Lyon (groupe fictif)")
CAMPAIGN = Campaign(
    slug="enfants",
    title="Pour les enfants",
    summary="Deux demandes.",
    petition_url="https://petitions.assemblee-nationale.fr/initiatives/i-1",
    demands=("Une première demande.", "Une seconde demande."),
    associations=(
        Association("essor", "Association fictive L'Essor", groups=(LYON,)),
        Association("rive", "Association fictive La Rive"),
    ),
    version=3,
)
POSTER = Link("A0B1C2D", "enfants", "essor", "", "poster")
LYON_POSTER = Link("E0F1G2H", "enfants", "essor", LYON.id, "poster", ("essor-lyon",))
WHATSAPP = Link("J0K1M2N", "enfants", "essor", "", "whatsapp")
CLOSED = Link("P0Q1R2S", "enfants", "rive", "", "poster", closed=True)
LINKS = [POSTER, WHATSAPP, LYON_POSTER, CLOSED]
BASE = "https://qr.exemple.fr"
FLYERS = Order("enfants", "essor", "flyer-a6.pdf")


@dataclass
class FakeDirectory:
    """`bundle.Directory` with one campaign."""

    campaign: Campaign = CAMPAIGN
    kept: list[Link] = field(default_factory=lambda: list(LINKS))

    def load(self, slug: str) -> Campaign | None:
        return self.campaign if slug == self.campaign.slug else None

    def links(self, campaign: str) -> list[Link]:
        return self.kept

    def picture(self, campaign: str, name: str) -> bytes | None:
        return None


@dataclass
class FakeShelf:
    """`bundle.Shelf` in memory."""

    laid: dict[str, bytes] = field(default_factory=dict)
    making: list[str] = field(default_factory=list)

    def address(self, name: str) -> str | None:
        return f"https://shelf.example/{name}" if name in self.laid else None

    def put(self, name: str, file: IO[bytes]) -> None:
        self.laid[name] = file.read()

    def begun(self, name: str) -> bool:
        return name in self.making

    def begin(self, name: str) -> None:
        self.making.append(name)


@dataclass
class Shop:
    """Bundles with their shelf, and the orders that were started."""

    directory: FakeDirectory = field(default_factory=FakeDirectory)
    shelf: FakeShelf = field(default_factory=FakeShelf)
    started: list[Order] = field(default_factory=list)

    @property
    def bundles(self) -> Bundles:
        return Bundles(self.directory, self.shelf, self.started.append, BASE)


@pytest.fixture
def shop() -> Shop:
    return Shop()


def pages(pdf: bytes) -> int:
    """How many pages a PDF has: each says which tree of pages it hangs in."""
    return pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ")


def test_a_kit_is_started_once_and_found_when_it_is_made(shop: Shop) -> None:
    assert shop.bundles.ask(FLYERS) is None
    assert shop.bundles.ask(FLYERS) is None
    assert shop.started == [FLYERS]
    name = shop.bundles.make(FLYERS)
    assert shop.bundles.ask(FLYERS) == f"https://shelf.example/{name}"
    assert shop.started == [FLYERS]
    assert name.startswith("enfants/")
    assert name.endswith("/tract-a6-enfants-essor.pdf")


def test_what_could_not_be_started_is_tried_again(shop: Shop) -> None:
    def away(order: Order) -> None:
        raise StoreUnavailable("away")

    bundles = Bundles(shop.directory, shop.shelf, away, BASE)
    for _ in range(2):
        with pytest.raises(StoreUnavailable):
            bundles.ask(FLYERS)
    assert shop.bundles.ask(FLYERS) is None
    assert shop.started == [FLYERS]


def test_an_associations_pdf_has_a_page_for_each_link_of_paper(shop: Shop) -> None:
    pdf = shop.shelf.laid[shop.bundles.make(FLYERS)]
    assert pdf.startswith(b"%PDF-")
    assert pages(pdf) == 2


@pytest.mark.parametrize(
    ("group", "name", "folders"),
    [
        ("", "kit-enfants-essor.zip", {"essor", "essor/lyon"}),
        (LYON_POSTER.group, "kit-enfants-essor-lyon.zip", {"essor/lyon"}),
    ],
)
def test_an_association_and_a_group_have_all_their_files_as_a_zip(
    shop: Shop, group: str, name: str, folders: set[str]
) -> None:
    made = shop.bundles.make(Order("enfants", "essor", EVERYTHING, group))
    assert made.endswith(f"/{name}")
    with zipfile.ZipFile(io.BytesIO(shop.shelf.laid[made])) as packed:
        assert {path.rpartition("/")[0] for path in packed.namelist()} == folders


def test_a_groups_pdf_has_its_own_pages_alone(shop: Shop) -> None:
    order = Order("enfants", "essor", "flyer-a6.pdf", LYON_POSTER.group)
    assert pages(shop.shelf.laid[shop.bundles.make(order)]) == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda d: replace(d, campaign=replace(CAMPAIGN, title="Un autre titre", version=4)),
        lambda d: replace(d, kept=[POSTER, LYON_POSTER]),
        lambda d: replace(d, kept=[replace(POSTER, aliases=("essor",)), WHATSAPP, LYON_POSTER]),
    ],
    ids=["campaign", "link", "alias"],
)
def test_what_changed_makes_another_kit(shop: Shop, change: object) -> None:
    before = shop.bundles.make(Order("enfants"))
    shop.directory = change(shop.directory)  # type: ignore[operator]
    assert shop.bundles.ask(Order("enfants")) is None
    assert shop.bundles.make(Order("enfants")) != before


def test_a_zip_holds_every_file_of_every_open_link_by_owner(shop: Shop) -> None:
    name = shop.bundles.make(Order("enfants"))
    with zipfile.ZipFile(io.BytesIO(shop.shelf.laid[name])) as packed:
        names = packed.namelist()
        assert packed.testzip() is None
        texts = packed.read("essor/textes-fr-enfants-essor.txt").decode()
    of_owner = len(PICTURES) + len(TEXTS)
    assert len(names) == len(set(names)) == 3 * len(CODES) + 2 * (len(PRINTS) + of_owner)
    assert {n.rpartition("/")[0] for n in names} == {"essor", "essor/lyon"}
    assert "essor/lyon/tract-a4-enfants-essor-lyon-poster.pdf" in names
    assert "essor/qr-code-enfants-essor-whatsapp.svg" in names
    assert not [n for n in names if "rive" in n]
    # Of two links, the one for messages is in the message.
    assert f"{BASE}/J0K1M2N" in texts
    assert name.endswith("/kit-enfants.zip")


def test_the_same_kit_is_the_same_bytes(shop: Shop) -> None:
    order = Order("enfants")
    shop.directory.kept = [WHATSAPP]
    first = shop.shelf.laid.pop(shop.bundles.make(order))
    assert shop.shelf.laid.pop(shop.bundles.make(order)) == first


def test_what_does_not_fit_its_paper_is_told_and_not_tried_again(shop: Shop) -> None:
    endless = ("mot " * 3000).strip()
    shop.directory.campaign = replace(CAMPAIGN, text=(endless,))
    order = replace(FLYERS, piece="flyer-a4.pdf")
    name = shop.bundles.make(order)
    assert name.endswith(f".pdf{REFUSED}")
    why = shop.shelf.laid[name].decode()
    assert re.match(r"Tract A4 \(.*\).: environ \d+ lettres de trop dans le texte, ", why)
    assert shop.bundles.ask(order) == f"https://shelf.example/{name}"
    assert shop.started == []


def test_a_zip_says_what_it_lacks(shop: Shop) -> None:
    shop.directory.campaign = replace(CAMPAIGN, text=(("mot " * 3000).strip(),))
    shop.directory.kept = [POSTER]
    name = shop.bundles.make(Order("enfants"))
    with zipfile.ZipFile(io.BytesIO(shop.shelf.laid[name])) as packed:
        lines = packed.read(UNFIT).decode().splitlines()
        names = packed.namelist()
    assert any(line.startswith("essor/tract-a4-enfants-essor-poster.pdf: ") for line in lines)
    assert "essor/tract-a4-enfants-essor-poster.pdf" not in names
    assert "essor/tract-a6-enfants-essor-poster.pdf" in names


def test_a_name_in_letters_that_no_type_has_costs_its_own_pages_and_no_other(shop: Shop) -> None:
    group = replace(LYON, name="مجموعة")
    essor, rive = CAMPAIGN.associations
    shop.directory.campaign = replace(
        CAMPAIGN, associations=(replace(essor, groups=(group,)), rive)
    )
    shop.directory.kept = [POSTER, replace(POSTER, code="L0Y1O2N", group=LYON.id)]
    name = shop.bundles.make(Order("enfants"))
    with zipfile.ZipFile(io.BytesIO(shop.shelf.laid[name])) as packed:
        lines = packed.read(UNFIT).decode().splitlines()
        names = packed.namelist()
    assert lines
    assert all(line.startswith("essor/lyon/") for line in lines)
    assert all("« مجموعة » (le nom du groupe)" in line.replace("\u00a0", " ") for line in lines)
    assert "essor/tract-a6-enfants-essor-poster.pdf" in names
    assert any(name.startswith("essor/lyon/") and name.endswith(".svg") for name in names)


@pytest.mark.parametrize(
    ("order", "error", "said"),
    [
        (Order("autre"), UnknownCampaign, "no campaign is called 'autre'"),
        (Order("enfants", "inconnue", "flyer-a4.pdf"), UnknownOwner, "'inconnue'"),
        (Order("enfants", "rive", "flyer-a4.pdf"), UnknownOwner, "'rive'"),
        (Order("enfants", "essor", "flyer-a7.pdf"), BadInput, "flyer-a4.pdf"),
        (Order("enfants", "essor", "square.png"), BadInput, "'square.png'"),
        (Order("enfants", "essor", ""), BadInput, "piece must be one of"),
    ],
)
def test_what_cannot_be_ordered_is_refused_by_name(
    shop: Shop, order: Order, error: type[Exception], said: str
) -> None:
    for act in (shop.bundles.ask, shop.bundles.make):
        with pytest.raises(error, match=said):
            act(order)
    assert (shop.started, shop.shelf.laid, shop.shelf.making) == ([], {}, [])
