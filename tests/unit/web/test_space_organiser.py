"""What organisers do in the space, and whom each of its pages lets in."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest

from chalicelib.access.audit import What
from chalicelib.access.model import Member, Place
from chalicelib.campaign.apply import carry_out
from chalicelib.campaign.desired import Author
from chalicelib.campaign.edit import change_association, plan_edit
from chalicelib.campaign.model import Campaign
from chalicelib.web.words import WORDS
from tests.contract.samples import NOON
from tests.unit.web.browser import Browser, Postbox, sign_in, with_post
from tests.unit.web.door import CAMPAIGN, ESSOR, LYON, OTHER, PETITION, Site
from tests.unit.web.samples import words_of

ADA, BOB = "ada@exemple.fr", "bob@exemple.fr"
C, A = "/space/c/enfants", "/space/c/enfants/a/essor"
NEW = "https://petitions.senat.fr/initiatives/i-9"
CODE = r"[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}"

WHOLE = {
    f"{C}/associations", f"{A}/change", f"{A}/leave", f"{C}/people", f"{C}/people/invite",
    f"{C}/people/sheet", f"{C}/fairness", f"{C}/fairness/rule?code={LYON}&day=2026-11-23",
    f"{C}/count", f"{C}/switch", f"{C}/audit", f"{C}/audit.csv",
}  # fmt: skip
OF_ESSOR = {
    f"{A}/people", f"{A}/people/invite", f"{A}/people/sheet", f"{A}/audit", f"{A}/audit.csv",
}  # fmt: skip
SURE = {"token": ""}
"""A form that is its button alone."""

SENT = {
    f"{C}/associations": {"name": "Phare"},
    f"{A}/change": {"name": "Autre"},
    f"{A}/leave": SURE,
    f"{A}/return": SURE,
    f"{C}/people": {"email": BOB, "place": "."},
    f"{C}/people/remove": {"email": ADA, "place": ".", "sure": "yes"},
    f"{C}/people/invite": {"place": "."},
    f"{C}/people/sheet": {"place": "essor", "count": "1"},
    f"{C}/fairness/rule": {"code": LYON, "day": "2026-11-23", "reason": "r", "act": "leave-out"},
    f"{C}/count": {"count": "12"},
    f"{C}/switch": {"petition_url": NEW},
    f"{C}/switch/confirm": {"previewed": "x", "slug": "enfants"},
}


@pytest.fixture
def box(site: Site) -> Postbox:
    return with_post(site)


def let_in(site: Site, place: Place, email: str = ADA) -> None:
    site.house.store.save_member(Member(email, place, NOON, "tests"))


@pytest.fixture
def ada(site: Site, box: Postbox) -> Browser:
    """An organiser who is signed in."""
    let_in(site, Place("enfants"))
    return sign_in(site, box, ADA)


def campaign(site: Site) -> Campaign:
    found = site.house.store.load("enfants")
    assert isinstance(found, Campaign)
    return found


def acts(site: Site) -> list[tuple[str, str, str]]:
    found, _ = site.house.store.acts("enfants", 50)
    return [(act.who, act.what, act.about) for act in found if not act.what.startswith("signed")]


PLACES = {
    "organiser": (Place("enfants"), WHOLE | OF_ESSOR),
    "association": (Place("enfants", "essor"), OF_ESSOR),
    "another association": (Place("enfants", "rive"), set[str]()),
    "group": (Place("enfants", "essor", "essor/lyon"), set[str]()),
    "another campaign": (Place("autres"), set[str]()),
}


@pytest.mark.parametrize("role", PLACES)
def test_a_page_is_there_for_whom_it_is_and_for_nobody_else(
    site: Site, box: Postbox, role: str
) -> None:
    site.apply(OTHER)
    place, theirs = PLACES[role]
    let_in(site, place)
    someone = sign_in(site, box, ADA)
    for path in sorted(WHOLE | OF_ESSOR):
        assert someone.open(path).status == (200 if path in theirs else 404), path


@pytest.mark.parametrize("role", [role for role in PLACES if role != "organiser"])
def test_nobody_but_organisers_sends_what_organisers_send(
    site: Site, box: Postbox, role: str
) -> None:
    site.apply(OTHER)
    let_in(site, PLACES[role][0])
    someone = sign_in(site, box, ADA)
    before = campaign(site), site.store.members("enfants"), site.store.official("enfants")
    for path, fields in SENT.items():
        assert someone.post(path, fields).status == 404, path
    assert (campaign(site), site.store.members("enfants"), site.store.official("enfants")) == before
    assert site.store.rulings("enfants") == []
    assert acts(site) == []


@pytest.mark.parametrize("path", [*sorted(WHOLE | OF_ESSOR)])
def test_nobody_is_sent_to_the_door(site: Site, path: str) -> None:
    someone = Browser(site)
    someone.open(path)
    assert someone.at == "/space/sign-in"


def test_the_overview_shows_who_has_no_visit_and_nobody_yet(site: Site, ada: Browser) -> None:
    site.visit(LYON, 3, scans=1)
    let_in(site, Place("enfants", "essor", "essor/lyon"), BOB)
    said = words_of(ada.open(C).text)
    essor, rive = said.partition("Rive")[::2]
    assert "3 visites 3 aujourd’hui Dernière visite : aujourd’hui" in essor.replace("\u00a0", " ")
    assert "personne : à inviter" not in essor.replace("\u00a0", " ")
    assert "pas encore de visite" in rive
    assert "personne : à inviter" in rive.replace("\u00a0", " ")
    assert "1 association n’a encore personne" in said


def test_the_overview_says_when_the_last_visit_was_before(site: Site, ada: Browser) -> None:
    site.visit(LYON, 1)
    for days, when in ((1, "hier"), (2, "23 novembre 2026"), (9, "il y a plus de 7 jours")):
        site.clock.now = NOON + timedelta(days=days)
        site.house.store.save_member(Member(ADA, Place("enfants"), NOON, "tests"))
        someone = sign_in(site, with_post(site), ADA)
        said = words_of(someone.open(C).text).replace("\u00a0", " ")
        assert f"Dernière visite : {when}" in said


def test_the_overview_names_what_asks_for_somebody(site: Site, ada: Browser) -> None:
    let_in(site, Place("enfants", "essor"), BOB)
    let_in(site, Place("enfants", "rive"), BOB)
    assert "Rien ne demande votre attention" in words_of(ada.open(C).text)
    site.visit(LYON, 30)
    page = ada.open(C).text
    assert "1 lien pose une question" in words_of(page)
    assert f"{C}/fairness?day=2026-11-23&amp;lang=fr" in page


def test_an_association_is_added_under_a_slug_of_its_own(site: Site, ada: Browser) -> None:
    for _ in range(2):
        ada.open(f"{C}/associations")
        ada.submit("associations", name="L'Essor", website="https://essor.example/")
        assert ada.at == C
    slugs = [one.slug for one in campaign(site).associations]
    assert slugs == ["essor", "rive", "l-essor", "l-essor-2"]
    assert [one[1:] for one in acts(site)] == [
        ("association.created", "association l-essor-2"),
        ("association.created", "association l-essor"),
    ]
    assert any(link.association == "l-essor-2" for link in site.store.links("enfants"))


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"name": "!!!"}, "avec au moins une lettre"),
        ({"name": "x" * 121}, "120 caractères au plus"),
        ({"name": "Phare", "website": "phare"}, "pas l’adresse d’un site"),
        ({"name": "Phare", "contact": "a\u202eb"}, "Un contact tient sur une ligne"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_what_was_typed_stays(
    site: Site, ada: Browser, fields: dict[str, str], says: str
) -> None:
    ada.open(f"{C}/associations")
    answer = ada.submit("associations", **fields)
    assert answer.status == 422
    field = list(fields)[-1]
    wrong = re.search(rf'id="{field}-wrong">([^<]+)', answer.text)
    assert wrong
    assert says in wrong[1].replace("\u202f", " ")
    for value in fields.values():
        assert f'value="{value}"' in answer.text
    assert len(campaign(site).associations) == 2


def test_an_association_is_changed(site: Site, ada: Browser) -> None:
    ada.open(f"{A}/change")
    ada.submit("change", name="Le Grand Essor", contact="Léa")
    found = campaign(site).association("essor")
    assert found
    assert (found.name, found.contact, found.website) == ("Le Grand Essor", "Léa", "")
    assert "C’est enregistré." in ada.page.text if ada.page else ""


def test_an_association_leaves_and_returns_with_its_codes(site: Site, ada: Browser) -> None:
    before = {link.code: link.aliases for link in site.store.links("enfants")}
    page = ada.open(f"{A}/leave").text
    assert "2 liens se ferment" in page
    ada.submit("leave")
    assert all(link.closed is (link.association == "essor") for link in site.store.links("enfants"))
    assert ada.post(f"{A}/leave", SURE).status == 404
    assert ada.post(f"{A}/change", {"name": "x"}).status == 404
    assert "Avec ses groupes : Lyon" in words_of(ada.open(f"{A}/leave").text).replace("\xa0", " ")
    ada.submit("return")
    links = site.store.links("enfants")
    assert {link.code: link.aliases for link in links} == before
    assert not any(link.closed for link in links)
    assert not any(group.retired for one in campaign(site).associations for group in one.groups)
    assert ada.post(f"{A}/return", SURE).status == 404
    assert [about for _, _, about in acts(site)] == [
        "association essor returns",
        "association essor is retired",
    ]


def test_an_association_may_return_without_its_groups(site: Site, ada: Browser) -> None:
    ada.open(f"{A}/leave")
    ada.submit("leave")
    ada.send(f"{A}/return", SURE)
    closed = {link.code for link in site.store.links("enfants") if link.closed}
    assert closed == {LYON}
    assert ESSOR not in closed


# People


def test_people_are_added_where_it_was_said(site: Site, ada: Browser) -> None:
    for place, kept in ((".", ""), ("essor", "essor"), ("essor/lyon", "essor/lyon")):
        ada.send(f"{C}/people", {"email": "Bob@exemple.fr", "place": place})
        assert "cette personne peut entrer" in words_of(ada.page.text if ada.page else "")
        owners = {m.place.owner for m in site.store.memberships(BOB)}
        assert (kept or "enfants") in owners
    assert len(site.store.memberships(BOB)) == 3
    assert acts(site)[0] == (ADA, "member.added", "bob@exemple.fr for essor/lyon")


@pytest.mark.parametrize(
    ("fields", "field", "says"),
    [
        ({"email": "bob", "place": "essor"}, "email", "pas une adresse"),
        ({"email": ADA, "place": "."}, "email", "y est déjà"),
        ({"email": BOB, "place": ""}, "place", "Choisissez pour qui"),
        ({"email": BOB}, "place", "Choisissez pour qui"),
    ],
)
def test_who_cannot_be_added_is_said_beside_the_field(
    site: Site, ada: Browser, fields: dict[str, str], field: str, says: str
) -> None:
    answer = ada.post(f"{C}/people", fields)
    assert answer.status == 422
    wrong = re.search(rf'id="{field}-wrong">([^<]+)', answer.text)
    assert wrong
    assert says in wrong[1]
    assert f'value="{fields["email"]}"' in answer.text
    assert len(site.store.members("enfants")) == 1


def test_removing_asks_first_and_ends_sessions_when_nothing_is_left(
    site: Site, box: Postbox, ada: Browser
) -> None:
    let_in(site, Place("enfants", "essor"), BOB)
    let_in(site, Place("enfants", "rive"), BOB)
    bob = sign_in(site, box, BOB)
    asked = ada.send(f"{C}/people/remove", {"email": BOB, "place": "essor"})
    assert "Retirer cette personne" in asked.text
    assert len(site.store.memberships(BOB)) == 2
    ada.at, ada.page = f"{C}/people/remove", asked
    ada.submit("people/remove")
    assert [m.place.association for m in site.store.memberships(BOB)] == ["rive"]
    assert bob.open("/space").status == 200
    assert bob.at == "/space/c/enfants/a/rive"
    ada.send(f"{C}/people/remove", {"email": BOB, "place": "rive", "sure": "yes"})
    bob.open("/space")
    assert bob.at == "/space/sign-in"
    assert [what for _, what, _ in acts(site)] == ["member.removed"] * 2
    again = ada.send(f"{C}/people/remove", {"email": BOB, "place": "rive", "sure": "yes"})
    assert again.status == 200
    assert len(acts(site)) == 2


def test_the_last_organiser_stays(site: Site, ada: Browser) -> None:
    fields = {"email": ADA, "place": ".", "sure": "yes"}
    assert "la dernière personne" in ada.send(f"{C}/people/remove", fields).text
    assert len(site.store.memberships(ADA)) == 1
    let_in(site, Place("enfants"), BOB)
    ada.send(f"{C}/people/remove", fields)
    assert site.store.memberships(ADA) == []
    assert ada.at == "/space/sign-in"


def test_an_associations_people_are_its_own_alone(site: Site, box: Postbox) -> None:
    let_in(site, Place("enfants", "essor"))
    for email, place in (
        ("organise@exemple.fr", Place("enfants")),
        ("lyon@exemple.fr", Place("enfants", "essor", "essor/lyon")),
        ("rive@exemple.fr", Place("enfants", "rive")),
    ):
        let_in(site, place, email)
    someone = sign_in(site, box, ADA)
    page = someone.open(f"{A}/people").text
    assert "lyon@exemple.fr" in page
    assert "rive@exemple.fr" not in page
    assert "organise@exemple.fr" not in page
    before = site.store.members("enfants")
    for email, place in (("rive@exemple.fr", "rive"), ("organise@exemple.fr", ".")):
        sent = {"email": email, "place": place, "sure": "yes"}
        assert someone.post(f"{A}/people/remove", sent).status == 404
    for place in ("rive", "."):
        assert someone.post(f"{A}/people", {"email": BOB, "place": place}).status == 404
        assert someone.post(f"{A}/people/invite", {"place": place}).status == 404
        sheet = {"place": place, "count": "1"}
        assert someone.post(f"{A}/people/sheet", sheet).status == 404
    assert site.store.members("enfants") == before
    assert acts(site) == []


# Invitations


def test_an_invitation_is_shown_once_with_all_that_it_takes(site: Site, ada: Browser) -> None:
    assert 'value="" ' not in ada.open(f"{C}/people/invite").text
    page = ada.post(f"{C}/people/invite", {"place": "essor"}).text
    (code,) = set(re.findall(CODE, page))
    assert f"https://qr.exemple.fr/space/invitation?code={code}" in page
    assert "mailto:?subject=" in page
    assert code not in ada.open(f"{C}/people/invite").text
    assert code not in ada.open(f"{C}/audit").text
    member = site.house.invitations.redeem(code, BOB, NOON)
    assert (member.place, member.by) == (Place("enfants", "essor"), ADA)
    assert acts(site) == [(ADA, "members.invited", "1 for essor")]


def test_of_a_campaign_nobody_is_invited_by_default(site: Site, ada: Browser) -> None:
    for path in ("invite", "sheet"):
        refused = ada.post(f"{C}/people/{path}", {"place": "", "count": "1"})
        assert refused.status == 422
        assert "Choisissez pour qui" in refused.text
    assert acts(site) == []


def test_a_sheet_has_so_many_cards_for_each(site: Site, ada: Browser) -> None:
    let_in(site, Place("enfants", "essor", "essor/lyon"), BOB)
    page = ada.post(f"{C}/people/sheet", {"place": "*", "count": "3"}).text
    cards = page.split('<li class="invitation">')[1:]
    assert len(cards) == 3
    codes = [set(re.findall(CODE, card)) for card in cards]
    assert all(len(one) == 1 for one in codes)
    assert all(">Rive</p>" in card for card in cards)
    assert acts(site) == [(ADA, "members.invited", "3 for rive")]
    page = ada.post(f"{C}/people/sheet", {"place": "essor/lyon", "count": "2"}).text
    assert page.count(">Essor, Lyon</p>") == 2


@pytest.mark.parametrize("count", ["", "0", "41", "1e3", "-1", "١", "9999999"])
def test_a_sheet_of_another_size_is_not_made(site: Site, ada: Browser, count: str) -> None:
    answer = ada.post(f"{C}/people/sheet", {"place": "essor", "count": count})
    assert answer.status == 422
    assert 'id="count-wrong"' in answer.text
    assert acts(site) == []


def test_where_everybody_has_somebody_no_sheet_is_made_for_all(site: Site, ada: Browser) -> None:
    for one in ("essor", "rive"):
        let_in(site, Place("enfants", one), BOB)
    answer = ada.post(f"{C}/people/sheet", {"place": "*", "count": "1"})
    assert answer.status == 422
    assert "Tout le monde a déjà quelqu’un" in answer.text


# Fairness


def test_a_day_is_left_out_and_brought_back_with_reasons(site: Site, ada: Browser) -> None:
    site.visit(LYON, 30)
    page = ada.open(f"{C}/fairness").text
    assert "viennent d’un même réseau" in page
    ada.open(f"{C}/fairness/rule?code={LYON}&day=2026-11-23")
    refused = ada.submit("rule", reason="  ")
    assert refused.status == 422
    assert 'id="reason-wrong"' in refused.text
    ada.open(f"{C}/fairness/rule?code={LYON}&day=2026-11-23")
    ada.submit("rule", reason="Un seul appareil, dit l'association")
    (ruling,) = site.store.rulings("enfants")
    assert (ruling.link, ruling.ranked, ruling.by) == (LYON, False, ADA)
    assert "hors classement" in site.ask("/c/enfants").text
    twice = {"code": LYON, "day": "2026-11-23", "reason": "r", "act": "leave-out"}
    assert "déjà fait" in words_of(ada.post(f"{C}/fairness/rule", twice).text)
    site.clock.now += timedelta(minutes=1)
    ada.open(f"{C}/fairness/rule?code={LYON}&day=2026-11-23")
    ada.submit("rule", reason="C'était une réunion")
    assert [one.ranked for one in site.store.rulings("enfants")] == [False, True]
    assert [what for _, what, _ in acts(site)] == ["day.brought_back", "day.left_out"]


@pytest.mark.parametrize(
    ("code", "day"),
    [(LYON, "2026-13-01"), (LYON, "2027-01-01"), (LYON, "2020-01-01"), ("ZZZZZZZ", "2026-11-23")],
)
def test_what_is_no_links_day_is_not_there(site: Site, ada: Browser, code: str, day: str) -> None:
    assert ada.open(f"{C}/fairness/rule?code={code}&day={day}").status == 404


def test_another_campaigns_link_is_not_there(site: Site, ada: Browser) -> None:
    site.apply(OTHER)
    let_in(site, Place("autres"))
    (link,) = site.store.links("autres")
    assert ada.open(f"{C}/fairness/rule?code={link.code}&day=2026-11-23").status == 404


# The count


def test_a_count_is_set_by_hand(site: Site, ada: Browser) -> None:
    ada.open(f"{C}/count")
    ada.submit("count", count="12 345")
    official = site.store.official("enfants")
    assert official
    assert (official.count, official.at) == (12_345, site.clock())
    assert acts(site)[0][:2] == (ADA, "count.set")
    site.clock.now += timedelta(hours=2)
    ada.open(f"{C}/count")
    ada.submit("count", count="12400", at="2026-11-23T13:30")
    official = site.store.official("enfants")
    assert official
    assert official.at
    assert official.at.isoformat() == "2026-11-23T13:30:00+01:00"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"count": "beaucoup"}, "count"),
        ({"count": "-1"}, "count"),
        ({"count": "1", "at": "2036-01-01T00:00"}, "at"),
        ({"count": "1", "at": "hier"}, "at"),
    ],
)
def test_a_count_that_is_none_is_said_beside_the_field(
    site: Site, ada: Browser, fields: dict[str, str], field: str
) -> None:
    answer = ada.post(f"{C}/count", fields)
    assert answer.status == 422
    assert f'id="{field}-wrong"' in answer.text
    assert site.store.official("enfants") is None
    assert acts(site) == []


PLATFORM = '[petition]\nsource = "assemblee-nationale"\nid = "i-1"\n'
READ = CAMPAIGN.replace("[[associations]]", f"{PLATFORM}[[associations]]", 1)


def test_a_count_that_is_read_is_not_set_and_no_page_asks_the_platform(
    site: Site, ada: Browser
) -> None:
    site.apply(READ)
    page = ada.open(f"{C}/count").text
    assert 'name="count"' not in page
    assert "Pas de bouton" in page
    answer = ada.post(f"{C}/count", {"count": "12"})
    assert answer.status == 422
    assert "on ne l’écrit pas ici" in answer.text
    assert site.store.official("enfants") is None


# The address


def previewed(ada: Browser, **fields: str) -> Browser:
    ada.open(f"{C}/switch")
    ada.submit("switch", **{"petition_url": NEW, "reason": "Elle a déménagé", **fields})
    return ada


def test_a_switch_is_looked_at_confirmed_and_told(site: Site, ada: Browser) -> None:
    site.visit(LYON, 2, scans=1)
    page = previewed(ada).page
    assert page
    said = words_of(page.text).replace("\xa0", " ")
    assert PETITION in said
    assert NEW in said
    assert "3, dont 1 déjà scanné" in said
    assert "rétablirait" in said
    assert campaign(site).petition_url == PETITION
    ada.submit("confirm", slug="enfants")
    assert "tous les liens mènent à la nouvelle adresse" in words_of(ada.page.text)
    (switch,) = campaign(site).switches
    assert (switch.old, switch.new, switch.by) == (PETITION, NEW, ADA)
    assert switch.reason == "Elle a déménagé"
    assert acts(site) == [(ADA, "campaign.switched", f"from {PETITION} to {NEW}: Elle a déménagé")]
    site.restart()
    assert "les liens mènent à petitions.senat.fr/initiatives/i-9" in site.ask("/c/enfants").text


def test_a_switch_is_not_made_without_the_slug(site: Site, ada: Browser) -> None:
    previewed(ada)
    answer = ada.submit("confirm", slug="enfant")
    assert answer.status == 422
    assert 'id="slug-wrong"' in answer.text
    assert campaign(site).petition_url == PETITION
    ada.at = f"{C}/switch/confirm"
    ada.submit("confirm", slug="enfants")
    assert campaign(site).petition_url == NEW


def test_what_was_not_looked_at_is_not_made(site: Site, ada: Browser) -> None:
    previewed(ada)
    change = plan_edit(
        site.store.store,
        "enfants",
        lambda draft: change_association(draft, "essor", {"name": "Autre"}),
        Author("somebody", NOON),
    )
    carry_out(change, site.store.store)
    answer = ada.submit("confirm", slug="enfants")
    assert answer.status == 422
    assert "a été modifiée depuis cet aperçu" in answer.text
    assert campaign(site).petition_url == PETITION
    ada.at = f"{C}/switch/confirm"
    ada.submit("confirm", slug="enfants")
    assert campaign(site).petition_url == NEW


@pytest.mark.parametrize("sealed", ["", "x", '{"petition_url": "https://petitions.senat.fr/"}'])
def test_a_preview_that_is_not_ours_confirms_nothing(site: Site, ada: Browser, sealed: str) -> None:
    answer = ada.post(f"{C}/switch/confirm", {"previewed": sealed, "slug": "enfants"})
    assert answer.status == 422
    assert "plus valable" in answer.text
    assert campaign(site).petition_url == PETITION


def test_another_campaigns_preview_confirms_nothing(site: Site, ada: Browser) -> None:
    site.apply(OTHER)
    let_in(site, Place("autres"))
    page = ada.post("/space/c/autres/switch", {"petition_url": NEW}).text
    (sealed,) = re.findall(r'name="previewed" value="([^"]+)"', page)
    fields = {"previewed": unescape(sealed), "slug": "enfants"}
    assert ada.post(f"{C}/switch/confirm", fields).status == 422
    assert campaign(site).petition_url == PETITION


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("https://ailleurs.example/", "ne peuvent pas mener"),
        ("http://petitions.senat.fr/", "ne peuvent pas mener"),
        ("", "ne peuvent pas mener"),
        (PETITION, "y mènent déjà"),
    ],
)
def test_where_links_may_not_lead_is_said_beside_the_field(
    site: Site, ada: Browser, url: str, says: str
) -> None:
    answer = previewed(ada, petition_url=url).page
    assert answer
    assert answer.status == 422
    wrong = re.search(r'id="petition_url-wrong">([^<]+)', answer.text)
    assert wrong
    assert says in wrong[1]
    assert 'value="Elle a déménagé"' in answer.text
    assert f'value="{url}"' in answer.text


# The trail


def test_the_trail_goes_page_by_page_and_each_association_sees_its_own(
    site: Site, box: Postbox, ada: Browser
) -> None:
    for number in range(60):
        ada.post(f"{C}/people", {"email": f"p{number}@exemple.fr", "place": "essor"})
        site.clock.now += timedelta(seconds=1)
    ada.post(f"{C}/people", {"email": BOB, "place": "rive"})
    first = ada.open(f"{C}/audit").text
    (more,) = re.findall(r'href="([^"]+cursor=[^"]+)"', first)
    second = ada.open(more.replace("&amp;", "&")).text
    shown = re.findall(r"(\w+@exemple\.fr) for (?:essor|rive)", first + second)
    assert len(shown) == len(set(shown)) == 61
    assert "a donné un accès" in first
    let_in(site, Place("enfants", "rive"), "rive@exemple.fr")
    rive = sign_in(site, box, "rive@exemple.fr")
    own = rive.open("/space/c/enfants/a/rive/audit").text
    assert "bob@exemple.fr for rive" in own
    assert "for essor" not in own
    sheet = rive.open("/space/c/enfants/a/rive/audit.csv")
    assert sheet.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="audit-enfants-rive.csv"' in sheet.headers["Content-Disposition"]
    assert "bob@exemple.fr for rive" in sheet.text
    assert "for essor" not in sheet.text


def test_every_act_has_words(site: Site) -> None:
    assert {f"audit.what.{what.replace('.', '_')}" for what in What} <= set(WORDS)
