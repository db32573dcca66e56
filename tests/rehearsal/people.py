"""Who takes part in a rehearsal: people with telephones, machines, and a campaign to carry."""

from __future__ import annotations

from dataclasses import dataclass

from tests.days import quiet_zone

NETWORK = "198.51.100."
"""Addresses that are kept for documentation (RFC 5737): nobody is there."""

PHONES = (
    "Mozilla/5.0 (Linux; Android 14; SM-A546B) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/126.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15"
    " (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Android 14; Mobile; rv:127.0) Gecko/127.0 Firefox/127.0",
)
ROBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
PREVIEW = "WhatsApp/2.23.20.0"

PETITION = "https://petitions.assemblee-nationale.fr/initiatives/i-1"


@dataclass(frozen=True)
class Client:
    """Whoever asks: an address of their own, and what their program says that it is."""

    number: int
    agent: str

    @property
    def headers(self) -> dict[str, str]:
        """What their requests say of them."""
        return {"User-Agent": self.agent, "X-Forwarded-For": f"{NETWORK}{self.number}"}


def person(number: int) -> Client:
    """Somebody with a telephone; another number is somebody else."""
    return Client(number, PHONES[number % len(PHONES)])


def campaign_file(slug: str) -> str:
    """A campaign of three associations."""
    return f"""\
[campaign]
slug = "{slug}"
title = "Enfants"
petition_url = "{PETITION}"
timezone = "{quiet_zone()}"
[[associations]]
slug = "essor"
name = "L’Essor"
  [[associations.groups]]
  slug = "lyon"
  name = "Lyon"
    [[associations.groups.links]]
    channel = "poster"
    aliases = ["lyon-{slug}"]
[[associations]]
slug = "rive"
name = "La Rive"
[[associations]]
slug = "cairn"
name = "Le Cairn"
"""


@dataclass(frozen=True)
class Carried:
    """A campaign in the deployment: its posters' codes by who carries it, and a token."""

    slug: str
    codes: dict[str, str]
    token: str
