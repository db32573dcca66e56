"""Texts to share: whole and short enough, with the right link, in the right language."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.kit.model import DoesNotFit, Matter
from chalicelib.kit.share.lengths import SMS_ALPHABET, SMS_ESCAPED
from chalicelib.kit.share.networks import LONGEST_ADDRESS, Network
from chalicelib.kit.share.texts import LONGEST_SUBJECT, as_file, message, texts
from chalicelib.kit.share.words import WORDS
from chalicelib.language import typeset
from tests.unit.kit.matters import LONG_TITLE, MATTER, URL, matters

LOCALES = ("fr", "en")


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("network", list(Network), ids=str)
def test_a_text_says_the_title_and_the_link(network: Network, locale: str) -> None:
    made = message(network, MATTER, locale)
    assert MATTER.title in made.text
    assert made.text.count(MATTER.address) == 1
    assert (made.url in made.text) == (network is not Network.INSTAGRAM)
    assert network.holds(made.text)


@pytest.mark.parametrize(
    "network",
    [n for n in Network if n not in (Network.SMS, Network.X, Network.BLUESKY)],
    ids=str,
)
def test_where_there_is_room_every_demand_and_who_carries_it_is_said(network: Network) -> None:
    text = message(network, MATTER, "fr").text
    for said in (*MATTER.demands, f"{MATTER.association}, {MATTER.group}"):
        assert typeset(said, "fr") in text


@pytest.mark.parametrize("network", [Network.FACEBOOK, Network.X, Network.INSTAGRAM], ids=str)
def test_what_is_said_to_everybody_begins_with_the_call(network: Network) -> None:
    assert message(network, MATTER, "fr").text.startswith(f"{MATTER.call}\n\n{MATTER.title}\n")


@pytest.mark.parametrize("network", list(Network), ids=str)
def test_what_is_missing_leaves_no_gap(network: Network) -> None:
    bare = replace(MATTER, call="", demands=(), group="", association="Les Hirondelles")
    text = message(network, bare, "fr").text.replace("\r\n", "\n")
    assert "\n\n\n" not in text
    assert text == text.strip()
    assert ":\n\n\n" not in text
    assert not re.search(r"demand|, $", text, re.MULTILINE)


def test_the_whole_text_of_a_message_in_french() -> None:
    assert message(Network.X, MATTER, "fr").text == (
        "Rejoignez-nous\n\n"
        "Pour la défense des enfants en France\n\n"
        "Portée par\u00a0: Association fictive Les Hirondelles, Lyon (groupe fictif)\n\n"
        "Une pétition à lire, à signer et à faire connaître\u00a0:\n"
        f"{URL}"
    )


def test_the_whole_text_of_an_sms_in_english() -> None:
    assert message(Network.SMS, MATTER, "en").text == (
        "Hello! Here is a petition that matters to me:\n"
        "Pour la défense des enfants en France\n"
        f"To read it and sign it: {URL}"
    )


def test_the_campaign_s_own_words_stay_in_their_language() -> None:
    english = message(Network.WHATSAPP, MATTER, "en").text
    assert "Here is a petition" in english
    assert "l’aide sociale à l’enfance\u00a0: 310\u202f000 enfants" in english


def test_an_sms_keeps_to_the_letters_of_every_phone() -> None:
    text = message(Network.SMS, replace(MATTER, title="L’œuvre « à  faire »…"), "fr").text
    assert set(text) <= SMS_ALPHABET | SMS_ESCAPED
    assert 'L\'oeuvre "à faire"...' in text
    assert "coeur" in text


def test_an_sms_spells_as_written_while_two_parts_hold_it() -> None:
    short = "Fêtes"
    long = "Reconnaître et protéger les forêts, maintenant et partout en France"
    assert short in message(Network.SMS, replace(MATTER, title=short), "en").text
    assert "Reconnaitre et protéger" in message(Network.SMS, replace(MATTER, title=long), "fr").text


def test_a_mail_has_a_subject_of_one_line_and_lines_that_end_in_crlf() -> None:
    made = message(Network.EMAIL, replace(MATTER, title=LONG_TITLE), "fr")
    assert made.subject == "Pétition\u00a0: Pour la défense des enfants en France\u00a0: Résidence…"
    assert len(made.subject) <= LONGEST_SUBJECT
    assert "\n" not in made.text.replace("\r\n", "")
    assert typeset(LONG_TITLE, "fr") in made.text


@pytest.mark.parametrize("network", [n for n in Network if n is not Network.EMAIL], ids=str)
def test_only_a_mail_has_a_subject(network: Network) -> None:
    assert message(network, MATTER, "fr").subject == ""


def test_a_long_title_is_cut_at_a_word_and_the_link_is_whole() -> None:
    made = message(Network.X, replace(MATTER, title=f"{LONG_TITLE} {LONG_TITLE}"), "fr")
    assert made.text.endswith(f"\n{URL}")
    kept = made.text.partition("…")[0]
    assert re.match(rf"{re.escape(kept)},? ", typeset(f"{LONG_TITLE} {LONG_TITLE}", "fr"))
    assert Network.X.limit.count(made.text) > 260, "no more is cut than must be"


def test_a_word_that_nothing_holds_is_cut_within() -> None:
    text = message(Network.BLUESKY, replace(MATTER, title="m" * 400), "fr").text
    assert re.match(r"m{150,}…\n", text)


@pytest.mark.parametrize(
    ("network", "url"),
    [
        (Network.BLUESKY, f"https://exemple.fr/{'x' * 300}"),
        (Network.SMS, f"https://exemple.fr/{'x' * 300}"),
        (Network.X, f"http://localhost:8000/{'x' * 300}"),
        (Network.FACEBOOK, f"https://exemple.fr/{'x' * 2_100}"),
        (Network.MASTODON, f"https://exemple.fr/{'x' * 2_100}"),
    ],
    ids=str,
)
def test_a_link_that_leaves_no_room_is_refused_by_name(network: Network, url: str) -> None:
    with pytest.raises(DoesNotFit, match=f"^{network.value}: .*{re.escape(url)}") as refused:
        message(network, replace(MATTER, url=url), "fr")
    assert f"du lien {url} ; donnez-lui un alias plus court" in refused.value.french


def test_an_address_counts_23_on_x_however_long_it_is() -> None:
    url = f"https://exemple.fr/{'x' * 300}"
    assert message(Network.X, replace(MATTER, url=url), "fr").text.endswith(url)


def test_each_network_takes_its_own_channel_and_otherwise_the_first() -> None:
    poster = MATTER
    whatsapp = replace(MATTER, channel="whatsapp", url="https://qr.exemple.fr/W")
    again = replace(MATTER, channel="whatsapp", url="https://qr.exemple.fr/W2")
    market = replace(MATTER, channel="market", url="https://qr.exemple.fr/M")
    made = {m.network: m for m in texts([poster, market, whatsapp, again], "fr")}
    assert list(made) == list(Network)
    assert (made[Network.WHATSAPP].channel, made[Network.WHATSAPP].url) == (
        "whatsapp",
        whatsapp.url,
    )
    assert {m.channel for n, m in made.items() if n is not Network.WHATSAPP} == {"poster"}
    assert whatsapp.url in made[Network.WHATSAPP].text


def test_an_owner_without_links_has_no_texts() -> None:
    assert texts([], "fr") == ()


def test_as_json_they_are_plain_values() -> None:
    rows = [made.as_json("fr") for made in texts([MATTER], "fr")]
    assert json.loads(json.dumps(rows)) == rows
    assert set(rows[0]) == {
        "network", "name", "channel", "url", "subject", "text", "share_url",
    }  # fmt: skip
    assert [row["name"] for row in rows if row["network"] == "email"] == ["Courriel"]


@pytest.mark.parametrize("locale", LOCALES)
def test_the_file_has_every_text_and_every_address(locale: str) -> None:
    own = replace(MATTER, channel="whatsapp")
    made = texts([MATTER, own], locale)
    page = as_file(made, "Les Hirondelles, Lyon", locale)
    for each in made:
        assert each.text.replace("\r\n", "\n") in page
        assert each.share_url in page
        assert f"\n{each.as_json(locale)['name']}\n-" in page
    assert "\r" not in page
    assert page.count("whatsapp)") == 1, "the one network with a link of its own"
    assert page.endswith("\n")
    assert not page.endswith("\n\n")


def test_every_word_is_in_both_languages() -> None:
    fields = re.compile(r"\{\w+\}")
    for french, english in WORDS.values():
        assert french
        assert english
        assert fields.findall(french) == fields.findall(english)


def test_no_word_calls_a_visit_a_signature_or_promises_what_nobody_can() -> None:
    for pair in WORDS.values():
        for words in pair:
            assert not re.search(
                r"anonym|garanti|guarant|100 %|votre signature compte|will win|gagner", words, re.I
            )
            if "visit" in words:
                assert re.search(r"n'est pas une signature|is not a signature", words)


def test_no_text_names_the_site_whose_home_page_a_network_would_link() -> None:
    for made in texts([MATTER], "fr"):
        assert MATTER.host not in made.text


@settings(max_examples=60)
@given(matters, st.sampled_from(LOCALES))
def test_law_whatever_is_said_fits_with_its_link(matter: Matter, locale: str) -> None:
    for made in texts([matter], locale):
        assert made.network.holds(made.text)
        assert (made.url if made.network is not Network.INSTAGRAM else matter.address) in made.text
        assert len(made.share_url) <= LONGEST_ADDRESS
        assert "\n" not in made.subject
