"""Share addresses are read back as each network reads them."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kit.share.networks import MOST_HASHTAGS, Network

URL = "https://qr.exemple.fr/hirondelles-lyon"
TEXT = "Été & « cœur » : 100 % + #un\n\n=? 🌳 "

ADDRESSES = {
    Network.WHATSAPP: ("https", "wa.me", "/"),
    Network.SMS: ("sms", "", ""),
    Network.EMAIL: ("mailto", "", ""),
    Network.FACEBOOK: ("https", "www.facebook.com", "/sharer/sharer.php"),
    Network.X: ("https", "x.com", "/intent/tweet"),
    Network.BLUESKY: ("https", "bsky.app", "/intent/compose"),
    Network.MASTODON: ("https", "share.joinmastodon.org", "/"),
    Network.TELEGRAM: ("https", "t.me", "/share/url"),
    Network.LINKEDIN: ("https", "www.linkedin.com", "/sharing/share-offsite/"),
}


def read(address: str) -> dict[str, str]:
    """The fields of a share address, each given once."""
    parts = urlsplit(address)
    fields = parse_qs(parts.query or parts.fragment, keep_blank_values=True, strict_parsing=False)
    assert all(len(values) == 1 for values in fields.values())
    return {name: values[0] for name, values in fields.items()}


@pytest.mark.parametrize("network", list(Network))
def test_an_address_is_the_network_s_own_and_plain_ascii(network: Network) -> None:
    address = network.opens(f"{TEXT}{URL}", URL, "Objet")
    parts = urlsplit(address)
    assert (parts.scheme, parts.netloc, parts.path) == ADDRESSES.get(network, ("", "", ""))
    assert address.isascii()
    assert "+" not in address
    assert " " not in address


@pytest.mark.parametrize("network", [Network.WHATSAPP, Network.BLUESKY, Network.MASTODON], ids=str)
@given(text=st.text(st.characters(exclude_categories=("Cs",))))
def test_law_the_text_is_read_back(network: Network, text: str) -> None:
    assert read(network.opens(text, URL)).get("text", "") == text


@given(text=st.text(st.characters(exclude_categories=("Cs",))))
def test_law_an_sms_is_read_back_by_either_telephone(text: str) -> None:
    address = Network.SMS.opens(text, URL)
    assert read(address)["body"] == text
    # Android takes what follows `?`, iOS what follows the first `&`.
    assert address.startswith("sms:?&body=")
    assert unquote(address.partition("&body=")[2]) == text


@given(text=st.text(st.characters(exclude_categories=("Cs",))), subject=st.text(max_size=60))
def test_law_a_mail_is_read_back_without_plus_signs(text: str, subject: str) -> None:
    subject = subject.encode("utf-8", "ignore").decode()
    query = urlsplit(Network.EMAIL.opens(text, URL, subject)).query
    # Not as a form: in a mailto, a plus is a plus (RFC 6068, 5).
    fields = {
        name: unquote(value) for name, _, value in (f.partition("=") for f in query.split("&"))
    }
    assert fields == {"subject": subject, "body": text}


def test_lines_of_a_mail_end_as_mail_programs_ask() -> None:
    assert Network.EMAIL.opens("un\r\ndeux", URL, "s").endswith("body=un%0D%0Adeux")


def test_x_puts_the_link_after_the_text() -> None:
    fields = read(Network.X.opens(f"{TEXT.rstrip()}\n{URL}", URL))
    assert f"{fields['text']}\n{fields['url']}" == f"{TEXT.rstrip()}\n{URL}"


def test_telegram_puts_the_link_before_the_text() -> None:
    fields = read(Network.TELEGRAM.opens(f"{URL}\n{TEXT}", URL))
    assert f"{fields['url']}\n{fields['text']}" == f"{URL}\n{TEXT}"


def test_mastodon_s_text_stays_in_the_browser() -> None:
    parts = urlsplit(Network.MASTODON.opens(TEXT, URL))
    assert (parts.query, bool(parts.fragment)) == ("", True)


@pytest.mark.parametrize(
    ("network", "field"), [(Network.FACEBOOK, "u"), (Network.LINKEDIN, "url")], ids=str
)
def test_some_take_the_link_alone_and_say_so(network: Network, field: str) -> None:
    assert read(network.opens(TEXT, URL)) == {field: URL}
    assert network.pasted


def test_instagram_opens_by_no_address() -> None:
    assert Network.INSTAGRAM.opens(TEXT, URL) == ""
    assert Network.INSTAGRAM.pasted


@pytest.mark.parametrize(
    ("network", "most"),
    [
        (Network.X, 280),
        (Network.BLUESKY, 300),
        (Network.MASTODON, 500),
        (Network.LINKEDIN, 3_000),
        (Network.INSTAGRAM, 2_200),
        (Network.SMS, 306),
    ],
    ids=str,
)
def test_a_network_holds_what_it_publishes_and_no_more(network: Network, most: int) -> None:
    assert network.holds("e" * most)
    assert not network.holds("e" * (most + 1))


def test_a_caption_has_few_hashtags() -> None:
    assert Network.INSTAGRAM.holds("#un " * MOST_HASHTAGS)
    assert not Network.INSTAGRAM.holds("#un " * (MOST_HASHTAGS + 1))
