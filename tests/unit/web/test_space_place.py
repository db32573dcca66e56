"""An association's pages: what is done there is done, what is wrong is said beside its field."""

from __future__ import annotations

import re

import pytest

from chalicelib.access.model import Member, Place
from chalicelib.campaign.model import Campaign, Level, Link
from chalicelib.web.render import NARROW, NBSP
from tests.contract.samples import NOON
from tests.unit.web.browser import Browser, Postbox, sign_in
from tests.unit.web.door import CAMPAIGN, CLOSED, ESSOR, LYON, WITHOUT_LYON, Site
from tests.unit.web.markup import Elements, words_of

ADA = "ada@exemple.fr"
A = "/space/c/enfants/a/essor"
G = f"{A}/g/lyon"
L = f"/space/c/enfants/l/{LYON}"


@pytest.fixture
def ada(site: Site, box: Postbox) -> Browser:
    """Somebody of Essor who has signed in."""
    return of(site, box, Place("enfants", "essor"))


def of(site: Site, box: Postbox, place: Place) -> Browser:
    site.house.store.save_member(Member(ADA, place, NOON, "tests"))
    return sign_in(site, box, ADA)


def campaign_of(site: Site) -> Campaign:
    found = site.house.store.load("enfants")
    assert isinstance(found, Campaign)
    return found


def links(site: Site, group: str = "") -> list[Link]:
    return [link for link in site.house.store.links("enfants") if link.group == group]


def acts(site: Site) -> list[tuple[str, str]]:
    """What was done, the last first, without the signing in."""
    found = [(act.who, act.what) for act in site.house.store.acts("enfants", 20)[0]]
    return [one for one in found if not one[1].startswith("signed.")]


def wrongs(page: str) -> dict[str, str]:
    """What is said beside each field that is wrong."""
    return dict(re.findall(r'class="wrong" id="([a-z]+)-wrong">([^<]+)<', page))


# The way to a first flyer


def test_from_the_first_page_a_name_and_two_clicks_make_a_flyer(site: Site, ada: Browser) -> None:
    assert ada.at == A
    done = ada.submit("groups/new", name="Lyon 7e", department="Rhône")
    assert "Le groupe est créé" in done.text
    flyer = next(a["href"] for a in Elements(done.text).all("a") if "flyer-a4.pdf" in a["href"])
    assert site.ask(flyer).body.startswith(b"%PDF")
    (_, made) = campaign_of(site).associations[0].groups
    assert (made.slug, made.name, made.department) == ("lyon-7e", "Lyon 7e", "Rhône")
    assert acts(site) == [(ADA, "group.created")]


def test_after_a_first_visit_the_first_page_shows_figures(site: Site, ada: Browser) -> None:
    site.visit(LYON, 3, scans=2)
    page = ada.open(A).text
    assert "en trois gestes" not in page
    assert f"66,7{NARROW}%" in page
    text = words_of(page)
    assert "1er sur 2" in text
    assert f"Le plus haut{NBSP}: 3 visites, le 23{NBSP}novembre 2026." in text
    assert page.count('role="img"') == 3


def test_a_group_goes_its_own_way_without_the_step_that_is_not_for_it(
    site: Site, box: Postbox
) -> None:
    someone = of(site, box, Place("enfants", "essor", "essor/lyon"))
    page = someone.open(G).text
    assert "en deux gestes" in page
    assert f'href="{L}?lang=fr"' in page
    assert "groups/new" not in page
    for path in (f"{G}/links", L):
        found = someone.open(path).text
        for write in ("links/new", "/name", "/retire", "/close", "/open"):
            assert f"{write}?" not in found


@pytest.mark.parametrize("path", [A, f"{A}/links", L, f"{A}/kit"])
def test_a_closed_campaign_says_so_on_every_page(site: Site, ada: Browser, path: str) -> None:
    assert "Cette campagne est close" not in ada.open(path).text
    site.apply(CLOSED)
    page = ada.open(path)
    assert page.status == 200
    assert "Cette campagne est close" in page.text


# Groups


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("", "Donnez un nom"), ("n" * 121, "120 signes"), ("lyon", "déjà ce nom")],
)
def test_a_name_that_is_wrong_is_said_beside_its_field_and_stays(
    site: Site, ada: Browser, name: str, wrong: str
) -> None:
    before = campaign_of(site)
    ada.open(f"{A}/groups/new")
    page = ada.submit("groups/new", name=name, department="Rhône", **{"channel-sms": "1"})
    assert page.status == 422
    assert wrong in wrongs(page.text)["name"]
    assert f'value="{name}"' in page.text
    assert 'value="Rhône"' in page.text
    assert 'name="channel-sms" value="1" checked' in page.text
    assert (campaign_of(site), acts(site)) == (before, [])


def test_errors_are_in_the_language_of_the_page(ada: Browser) -> None:
    ada.open(f"{A}/groups/new?lang=en")
    page = ada.submit("groups/new", name="")
    assert wrongs(page.text)["name"].startswith("Give the group a name")


