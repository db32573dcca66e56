"""The flyer: everything is said and scans, nothing overflows, little ink when black."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.kit.model import DoesNotFit, Ink, Matter
from chalicelib.kit.prints import flyer, poster
from chalicelib.kit.prints.forms import FORMS
from chalicelib.kit.prints.page import BLEED, Box, Ground, Page, Paper, Symbol, Words
from chalicelib.language import NARROW, NBSP
from tests.unit.kit.prints.pages import (
    codes,
    collisions,
    darkness,
    laid_out,
    levels,
    meet,
    scanned,
    sizes,
    strays,
    words,
)
from tests.unit.kit.prints.printed import LONG_TITLE, MATTER

PAPERS = list(Paper)
FLYERS = [Paper.A4, Paper.A5, Paper.A6]
SMALLEST = {Paper.A3: 13, Paper.A4: 8, Paper.A5: 7.5, Paper.A6: 7}
ALL = [(paper, ink, bleed) for paper in PAPERS for ink in Ink for bleed in (False, True)]

WORD = st.one_of(
    st.text("aeéilmnoœrstuàQ’-", min_size=1, max_size=9), st.text("mWÉ", min_size=1, max_size=18)
)


def said(usual: int, most: int) -> st.SearchStrategy[str]:
    """So many words at most, mostly; now and then more, so that not all is too long at once."""
    few, many = st.lists(WORD, max_size=usual), st.lists(WORD, max_size=most)
    return st.one_of(few, few, few, many).map(" ".join)


MATTERS = st.builds(
    replace,
    st.just(MATTER),
    call=said(1, 6),
    title=said(8, 40),
    demands=st.lists(
        said(4, 12) | st.builds("{} : {}".format, said(4, 8), said(6, 20)), max_size=6
    ).map(tuple),
    text=st.lists(said(20, 120), max_size=4).map(tuple),
    association=said(4, 16),
    group=said(2, 10),
    logo=st.sampled_from([None, MATTER.logo]),
    address=st.builds("{}.example/{}".format, WORD, said(2, 4).map(lambda s: s.replace(" ", "-"))),
    host=st.sampled_from(["", "a.fr", "petitions.assemblee-nationale.fr", "a" * 40 + ".example"]),
    printer=said(8, 30),
)


def page(matter: Matter, paper: Paper, ink: Ink = Ink.COLOUR, bleed: bool = False) -> Page:
    return flyer.layout(matter, paper, ink, bleed)


def fields(found: Page) -> list[str]:
    return [thing.field for thing in found.things if isinstance(thing, Words)]


def blocks(found: Page, field: str) -> list[Words]:
    return [t for t in found.things if isinstance(t, Words) and t.field == field]


def symbol(found: Page) -> Symbol:
    (only,) = [thing for thing in found.things if isinstance(thing, Symbol)]
    return only


@pytest.mark.parametrize(("paper", "ink", "bleed"), ALL)
def test_the_code_on_the_page_is_the_links(paper: Paper, ink: Ink, bleed: bool) -> None:
    data = flyer.pdf([MATTER], paper, ink, bleed)
    assert scanned(data) == [MATTER.qr_text]
    assert scanned(data, dpi=72) == [MATTER.qr_text]
    assert levels(data) == {"Q"}


@pytest.mark.parametrize("paper", PAPERS)
def test_everything_is_said_in_the_order_of_reading(paper: Paper) -> None:
    text = words(flyer.pdf([MATTER], paper, Ink.COLOUR, False)).replace(NARROW, " ")
    expected = [
        "Rejoignez-nous",
        "Pour la défense des enfants en France",
        "1 Promouvoir la résidence alternée 11,4 % seulement en France, l’un des taux",
        "2 Réformer l’aide sociale à l’enfance (ASE) 310 000 enfants placés attendent mieux.",
        "3 Reconnaître l’exclusion parentale Chaque enfant garde ses deux parents.",
        "Scannez, signez.",
        "La signature se fait sur petitions.assemblee-nationale.fr",
        "Pétition portée par Association fictive Les Hirondelles Lyon (groupe fictif)",
        "Ne pas jeter sur la voie publique.",
    ]
    if FORMS[paper].has_text:
        expected.insert(5, "« Protéger l’avenir des enfants » n’est pas un vœu")
        assert "commissions sur les dysfonctionnements de l’ASE ont été lancées" in text
    places = [text.find(words) for words in expected]
    assert -1 not in places, expected[places.index(-1)]
    assert places == sorted(places)
    assert MATTER.address in text.replace("/ ", "/")


@pytest.mark.parametrize("paper", PAPERS)
def test_the_code_is_large_and_its_quiet_zone_whole(paper: Paper) -> None:
    found = symbol(page(MATTER, paper))
    assert found.box.width >= (45 if paper in (Paper.A3, Paper.A4) else 30)
    assert found.quiet * len(found.modules) == pytest.approx(4 * found.box.width)


@pytest.mark.parametrize(("paper", "ink", "bleed"), ALL)
def test_texts_are_not_smaller_than_can_be_read(paper: Paper, ink: Ink, bleed: bool) -> None:
    found = page(replace(MATTER, title=LONG_TITLE, printer="Imprimerie fictive"), paper, ink, bleed)
    small = {t.field: t.block.size for t in found.things if isinstance(t, Words)}
    assert min(size for field, size in small.items() if field != "printer") >= SMALLEST[paper]
    assert small["printer"] >= 5.5


@pytest.mark.parametrize("paper", PAPERS)
def test_with_bleed_the_sheet_is_larger_and_says_where_to_cut(paper: Paper) -> None:
    around = 9.0
    boxes = sizes(flyer.pdf([MATTER], paper, Ink.COLOUR, True))
    width, height = paper.width, paper.height
    near = {"abs": 0.02}
    trim = (around, around, around + width, around + height)
    assert boxes["media"] == pytest.approx((0, 0, width + 2 * around, height + 2 * around), **near)
    assert boxes["trim"] == pytest.approx(trim, **near)
    bled = tuple(side + by for side, by in zip(trim, (-3, -3, 3, 3), strict=True))
    assert boxes["bleed"] == pytest.approx(bled, **near)
    grounds = [t.box for t in page(MATTER, paper, bleed=True).things if isinstance(t, Ground)]
    wide = [box for box in grounds if box.width > width]
    assert {(box.left, box.right) for box in wide} == {(-BLEED, width + BLEED)}
    assert (min(box.top for box in wide), max(box.bottom for box in wide)) == (-3, height + 3)


@pytest.mark.parametrize("paper", PAPERS)
def test_without_bleed_nothing_is_where_home_printers_do_not_print(paper: Paper) -> None:
    boxes = sizes(flyer.pdf([MATTER], paper, Ink.COLOUR, False))
    assert boxes["media"] == pytest.approx((0, 0, paper.width, paper.height), abs=0.02)
    inside = Box(0, 0, paper.width, paper.height).smaller(5)
    grounds = [t.box for t in page(MATTER, paper).things if isinstance(t, Ground)]
    assert all(inside.holds(box) for box in grounds)


@pytest.mark.parametrize("paper", PAPERS)
def test_black_alone_costs_little_ink(paper: Paper) -> None:
    """What is not the QR code takes less than 8 % of the page: no ground is dark."""
    dark = darkness(flyer.pdf([MATTER], paper, Ink.BLACK, False))
    assert dark - codes(page(MATTER, paper, Ink.BLACK)) < 0.08
    assert dark < 0.1


def test_the_same_matter_is_the_same_bytes() -> None:
    first = flyer.pdf([MATTER, MATTER], Paper.A5, Ink.COLOUR, True)
    assert flyer.pdf([MATTER, MATTER], Paper.A5, Ink.COLOUR, True) == first
    assert poster.pdf([MATTER], Ink.BLACK, False) == poster.pdf([MATTER], Ink.BLACK, False)


def test_each_matter_has_its_own_page() -> None:
    codes = [f"HTTPS://PORTE-VOIX.EXAMPLE/Q/0A1B2C{n}" for n in range(3)]
    matters = [replace(MATTER, qr_text=code) for code in codes]
    data = flyer.pdf(matters, Paper.A6, Ink.COLOUR, False)
    assert [scanned(data, page=n) for n in range(3)] == [[code] for code in codes]


@pytest.mark.parametrize(
    ("missing", "gone"),
    [
        ({"call": ""}, {"call"}),
        ({"demands": ()}, {"number", "demand"}),
        ({"text": ()}, {"text"}),
        ({"group": ""}, {"group"}),
        ({"host": ""}, {"host"}),
    ],
)
def test_what_is_left_out_leaves_no_hole(missing: dict[str, str], gone: set[str]) -> None:
    found = page(replace(MATTER, **missing), Paper.A4)
    assert set(fields(page(MATTER, Paper.A4))) - set(fields(found)) == gone
    assert not collisions(found)


def test_small_papers_and_posters_leave_the_text_out() -> None:
    assert [paper for paper in PAPERS if "text" in fields(page(MATTER, paper))] == [
        Paper.A4,
        Paper.A5,
    ]


def test_a_demand_without_a_colon_stays_whole() -> None:
    found = page(replace(MATTER, demands=("Une loi à écrire",)), Paper.A4)
    assert [words.block.lines for words in blocks(found, "demand")] == [("Une loi à écrire",)]


@pytest.mark.parametrize("paper", PAPERS)
def test_figures_of_short_demands_keep_apart(paper: Paper) -> None:
    found = page(replace(MATTER, demands=("Une loi",) * 5, text=()), paper)
    assert len(blocks(found, "number")) == 5
    assert not collisions(found)


def test_no_line_ends_or_begins_at_a_no_break_space() -> None:
    text = ("Pourquoi ? Parce que « les enfants » attendent : 310 000 enfants ! " * 6,)
    for paper in FLYERS:
        found = page(replace(MATTER, text=text if FORMS[paper].has_text else ()), paper)
        lines = [line for t in found.things if isinstance(t, Words) for line in t.block.lines]
        assert not any(line.startswith((*"?!:;»%", NBSP, NARROW)) for line in lines)
        assert not any(line.endswith(("«", NBSP, NARROW)) for line in lines)


@pytest.mark.parametrize("paper", PAPERS)
def test_a_title_breaks_where_a_reader_would(paper: Paper) -> None:
    (found,) = blocks(page(MATTER, paper), "title")
    assert not any(re.search(r"\b\w{1,3}$", line) for line in found.block.lines[:-1])


def test_english_is_set_in_english() -> None:
    matter = replace(MATTER, locale="en", title="For the defence of children", call="Join us")
    text = words(flyer.pdf([matter], Paper.A4, Ink.COLOUR, False))
    for said in ("Scan it, sign it.", "Or type this address", "A petition carried by", "litter"):
        assert said in text
    assert "Scannez" not in text


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": "une loi " * 150}, "title"),
        ({"demands": ("une loi " * 60,) * 9}, "demands"),
        ({"text": ("une loi " * 900,)}, "text"),
        ({"association": "une association " * 30}, "association"),
        ({"group": "un groupe " * 40}, "group"),
        ({"printer": "une imprimerie " * 40}, "printer"),
        ({"call": "rejoignez-nous " * 90}, "call"),
        ({"host": "a" * 300}, "host"),
        ({"address": "a" * 300}, "address"),
        ({"title": "a" * 300}, "title"),
    ],
)
@pytest.mark.parametrize("paper", [Paper.A4, Paper.A5])
def test_what_does_not_fit_is_named_with_whose_and_how_much(
    paper: Paper, changed: dict[str, str], field: str
) -> None:
    with pytest.raises(DoesNotFit) as refused:
        page(replace(MATTER, **changed), paper)
    message = str(refused.value)
    assert message.startswith(f"{paper.name} flyer of ")
    assert re.search(rf": {field} is about (\d+) letters too long at .* \([\d.]+ pt\)", message)
    assert "shorten it" in message
    assert refused.value.french.count(" de trop dans ") == 1
    assert "\n" not in message


@pytest.mark.parametrize(
    "changed", [{"title": "العدالة"}, {"demands": ("Une loi", "要求")}, {"association": "🌳🌳"}]
)
def test_a_text_that_the_type_cannot_print_is_refused(changed: dict[str, str]) -> None:
    (field,) = changed
    with pytest.raises(
        DoesNotFit, match=rf"^A6 flyer of .* letters of {field} .* Latin letters$"
    ) as it:
        page(replace(MATTER, **changed), Paper.A6)
    assert re.search(
        r"^Tract A6 \(.*\) : .* n'ont aucune lettre de « .* » \(.*\) ;", it.value.french
    )


def test_a_text_shortened_as_the_message_says_fits() -> None:
    long = replace(MATTER, text=("Nous demandons une loi. " * 150,))
    with pytest.raises(DoesNotFit) as refused:
        page(long, Paper.A5)
    found = re.search(r"about (\d+) letters", str(refused.value))
    assert found
    kept = long.text[0][: -int(found[1])]
    assert not collisions(page(replace(long, text=(kept,)), Paper.A5))
    with pytest.raises(DoesNotFit):
        page(replace(long, text=(f"{kept} et une loi de plus encore",)), Paper.A5)


@pytest.mark.parametrize("paper", PAPERS)
@settings(max_examples=40)
@given(matter=MATTERS, bleed=st.booleans())
def test_law_everything_is_inside_and_apart_or_does_not_fit(
    paper: Paper, matter: Matter, bleed: bool
) -> None:
    found = laid_out(lambda: page(matter, paper, bleed=bleed))
    assert not strays(found)
    assert not collisions(found)
    margin = FORMS[paper].margin
    for thing in found.things:
        if isinstance(thing, Words):
            near = symbol(found).whole.smaller(-3.0)
            assert margin <= thing.box.left
            assert thing.box.right <= paper.width - margin + 1e-6
            assert thing.field == "printer" or not meet(thing.box, near)


@pytest.mark.parametrize("paper", PAPERS)
def test_usual_lengths_fit_every_paper(paper: Paper) -> None:
    usual = replace(
        MATTER,
        title=LONG_TITLE,
        text=MATTER.text[:1],
        association="Collectif fictif pour la coparentalité et le bien-être des enfants",
        group="Saint-Germain-en-Laye et vallée de la Seine (groupe fictif)",
        address="abcdefghij.execute-api.eu-west-3.amazonaws.com/api/0A1B2C3",
        qr_text="https://abcdefghij.execute-api.eu-west-3.amazonaws.com/api/Q/0A1B2C3",
        printer="Imprimerie fictive, 1 rue de l'Exemple, 69000 Lyon",
    )
    found = page(usual, paper)
    assert not strays(found)
    assert not collisions(found)
    assert scanned(flyer.pdf([usual], paper, Ink.COLOUR, False)) == [usual.qr_text]
