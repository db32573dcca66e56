"""The campaign file: what it says is read, and everything wrong is refused with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from chalicelib.campaign.file import MOST_BYTES, parse, read
from chalicelib.campaign.model import Kit, Milestone, Petition, State
from chalicelib.campaign.tables import BadFile
from tests.unit.campaign.pictures import drawn, files, opened, packed

HOSTS = frozenset({"petitions.assemblee-nationale.fr"})
URL = "https://petitions.assemblee-nationale.fr/initiatives/i-1"

CAMPAIGN = f"""\
[campaign]
slug = "enfants"
title = "Pour les enfants"
petition_url = "{URL}"
"""

ESSOR = """\
[[associations]]
slug = "essor"
name = "Essor"
"""


def refusals(text: str) -> list[str]:
    with pytest.raises(BadFile) as caught:
        parse(text.encode(), "f.toml", HOSTS, files)
    return str(caught.value).split("\n")


def test_a_whole_file_is_read() -> None:
    text = f"""\
[campaign]
slug = "enfants"
title = "Pour les enfants"
summary = \"\"\"
Sur deux
lignes.\"\"\"
demands = ["Une\\u00a0: 11,4 %", "Deux"]
call = "Rejoignez-nous"
text = ["Un premier\\nparagraphe.", "Le second."]
petition_url = "{URL}"
locale = "en"
timezone = "Indian/Reunion"
public_leaderboard = false
page_first = ["mail"]
state = "closed"
channels = ["poster", "mail"]
[petition]
source = "senat"
id = "i-1"
poll_minutes = 5
[kit]
accent = "#B02D3d"
printer = "Imprimé par nos soins"
[[milestones]]
signatures = 100
label = "Cent"
[[associations]]
slug = "essor"
name = "Essor"
contact = "a@exemple.fr"
website = "https://essor.exemple.fr/a?b#c"
logo = "1024x600.png"
channels = ["whatsapp"]
  [[associations.links]]
  channel = "market-lyon"
  aliases = ["essor-marche"]
  [[associations.groups]]
  slug = "lyon"
  name = "Lyon"
  department = "Rhône"
  [[associations.groups]]
  slug = "pau"
  name = "Pau"
  channels = []
    [[associations.groups.links]]
    channel = "poster"
    aliases = ["pau", "essor-pau"]