@pytest.mark.parametrize(
    ("name", "slug"), [("LYON !", "lyon-2"), ("É", "groupe-e"), ("広島", "groupe")]
)
def test_a_groups_address_is_its_names_and_nobody_elses(
    site: Site, ada: Browser, name: str, slug: str
) -> None:
    ada.open(f"{A}/groups/new")
    ada.submit("groups/new", name=name, **{"channel-sms": "1"})
    made = campaign_of(site).associations[0].groups[-1]
    assert (made.name, made.slug) == (name, slug)
    assert {link.channel for link in links(site, made.id)} == {"poster", "sms"}


def test_a_group_is_renamed_and_keeps_its_address_and_its_codes(site: Site, ada: Browser) -> None:
    ada.open(f"{G}/name")
    assert "nouveau nom" in ada.submit("name", name="Lyon centre").text
    (group,) = campaign_of(site).associations[0].groups
    assert (group.slug, group.name) == ("lyon", "Lyon centre")
    assert [link.code for link in links(site, group.id)] == [LYON]
    assert acts(site) == [(ADA, "group.changed")]


def test_a_group_is_retired_after_it_was_said_what_closes_and_comes_back_by_its_name(
    site: Site, ada: Browser
) -> None:
    page = ada.open(f"{G}/retire").text
    assert "essor-lyon" in page
    assert not links(site, "essor/lyon")[0].closed
    ada.submit("retire")
    assert links(site, "essor/lyon")[0].closed
    assert "1 groupe retiré" in ada.open(f"{A}/links").text
    assert "retiré" in ada.open(f"{G}/links").text
    ada.open(f"{A}/groups/new")
    ada.submit("groups/new", name="Lyon")
    (link,) = links(site, "essor/lyon")
    assert (link.code, link.closed) == (LYON, False)


# Links


@pytest.mark.parametrize(
    ("fields", "group", "channel"),
    [
        ({"channel": "whatsapp"}, "", "whatsapp"),
        ({"group": "lyon", "own": "Marché de la Croix-Rousse"}, "essor/lyon",
         "marche-de-la-croix-rousse"),
    ],
)  # fmt: skip
def test_a_link_is_made_for_a_use(
    site: Site, ada: Browser, fields: dict[str, str], group: str, channel: str
) -> None:
    ada.open(f"{A}/links/new")
    page = ada.submit("links/new", **fields)
    (made,) = [link for link in links(site, group) if link.channel == channel]
    assert ada.at == f"/space/c/enfants/l/{made.code}"
    assert "Le lien est prêt" in page.text
    assert acts(site) == [(ADA, "link.created")]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"channel": "poster"}, "channel"),
        ({"own": "Poster"}, "own"),
        ({"own": "!"}, "own"),
        ({"group": "nope"}, "group"),
    ],
)
def test_a_link_that_cannot_be_made_says_why_beside_its_field(
    site: Site, ada: Browser, fields: dict[str, str], field: str
) -> None:
    before = site.house.store.links("enfants")
    ada.open(f"{A}/links/new")
    page = ada.submit("links/new", **fields)
    assert page.status == 422
    assert list(wrongs(page.text)) == [field]
    assert site.house.store.links("enfants") == before


def test_a_link_closes_after_a_question_and_opens_again(site: Site, ada: Browser) -> None:
    ada.open(L)
    ada.open(f"{L}/close")
    assert "fermé" in ada.submit("close").text
    assert site.ask(f"/{LYON}").status == 410
    assert "rouvert" in ada.submit("open").text
    assert not links(site, "essor/lyon")[0].closed
    assert acts(site) == [(ADA, "link.changed")] * 2


def test_a_links_page_has_what_is_printed_and_said_with_it(site: Site, ada: Browser) -> None:
    site.visit(LYON, 2, scans=1)
    site.ask(f"/{LYON}", agent="curl/8.0")
    site.store.store.destroy_salts("nobody", "0000-00-00")
    page = ada.open(L).text
    hrefs = [a["href"] for a in Elements(page).all("a")]
    for file in ("qr.svg", "qr.png", "qr.pdf", "kit/flyer-a5.pdf", "kit/square.png"):
        assert f"/{LYON}/{file}" in hrefs
    assert any(href.startswith("https://wa.me/?text=") for href in hrefs)
    copied = [b["data-copy"] for b in Elements(page).all("button") if "data-copy" in b]
    assert copied[0] == "https://qr.exemple.fr/essor-lyon"
    assert f"Environ 1{NBSP}requête" in page or "Environ 1 requête" in page


def test_a_message_of_the_links_own_network_comes_first(site: Site, ada: Browser) -> None:
    ada.open(f"{A}/links/new")
    page = ada.submit("links/new", channel="sms").text
    assert re.findall(r"<summary><h3>([^<]+)<", page)[0] == "SMS"


# Kits


