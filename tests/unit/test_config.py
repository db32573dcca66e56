"""Settings: what is wrong is refused at start, by its name, with the way out."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.campaign.addresses import short_url
from chalicelib.config import Settings
from chalicelib.errors import BadSettings

HOST = "petitions.assemblee-nationale.fr"


def read(**env: str) -> Settings:
    return Settings.from_env(env)


def test_nothing_set_is_one_machine() -> None:
    settings = read()
    assert settings == Settings()
    assert (settings.store, settings.database) == ("sqlite", "var/portevoix.sqlite3")
    assert settings.base_url == "http://127.0.0.1:8000"
    assert settings.destination_hosts == {HOST, "petitions.senat.fr"}
    assert settings.trusted_proxies == 0


def test_every_setting_is_read() -> None:
    settings = read(
        STORE="dynamodb",
        DATABASE=" /srv/pv.sqlite3 ",
        TABLE_PREFIX="essai",
        BASE_URL="https://qr.exemple.fr/",
        FALLBACK_URL="https://petition.exemple.fr/",
        DESTINATION_HOSTS="petition.exemple.fr  Autre.Exemple.FR",
        TRUSTED_PROXIES="2",
        PETITION_HOSTS="Petition.exemple.fr",
        PETITION_LOCAL="127.0.0.1:9000",
        CONTACT="mailto:contact@exemple.fr",
        SOMETHING_ELSE="x",
    )
    assert settings == Settings(
        store="dynamodb",
        database="/srv/pv.sqlite3",
        table_prefix="essai",
        base_url="https://qr.exemple.fr",
        fallback_url="https://petition.exemple.fr/",
        destination_hosts=frozenset({"petition.exemple.fr", "autre.exemple.fr"}),
        trusted_proxies=2,
        petition_hosts=frozenset({"petition.exemple.fr"}),
        petition_local="127.0.0.1:9000",
        contact="mailto:contact@exemple.fr",
    )


def test_whoever_reads_counts_gives_the_public_address_as_its_own() -> None:
    assert read(BASE_URL="https://qr.exemple.fr/").contact == "https://qr.exemple.fr"
    assert "www.data.gouv.fr" in read().petition_hosts


@pytest.mark.parametrize(
    ("name", "value", "way_out"),
    [
        ("STORE", "", "sqlite or dynamodb"),
        ("STORE", "postgres", "sqlite or dynamodb"),
        ("STORE", "SQLite", "sqlite or dynamodb"),
        ("STORE", "dynamodb ", "sqlite or dynamodb"),
        ("DATABASE", "", "leave it out to have 'var/portevoix.sqlite3'"),
        ("DATABASE", "  ", "leave it out to have"),
        ("TABLE_PREFIX", "", "leave it out to have 'portevoix'"),
        ("BASE_URL", "", "https://host or https://host/stage"),
        ("BASE_URL", "qr.exemple.fr", "https://host"),
        ("BASE_URL", "ftp://qr.exemple.fr", "https://host"),
        ("BASE_URL", "https://", "https://host"),
        ("BASE_URL", "https:///stage", "https://host"),
        ("BASE_URL", "https://qr.exemple.fr?x=1", "https://host"),
        ("BASE_URL", "https://qr.exemple.fr?", "https://host"),
        ("BASE_URL", "https://qr.exemple.fr#top", "https://host"),
        ("BASE_URL", "https://qr.exemple.fr/#", "https://host"),
        ("BASE_URL", "https://me:secret@qr.exemple.fr", "https://host"),
        ("BASE_URL", "https://qr.exemple.fr:port", "https://host"),
        ("BASE_URL", "https://[::1", "https://host"),
        ("BASE_URL", "https://qr.exemple.fr/a b", "https://host"),
        ("BASE_URL", " https://qr.exemple.fr", "https://host"),
        ("BASE_URL", "https://qr.exemple.fr\n", "https://host"),
        ("BASE_URL", "https://qr.exemple.fr\\stage", "https://host"),
        ("BASE_URL", "https://pétition.fr", "https://host"),
        ("FALLBACK_URL", "", "leave it out to have 'https://"),
        ("FALLBACK_URL", f"http://{HOST}/", "must start with https://"),
        ("FALLBACK_URL", "https://evil.example/", "DESTINATION_HOSTS allows"),
        ("FALLBACK_URL", f"https://{HOST}@evil.example/", "user name"),
        ("PETITION_HOSTS", " ", "PETITION_HOSTS must name at least one host"),
        ("PETITION_HOSTS", "https://x.fr", "PETITION_HOSTS: 'https://x.fr' is not a host"),
        ("PETITION_LOCAL", "10.0.0.1:80", "must be like 127.0.0.1:9000"),
        ("PETITION_LOCAL", "127.0.0.1", "must be like 127.0.0.1:9000"),
        ("PETITION_HOSTS", "127.0.0.1", "'127.0.0.1' is an address or no whole name"),
        ("PETITION_HOSTS", "localhost", "'localhost' is an address or no whole name"),
        ("PETITION_LOCAL", "localhost:80", "must be like 127.0.0.1:9000"),
        ("PETITION_LOCAL", "127.0.0.999:80", "must be like 127.0.0.1:9000"),
        ("PETITION_LOCAL", "127.0.0.1:65536", "must be like 127.0.0.1:9000"),
        ("CONTACT", "a b", "without spaces"),
        ("CONTACT", "a)b", "without spaces or parentheses"),
        ("DESTINATION_HOSTS", "", "at least one host"),
        ("DESTINATION_HOSTS", " \t", "at least one host"),
        ("DESTINATION_HOSTS", f"{HOST},petitions.senat.fr", "with spaces between"),
        ("DESTINATION_HOSTS", f"https://{HOST}", "without https://"),
        ("DESTINATION_HOSTS", f"{HOST} {HOST}/initiatives", "is not a host"),
        ("DESTINATION_HOSTS", f"{HOST}:443", "is not a host"),
        ("DESTINATION_HOSTS", f"{HOST} *.fr", "is not a host"),
        ("DESTINATION_HOSTS", f"{HOST} me@petitions.senat.fr", "is not a host"),
        ("DESTINATION_HOSTS", f"{HOST}.", "is not a host"),
        ("TRUSTED_PROXIES", "", "from 0 to 5"),
        ("TRUSTED_PROXIES", "6", "from 0 to 5"),
        ("TRUSTED_PROXIES", "-1", "from 0 to 5"),
        ("TRUSTED_PROXIES", "1.0", "from 0 to 5"),
        ("TRUSTED_PROXIES", "yes", "from 0 to 5"),
        ("TRUSTED_PROXIES", "٣", "from 0 to 5"),
        ("TRUSTED_PROXIES", "²", "from 0 to 5"),
        ("TRUSTED_PROXIES", "9" * 5000, "from 0 to 5"),
    ],
)
def test_what_is_wrong_is_refused_by_name(name: str, value: str, way_out: str) -> None:
    with pytest.raises(BadSettings, match=re.escape(way_out)) as refusal:
        read(**{name: value})
    message = str(refusal.value)
    assert message.startswith(name)
    assert "\n" not in message


@pytest.mark.parametrize(
    ("value", "base"),
    [
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("http://localhost", "http://localhost"),
        ("https://qr.exemple.fr/", "https://qr.exemple.fr"),
        ("https://qr.exemple.fr//", "https://qr.exemple.fr"),
        ("HTTPS://QR.EXEMPLE.FR", "HTTPS://QR.EXEMPLE.FR"),
        (
            "https://x1.execute-api.eu-west-3.amazonaws.com/api/",
            "https://x1.execute-api.eu-west-3.amazonaws.com/api",
        ),
    ],
)
def test_public_addresses(value: str, base: str) -> None:
    assert read(BASE_URL=value).base_url == base


@pytest.mark.parametrize("value", ["0", "1", "5"])
def test_so_many_proxies(value: str) -> None:
    assert read(TRUSTED_PROXIES=value).trusted_proxies == int(value)


def test_the_fallback_may_lead_where_links_may() -> None:
    with pytest.raises(BadSettings, match=r"FALLBACK_URL: .* is not a host that links may lead to"):
        read(DESTINATION_HOSTS="petition.exemple.fr")


NAMES = (
    "STORE", "DATABASE", "TABLE_PREFIX", "BASE_URL", "FALLBACK_URL", "DESTINATION_HOSTS",
    "TRUSTED_PROXIES",
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(NAMES), st.text(max_size=30)))
def test_law_settings_are_read_or_refused_by_name(env: dict[str, str]) -> None:
    try:
        Settings.from_env(env)
    except BadSettings as error:
        assert str(error).startswith(NAMES)  # noqa: PT017


@given(st.text(max_size=20), st.text(max_size=20))
def test_law_a_code_at_the_end_of_the_address_is_its_path(host: str, rest: str) -> None:
    try:
        base = read(BASE_URL=f"https://{host}{rest}").base_url
    except BadSettings:
        return
    parts = urlsplit(short_url(base, "AB3K9X7"))
    assert parts.path.endswith("/AB3K9X7")
    assert (parts.query, parts.fragment, parts.username) == ("", "", None)
