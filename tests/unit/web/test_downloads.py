"""QR codes to take away are read back from the picture by a reader that is not the writer."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image

from tests.unit.kit.qr.drawn import of_pdf, of_png, of_svg, read
from tests.unit.web.door import CLOSED, JSON, LYON, RIVE, Answer, Site

KINDS = {"svg": "image/svg+xml; charset=utf-8", "png": "image/png", "pdf": "application/pdf"}
DRAWN = {"image/svg+xml; charset=utf-8": of_svg, "image/png": of_png, "application/pdf": of_pdf}
HELD = f"HTTPS://QR.EXEMPLE.FR/Q/{LYON}"

NO_SIZE = "size must be a number of pixels, or of millimetres as in 30mm, not"
SWAPPED = (
    "dark #ffffff is lighter than light #000000 (21.00:1), and many phones do not read that;"
    " exchange the two"
)
PALE = (
    "dark #ff0000 on light #ffffff has a contrast of 3.99:1 and phones need 4.5:1; choose a"
    " darker dark or a lighter light"
)

kinds = pytest.mark.parametrize("kind", sorted(KINDS))


def decoded(answer: Answer) -> tuple[str, str]:
    """The text and the level that a reader finds in the picture."""
    found = read(DRAWN[answer.headers["Content-Type"]](answer.body))
    return found.text, found.ec_level


@kinds
@pytest.mark.parametrize("code", [LYON, LYON.lower(), "essor-lyon", "EOFLG2H"])
def test_the_picture_holds_the_address_of_a_scan(site: Site, kind: str, code: str) -> None:
    answer = site.ask(f"/{code}/qr.{kind}", headers={"Accept": "text/html"})
    assert (answer.status, answer.headers["Content-Type"]) == (200, KINDS[kind])
    assert decoded(answer) == (HELD, "Q")
    name = f'inline; filename="qr-enfants-essor-lyon-poster-{LYON}.{kind}"'
    assert answer.headers["Content-Disposition"] == name
    assert answer.headers["Cache-Control"] == "public, max-age=86400"


@kinds
@pytest.mark.parametrize("level", ["L", "M", "Q", "H", "h"])
def test_size_and_level_are_as_asked(site: Site, kind: str, level: str) -> None:
    answer = site.ask(f"/{LYON}/qr.{kind}?size=300&level={level}")
    assert decoded(answer) == (HELD, level.upper())
    if kind == "png":
        assert of_png(answer.body).size == (300, 300)
    elif kind == "pdf":
        assert b"/MediaBox [ 0 0 72" in answer.body
        assert f"/Title (https://qr.exemple.fr/{LYON})".encode() in answer.body
    else:
        assert b'width="300" height="300"' in answer.body
        assert f"<title>https://qr.exemple.fr/{LYON}</title>".encode() in answer.body


@kinds
@pytest.mark.parametrize("hash_sign", ["", "%23"])
def test_colours_millimetres_and_the_address_below_are_as_asked(
    site: Site, kind: str, hash_sign: str
) -> None:
    colours = f"dark={hash_sign}3d2db0&light={hash_sign}fbfaf6"
    answer = site.ask(f"/{LYON}/qr.{kind}?size=30mm&{colours}&caption=1")
    assert decoded(answer) == (HELD, "Q")
    picture = DRAWN[KINDS[kind]](answer.body)
    assert picture.height > picture.width
    assert {picture.getpixel(place) for place in ((0, 0), (0, picture.height - 1))} == {
        (0xFB, 0xFA, 0xF6)
    }
    if kind == "svg":
        assert b'width="30mm"' in answer.body
        assert b">qr.exemple.fr/essor-lyon</text>" in answer.body


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_the_associations_logo_stands_in_the_middle_when_asked_for(site: Site, kind: str) -> None:
    give_logo(site)
    answer = site.ask(f"/{LYON}/qr.{kind}?size=400&logo=1")
    assert decoded(answer) == (HELD, "H")
    picture = DRAWN[KINDS[kind]](answer.body)
    assert picture.getpixel((picture.width // 2, picture.height // 2)) == (255, 0, 0)
    refused = site.ask(f"/{LYON}/qr.{kind}?logo=1&level=Q", headers=JSON)
    assert refused.json["error"]["message"].startswith("a logo needs level H")


def test_who_has_no_logo_is_told_and_the_kit_has_it_where_there_is_one(site: Site) -> None:
    refused = site.ask(f"/{LYON}/qr.svg?logo=1", headers=JSON)
    assert (refused.status, refused.json["error"]["code"]) == (400, "bad_input")
    assert "'essor' has no logo" in refused.json["error"]["message"]
    before = site.ask(f"/{LYON}/kit/flyer-a6.pdf").body
    give_logo(site)
    assert b"/Subtype /Image" in site.ask(f"/{LYON}/kit/flyer-a6.pdf").body
    assert b"/Subtype /Image" not in before


def give_logo(site: Site) -> None:
    """A red square, for the association Essor."""
    kept = io.BytesIO()
    Image.new("RGB", (64, 64), (255, 0, 0)).save(kept, "PNG")
    store = site.store.store
    store.save_picture("enfants", "red", kept.getvalue())
    campaign = store.load("enfants")
    assert campaign is not None
    essor, *others = campaign.associations
    carried = (replace(essor, logo="red"), *others)
    store.save(replace(campaign, associations=carried, version=campaign.version + 1))
    site.restart()


def test_the_address_in_the_picture_leads_to_the_petition_as_a_scan(site: Site) -> None:
    held = decoded(site.ask(f"/{RIVE}/qr.png"))[0]
    assert site.ask(held).said == "counted"
    assert site.figures(RIVE) == (1, 1, {})


@kinds
def test_under_a_stage_the_address_keeps_its_case(site: Site, kind: str) -> None:
    stage = "https://abcdefgh12.execute-api.eu-west-3.amazonaws.com/api"
    site.restart(base_url=stage)
    assert decoded(site.ask(f"/{LYON}/qr.{kind}"))[0] == f"{stage}/Q/{LYON}"


@kinds
def test_a_closed_link_still_has_its_picture_and_nothing_is_counted(site: Site, kind: str) -> None:
    site.apply(CLOSED)
    assert decoded(site.ask(f"/{LYON}/qr.{kind}"))[0] == HELD
    assert site.figures(LYON) == (0, 0, {})


@kinds
def test_a_picture_that_a_client_has_is_not_sent_again(site: Site, kind: str) -> None:
    target = f"/{LYON}/qr.{kind}"
    full = site.ask(target)
    tag = full.headers["ETag"]
    for has in (tag, f"W/{tag}", f'"other", {tag}', f'W/"x" ,W/{tag}', "*"):
        for method in ("GET", "HEAD"):
            answer = site.ask(target, method, headers={"If-None-Match": has})
            assert (answer.status, answer.body) == (304, b""), has
            for name in ("ETag", "Cache-Control", "Content-Type"):
                assert answer.headers[name] == full.headers[name]
    for other in ('"other"', tag.strip('"'), ""):
        assert site.ask(target, headers={"If-None-Match": other}).body == full.body
    tags = {site.ask(t).headers["ETag"] for t in (target, f"{target}?size=99", f"/{RIVE}/qr.svg")}
    assert len(tags) == 3


@kinds
def test_head_says_what_get_would_send(site: Site, kind: str) -> None:
    full, head = (site.ask(f"/{LYON}/qr.{kind}", method) for method in ("GET", "HEAD"))
    assert (head.status, head.body) == (200, b"")
    assert head.headers == full.headers | {"Content-Length": str(len(full.body))}


@kinds
@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("size=63", "size must be from 64 to 4096 pixels, not 63"),
        ("size=4097", "size must be from 64 to 4096 pixels, not 4097"),
        ("size=", f"{NO_SIZE} ''"),
        ("size=1e3", f"{NO_SIZE} '1e3'"),
        ("size=-300", f"{NO_SIZE} '-300'"),
        (
            "size=999999999",
            "size must be a number of pixels, or of millimetres as in 30mm, not '999999999'",
        ),
        (
            "size=%D9%A3%D9%A0%D9%A0",
            "size must be a number of pixels, or of millimetres as in 30mm, not '٣٠٠'",
        ),
        ("size=9mm", "size must be from 10 to 1000 mm, not 9"),
        ("dark=red", "dark must be a colour such as #1d1830, not '#red'"),
        ("caption=yes", "caption must be 1 or 0, not 'yes'"),
        ("dark=ffffff&light=000000", SWAPPED),
        ("dark=ff0000", PALE),
        ("level=X", "level must be one of L, M, Q, H, not 'X'"),
        ("level=QQ", "level must be one of L, M, Q, H, not 'QQ'"),
    ],
)
def test_what_cannot_be_drawn_is_refused_by_name(
    site: Site, kind: str, query: str, message: str
) -> None:
    told = site.ask(f"/{LYON}/qr.{kind}?{query}", headers=JSON)
    assert (told.status, told.json["error"]["message"]) == (400, message)
    page = site.ask(f"/{LYON}/qr.{kind}?{query}")
    assert (page.status, page.headers["Content-Type"]) == (400, "text/html; charset=utf-8")


@kinds
def test_no_link_no_picture(site: Site, kind: str) -> None:
    told = site.ask(f"/ZZZZZZZ/qr.{kind}", headers=JSON)
    assert (told.status, told.json["error"]["code"]) == (404, "unknown_link")
    assert told.json["error"]["message"].startswith("no link has this code")
    page = site.ask(f"/ZZZZZZZ/qr.{kind}")
    assert (page.status, page.headers["Content-Type"]) == (404, "text/html; charset=utf-8")