def test_a_kit_is_made_while_the_page_waits_and_then_handed_out(site: Site, ada: Browser) -> None:
    waiting = ada.open(f"{A}/kit/whole?piece=flyer-a6.pdf")
    assert waiting.headers["Refresh"] == "3"
    assert "Le kit se prépare" in waiting.text
    site.work()
    ready = ada.open(f"{A}/kit/whole?piece=flyer-a6.pdf")
    assert "Refresh" not in ready.headers
    files = [a["href"].rpartition("/")[2] for a in Elements(ready.text).all("a")]
    assert {"tract-a6-enfants-essor.pdf", "kit-enfants-essor.zip"} <= set(files)


def test_a_group_has_a_kit_of_its_own(site: Site, box: Postbox) -> None:
    someone = of(site, box, Place("enfants", "essor", "essor/lyon"))
    someone.open(f"{G}/kit/whole")
    site.work()
    files = [a["href"] for a in Elements(someone.open(f"{G}/kit/whole").text).all("a")]
    assert any(href.endswith("/kit-enfants-essor-lyon.zip") for href in files)


def test_without_a_link_of_paper_there_is_nothing_to_print(site: Site, ada: Browser) -> None:
    site.apply(WITHOUT_LYON.replace('name = "Essor"', 'name = "Essor"\nchannels = ["sms"]', 1))
    assert "Aucun lien ouvert" in ada.open(f"{A}/kit").text


# Tokens


def test_a_token_is_shown_once_and_never_in_an_address(site: Site, ada: Browser) -> None:
    ada.open(f"{A}/tokens")
    fields = {"label": "Le site", "scope": "write", "days": "30"}
    assert ada.page
    once = re.search(r'name="once" value="([^"]+)"', ada.page.text)
    assert once
    made = ada.submit("tokens", **fields)
    secret = re.search(r"pvx_[0-9a-f]{40}", made.text)
    assert secret
    assert "pvx_" not in ada.at
    again = ada.post(f"{A}/tokens", fields | {"whose": "", "once": once[1]})
    assert "pvx_" not in again.text
    (token,) = site.house.tokens.list("enfants")
    assert (token.place, token.label, token.writes) == (Place("enfants", "essor"), "Le site", True)
    assert site.house.tokens.check(secret[0], site.clock()).id == token.id
    assert "pvx_" not in ada.open(f"{A}/tokens").text
    assert acts(site) == [(ADA, "token.created")]


def test_a_token_is_revoked_after_a_question(site: Site, ada: Browser) -> None:
    token, _ = site.house.tokens.create(Place("enfants", "essor"), "Le site", site.clock())
    assert "Le site" in ada.open(f"{A}/tokens/{token.id}/revoke").text
    assert "1 jeton hors service" in ada.submit("revoke").text
    assert site.house.tokens.list("enfants")[0].revoked


@pytest.mark.parametrize(
    ("field", "value"), [("label", ""), ("label", "n" * 121), ("scope", "all"), ("days", "3")]
)
def test_a_token_that_is_asked_for_wrongly_is_not_made(
    site: Site, ada: Browser, field: str, value: str
) -> None:
    fields = {"label": "Le site", "scope": "read", "days": "30", "whose": ""} | {field: value}
    page = ada.send(f"{A}/tokens", fields)
    assert (page.status, list(wrongs(page.text))) == (422, [field])
    assert site.house.tokens.list("enfants") == []


def test_organisers_choose_whose_a_token_is(site: Site, box: Postbox) -> None:
    someone = of(site, box, Place("enfants"))
    someone.open("/space/c/enfants/tokens")
    someone.submit("tokens", label="Rive", whose="rive")
    assert site.house.tokens.list("enfants")[0].place == Place("enfants", "rive")


# Files to take away


def test_files_hold_what_is_theirs_alone(site: Site, ada: Browser) -> None:
    site.visit(LYON, 2)
    found = ada.open(f"{A}/links.csv")
    assert found.headers["Content-Type"] == "text/csv; charset=utf-8"
    codes = {link.code for link in site.house.store.links("enfants") if link.association == "essor"}
    assert {row.split(";")[0].strip('"') for row in found.text.split("\r\n")[1:-1]} == codes
    assert ada.open(f"{A}/days.csv").text.endswith('"2026-11-23";2;0\r\n')
    assert LYON in ada.open(f"{G}/links.csv").text
    assert ESSOR not in ada.open(f"{G}/links.csv").text
    assert '"rive"' in ada.open(f"{A}/leaderboard.csv").text


def test_a_board_that_is_not_public_is_in_no_file_and_gives_no_rank(
    site: Site, ada: Browser
) -> None:
    site.apply(CAMPAIGN.replace("title", "public_leaderboard = false\ntitle", 1))
    site.visit(LYON, 1)
    assert ada.open(f"{A}/leaderboard.csv").status == 404
    page = ada.open(A).text
    assert "Rang parmi" not in page
    assert "leaderboard" not in page
    assert site.house.store.total("enfants", Level.ASSOCIATION, "essor").visits == 1