[[associations]]
slug = "b2"
name = "B"
"""
    desired = parse(text.encode("utf-8-sig"), "f.toml", HOSTS, files)
    campaign = desired.campaign
    assert campaign.summary == "Sur deux lignes."
    assert campaign.demands == ("Une\u00a0: 11,4 %", "Deux")
    assert campaign.call == "Rejoignez-nous"
    assert campaign.text == ("Un premier paragraphe.", "Le second.")
    assert campaign.kit == Kit("#b02d3d", "Imprimé par nos soins")
    assert (campaign.locale, campaign.timezone) == ("en", "Indian/Reunion")
    assert (campaign.public_leaderboard, campaign.state) == (False, State.CLOSED)
    assert campaign.page_first == ("mail",)
    assert campaign.petition == Petition("senat", "i-1", 5)
    assert campaign.milestones == (Milestone(100, "Cent"),)
    essor, other = desired.associations
    assert essor.channels == {"whatsapp": (), "market-lyon": ("essor-marche",)}
    assert [group.channels for group in essor.groups] == [
        {"whatsapp": ()},
        {"poster": ("pau", "essor-pau")},
    ]
    assert essor.groups[0].department == "Rhône"
    (logo,) = desired.pictures.values()
    assert (logo.width, logo.height) == (512, 300)
    assert essor.logo == logo.name
    assert other.channels == {"poster": (), "mail": ()}


def test_what_may_be_left_out_has_its_default() -> None:
    desired = parse((CAMPAIGN + ESSOR).encode(), "f.toml", HOSTS)
    assert desired.campaign.timezone == "Europe/Paris"
    assert desired.campaign.state is State.OPEN
    assert desired.campaign.petition == Petition()
    assert (desired.campaign.call, desired.campaign.text) == ("", ())
    assert desired.campaign.kit == Kit()
    assert desired.associations[0].channels == {"poster": ()}
    assert desired.associations[0].logo == ""
    assert not desired.erased


def test_erased_is_asked_for_as_a_state() -> None:
    assert parse((CAMPAIGN + 'state = "erased"').encode(), "f.toml", HOSTS).erased


@pytest.mark.parametrize(
    ("added", "line", "field", "why"),
    [
        ("titel = 1", 5, "campaign.titel", "is not known here; did you mean title?"),
        ("zzz = 1", 5, "campaign.zzz", "is not known here; known: state, channels"),
        ("summary = 3", 5, "campaign.summary", "must be text in quotes"),
        ('demands = "x"', 5, "campaign.demands", "must be a list"),
        ("demands = [1]", 5, "campaign.demands", "must be a list of text in quotes"),
        ('demands = ["a",\n"", # "\n]', 5, "campaign.demands", "is empty"),
        ('public_leaderboard = "yes"', 5, "campaign.public_leaderboard", "true or false"),
        ('locale = "de"', 5, "campaign.locale", "'de' is not one of fr, en"),
        ('state = "close"', 5, "campaign.state", "did you mean 'closed'?"),
        ('timezone = "Paris"', 5, "campaign.timezone", "'Paris' is not a time zone"),
        ('timezone = "../etc/passwd"', 5, "campaign.timezone", "is not a time zone"),
        ('timezone = "Europe"', 5, "campaign.timezone", "is not a time zone"),
        ('timezone = ""', 5, "campaign.timezone", "is not a time zone"),
        ('channels = ["poster", "poster"]', 5, "campaign.channels", "names 'poster' twice"),
        ('channels = ["Poster"]', 5, "campaign.channels", "'Poster' must be 2 to 40"),
        (f'summary = "{"é" * 601}"', 5, "campaign.summary", "has 601 characters; at most 600"),
        (f'call = "{"é" * 61}"', 5, "campaign.call", "has 61 characters; at most 60"),
        ('call = "a\\nb"', 5, "campaign.call", "control character U+000A"),
        ('text = "a"', 5, "campaign.text", "must be a list"),
        (f'text = ["{"é" * 801}"]', 5, "campaign.text", "has 801 characters; at most 800"),
        (f"text = {['a'] * 13}", 5, "campaign.text", "has 13 items; at most 12"),
        ('text = ["a", " "]', 5, "campaign.text", "is empty"),
        ('[kit]\naccent = "#12345"', 6, "kit.accent", "'#12345' is not a colour; write one like #"),
        ('[kit]\naccent = "rouge"', 6, "kit.accent", "'rouge' is not a colour"),
        ('[kit]\naccent = ""', 6, "kit.accent", "'' is not a colour"),
        ('[kit]\naccent = "#١٢٣٤٥٦"', 6, "kit.accent", "is not a colour"),
        (f'[kit]\nprinter = "{"x" * 161}"', 6, "kit.printer", "161 characters; at most 160"),
        ('[kit]\ncolour = "x"', 6, "kit.colour", "is not known here"),
        ("kit = 3", 5, "campaign.kit", "is not known here"),
        ('[petition]\nsource = "senate"', 6, "petition.source", "did you mean 'senat'?"),
        ('[petition]\n\nsource = "senat"', 5, "petition.id", "is missing"),
        ("[petition]\npoll_minutes = 0", 6, "petition.poll_minutes", "0 is not between 1"),
        ("[petition]\npoll_minutes = true", 6, "petition.poll_minutes", "a whole number"),
        ('[petition]\nid = "a b"', 6, "petition.id", "holds a space"),
        ("[milestones]\nlabel = 1", 5, "milestones", "write [[milestones]]"),
        ("associations = 1", 5, "campaign.associations", "is not known here"),
        ("[extra]", 5, "extra", "is not known here"),
    ],
)
def test_wrong_fields_of_the_campaign(added: str, line: int, field: str, why: str) -> None:
    (refusal,) = refusals(f"{CAMPAIGN}{added}\n")
    assert refusal.startswith(f"f.toml:{line}: field {field}: ")
    assert why in refusal


@pytest.mark.parametrize(
    ("added", "line", "field", "why"),
    [
        ('website = "javascript:alert(1)"', 8, ".website", "must be an address like https://"),
        ('website = "https://a b"', 8, ".website", "must be an address"),
        ('contact = "a\\u0007"', 8, ".contact", "control character U+0007"),
        ("[[associations.groups]]\nslug = 'g1'", 8, ".groups[1].name", "is missing"),
        (f'[[associations.groups]]\nslug="g1"\nname="{"x" * 121}"', 10, ".groups[1].name", "121"),
        ('[[associations.groups]]\nslug="g1"\nname="a\\u202eb"', 10, ".groups[1].name", "U+202E"),
        ('[[associations.groups]]\nslug="g"\nname="G"', 9, ".groups[1].slug", "must be 2 to 40"),
        ('[[associations.groups]]\nslug="-g"\nname="G"', 9, ".groups[1].slug", "both ends"),
        (
            '[[associations.groups]]\nslug="gg"\nname="G"\n' * 2,
            12,
            ".groups[2].slug",
            "'gg' is another's already",
        ),
        ("[[associations.links]]\naliases = []", 8, ".links[1].channel", "is missing"),
        (
            '[[associations.links]]\nchannel = "poster"\n' * 2,
            11,
            ".links[2].channel",
            "has its links entry already",
        ),
        (
            '[[associations.links]]\nchannel = "poster"\naliases = ["Q"]',
            10,
            ".links[1].aliases",
            "must be 3 to 40",
        ),
        (
            '[[associations.links]]\nchannel = "poster"\naliases = ["admin"]',
            10,
            ".links[1].aliases",
            "a page's own address",
        ),
        (
            '[[associations.links]]\nchannel = "poster"\naliases = ["ville", "v111e"]',
            10,
            ".links[1].aliases",
            "'v111e' is used already as 'ville', which reads the same",
        ),
    ],
)
def test_wrong_fields_of_an_association(added: str, line: int, field: str, why: str) -> None:
    (refusal,) = refusals(CAMPAIGN + ESSOR + added)
    assert refusal.startswith(f"f.toml:{line}: field associations[1]{field}: ")
    assert why in refusal


def test_two_associations_of_one_slug_are_refused_at_the_second() -> None:
    (refusal,) = refusals(CAMPAIGN + ESSOR + ESSOR)
    assert refusal.startswith("f.toml:9: field associations[2].slug: 'essor' is another's")


def test_one_alias_in_two_places_is_refused() -> None:
    link = '[[associations.links]]\nchannel = "poster"\naliases = ["marche"]\n'
    other = ESSOR.replace("essor", "b2")
    (refusal,) = refusals(CAMPAIGN + ESSOR + link + other + link)
    assert refusal.startswith("f.toml:16: field associations[2].links[1].aliases: 'marche'")


@pytest.mark.parametrize("numbers", [(0,), (-5,), (10, 10), (20, 10)])
def test_milestones_are_positive_and_ascend(numbers: tuple[int, ...]) -> None:
    tables = "".join(f'[[milestones]]\nsignatures = {n}\nlabel = "x"\n' for n in numbers)
    (refusal,) = refusals(CAMPAIGN + tables)
    line = 3 * len(numbers) + 3
    assert refusal.startswith(f"f.toml:{line}: field milestones[{len(numbers)}].signatures: ")


@pytest.mark.parametrize(
    "url",
    [
        "http://petitions.assemblee-nationale.fr/",
        "https://evil.example/",
        "https://petitions.assemblee-nationale.fr.evil.example/",
    ],
)
def test_links_lead_only_where_the_settings_allow(url: str) -> None:
    (refusal,) = refusals(CAMPAIGN.replace(URL, url))
    assert refusal.startswith("f.toml:4: field campaign.petition_url: ")


def test_everything_wrong_is_said_at_once_in_the_order_of_lines() -> None:
    found = refusals('[campaign]\nslug = "X"\nfoo = 1\n[[associations]]\nname = ""\n')
    fields = [refusal.split(": ")[0] + " " + refusal.split(": ")[1] for refusal in found]
    assert fields == [
        "f.toml:1 field campaign.title",
        "f.toml:1 field campaign.petition_url",
        "f.toml:2 field campaign.slug",
        "f.toml:3 field campaign.foo",
        "f.toml:4 field associations[1].slug",
        "f.toml:5 field associations[1].name",
    ]


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "f.toml:1: field campaign.slug: is missing"),
        (b"a = 1\nb = \n", "f.toml:2: not TOML: Invalid value"),
        (b"a = 1\nb = [1,\n", "f.toml:2: not TOML: "),
        (b"a = 1\n\xff = 2", "f.toml:2: not UTF-8 text"),
        (b"a = " + b"[" * 100_000, "f.toml:1: not TOML that can be read: nested too deep"),
        (b"a = " + b"9" * 5_000, "f.toml:1: not TOML that can be read: "),
        (b"#" * (MOST_BYTES + 1), "f.toml:1: larger than 1,000,000 bytes"),
    ],
    ids=["empty", "no value", "end of file", "not UTF-8", "deep", "number", "large"],
)
def test_what_is_no_campaign_file_at_all(raw: bytes, message: str) -> None:
    with pytest.raises(BadFile) as caught:
        parse(raw, "f.toml", HOSTS)
    assert str(caught.value).startswith(message)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"gone\.toml: cannot be read: No such file"):
        read(str(tmp_path / "gone.toml"), HOSTS)


def test_a_logo_is_read_from_the_folder_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "logos").mkdir()
    (tmp_path / "logos" / "essor.png").write_bytes(packed(drawn(60, 40)))
    path = tmp_path / "campaign.toml"
    path.write_text(CAMPAIGN + ESSOR + 'logo = "logos/essor.png"\n', "utf-8")
    desired = read(str(path), HOSTS)
    (essor,) = desired.associations
    assert opened(desired.pictures[essor.logo].png).tobytes() == drawn(60, 40).tobytes()


@pytest.mark.parametrize(
    ("logo", "why"),
    [
        ("../essor.png", "leaves the campaign file's folder"),
        ("essor.svg", "is not a PNG or JPEG"),
        ("gone.png", "cannot be read: No such file"),
        ("large.png", "has more than 2,000,000 bytes"),
        ("wide.png", "is 4001 × 3 pixels"),
    ],
)
def test_a_logo_that_cannot_be_used_is_refused_with_its_line(
    tmp_path: Path, logo: str, why: str
) -> None:
    (tmp_path / "essor.svg").write_text("<svg/>")
    (tmp_path / "large.png").write_bytes(packed(drawn(60, 40)) + b"\0" * 2_000_000)
    (tmp_path / "wide.png").write_bytes(packed(drawn(4001, 3)))
    path = tmp_path / "campaign.toml"
    path.write_text(f'{CAMPAIGN}{ESSOR}logo = "{logo}"\nwebsite = "x"\n', "utf-8")
    with pytest.raises(BadFile) as caught:
        read(str(path), HOSTS)
    first, second = str(caught.value).split("\n")
    assert first.startswith(f"{path}:8: field associations[1].logo: {logo!r} {why}")
    assert second.startswith(f"{path}:9: field associations[1].website: ")


def test_a_text_without_a_folder_names_no_logo() -> None:
    text = CAMPAIGN + ESSOR + 'logo = "60x40.png"\n'
    with pytest.raises(BadFile, match=r"f\.toml:8: .*'60x40.png' is a file, and this campaign"):
        parse(text.encode(), "f.toml", HOSTS)
    assert parse((CAMPAIGN + ESSOR + 'logo = ""\n').encode(), "f.toml", HOSTS).pictures == {}
