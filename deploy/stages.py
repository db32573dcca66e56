"""The settings of one deployment, from `.chalice/STAGE.toml`.

What is wrong is refused by name before anything is packaged, let alone created.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chalicelib import config
from chalicelib.config import DEFAULT_HOSTS, PETITION_HOSTS, Settings
from chalicelib.errors import BadSettings

FOLDER = Path(__file__).parents[1] / ".chalice"
APPLICATION = "porte-voix"
EXAMPLE = "example"
"""The stage that is there to be copied: it may be estimated, and not deployed."""

_STAGE = re.compile(r"[a-z][a-z0-9-]{0,19}\Z")
_REGION = re.compile(r"[a-z]{2}(?:-[a-z]+)+-[0-9]\Z")
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}\Z")
_CERTIFICATE = re.compile(r"arn:aws[a-z-]*:acm:([a-z0-9-]+):[0-9]{12}:certificate/[0-9a-f-]+\Z")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}\Z", re.IGNORECASE)


IMPRINT = {name: name.title().replace("_", "") for name in config.IMPRINT}
"""What `/legal` says: the functions' variables, and the template's parameters."""

MUST_SAY = tuple(name.lower() for name in config.IMPRINT if not name.startswith("CONTROLLER"))
"""What a site may not be published without saying."""


@dataclass(frozen=True)
class Stage:
    """One deployment's settings.

    name               how the deployment is called; its stack is `porte-voix-NAME`
    region             AWS region
    alarm_email        who is told when something is wrong
    monthly_budget     US dollars a month from which the account's owner is told
    domain             host of its own, or "" for API Gateway's
    certificate        ARN of the domain's certificate, in the same region
    destination_hosts  hosts that campaigns may lead to
    petition_hosts     hosts that official counts may be read from
    contact            address given to petitions' platforms, or "" for the public address
    mail_from          address that letters come from, or "": nobody can sign in then
    fallback_url       where people go when store and link are both unknown
    trusted_proxies    how many proxies of ours stand before API Gateway
    rate, burst        requests a second that API Gateway lets through, for long and at once
    access_logs        whether API Gateway writes a line (without an address) a request
    publisher, publisher_address, publisher_phone, publisher_email, director, hosting
                       what the law wants a site to say of who publishes and who hosts it
    controller, controller_contact
                       who answers for personal data, if not the publisher
    """

    name: str
    region: str
    alarm_email: str
    monthly_budget: int = 20
    domain: str = ""
    certificate: str = ""
    destination_hosts: str = DEFAULT_HOSTS
    petition_hosts: str = PETITION_HOSTS
    contact: str = ""
    mail_from: str = ""
    fallback_url: str = Settings.fallback_url
    trusted_proxies: int = 0
    rate: int = 500
    burst: int = 1000
    access_logs: bool = True
    publisher: str = ""
    publisher_address: str = ""
    publisher_phone: str = ""
    publisher_email: str = ""
    director: str = ""
    hosting: str = ""
    controller: str = ""
    controller_contact: str = ""

    @property
    def stack(self) -> str:
        """The name of the stack, and what its tables' names start with."""
        return f"{APPLICATION}-{self.name}"

    def parameters(self) -> dict[str, str]:
        """The template's parameters, by their names."""
        return {
            "AlarmEmail": self.alarm_email,
            "MonthlyBudget": str(self.monthly_budget),
            "DomainName": self.domain,
            "CertificateArn": self.certificate,
            "DestinationHosts": self.destination_hosts,
            "PetitionHosts": self.petition_hosts,
            "Contact": self.contact,
            "MailFrom": self.mail_from,
            "MailDomain": self.mail_from.rpartition("@")[2],
            "FallbackUrl": self.fallback_url,
            "TrustedProxies": str(self.trusted_proxies),
            "RateLimit": str(self.rate),
            "BurstLimit": str(self.burst),
            "AccessLogs": "yes" if self.access_logs else "no",
            **{parameter: getattr(self, name.lower()) for name, parameter in IMPRINT.items()},
        }


def load(name: str, folder: Path = FOLDER) -> Stage:
    """The stage called `name`; `BadSettings` says which field of which file is wrong."""
    if not _STAGE.match(name):
        raise BadSettings(f"STAGE must be 1 to 20 of a-z, 0-9 and hyphens, not {name!r}")
    path = folder / f"{name}.toml"
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise BadSettings(
            f"{path} is missing; copy {folder / 'example.toml'} there and fill it in"
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSettings(f"{path}: {error}") from None
    return _read(name, data, str(path))


def check_filled_in(stage: Stage, folder: Path = FOLDER) -> None:
    """Returns if somebody filled the stage's file in; `BadSettings` when it is the example, or
    when alarms would go to the example's address, which nobody reads.
    """
    example = load(EXAMPLE)
    if stage.name == EXAMPLE:
        raise BadSettings(
            f"{folder / 'example.toml'} is an example and not deployed; copy it to"
            f" {folder / 'prod.toml'}, fill it in, and make deploy STAGE=prod"
        )
    if stage.alarm_email == example.alarm_email:
        raise BadSettings(
            f"{folder / stage.name}.toml: alarm_email is still the example's"
            f" {stage.alarm_email}; give an address that somebody reads"
        )


def _read(name: str, data: dict[str, Any], path: str) -> Stage:
    kinds: dict[str, type] = {
        "region": str, "alarm_email": str, "monthly_budget": int, "domain": str,
        "certificate": str, "destination_hosts": list, "petition_hosts": list, "contact": str,
        "mail_from": str, "fallback_url": str, "trusted_proxies": int, "rate": int, "burst": int,
        "access_logs": bool, **dict.fromkeys((name.lower() for name in IMPRINT), str),
    }  # fmt: skip
    for field, value in data.items():
        if field not in kinds:
            raise BadSettings(f"{path}: {field} is not known; known: {', '.join(kinds)}")
        # `type`, not `isinstance`: to Python, true is a number.
        if type(value) is not kinds[field]:
            raise BadSettings(f"{path}: {field} must be {_NAMES[kinds[field]]}, not {value!r}")
    for field in ("region", "alarm_email", *MUST_SAY):
        if not data.get(field):
            raise BadSettings(f"{path}: {field} is missing")
    for field, value in data.items():
        if kinds[field] is list:
            data = data | {field: " ".join(map(str, value))}
    stage = Stage(name, **data)
    _check(stage, path)
    return stage


def _check(stage: Stage, path: str) -> None:
    for field, pattern, example in (
        ("region", _REGION, "eu-west-3"),
        ("alarm_email", _EMAIL, "someone@example.org"),
    ):
        if not pattern.match(getattr(stage, field)):
            raise BadSettings(
                f"{path}: {field} must be like {example}, not {getattr(stage, field)!r}"
            )
    if bool(stage.domain) != bool(stage.certificate):
        raise BadSettings(f"{path}: domain and certificate go together; give both or neither")
    if stage.domain:
        _check_domain(stage, path)
    for field, least, most in (
        ("monthly_budget", 1, 100_000),
        ("rate", 1, 10_000),
        ("burst", 1, 5_000),
    ):
        if not least <= getattr(stage, field) <= most:
            raise BadSettings(f"{path}: {field} must be from {least} to {most}")
    # The rest are the settings that the functions read: refused here as they would be there.
    try:
        Settings.from_env(
            {
                "STORE": "dynamodb",
                "FALLBACK_URL": stage.fallback_url,
                "DESTINATION_HOSTS": stage.destination_hosts,
                "PETITION_HOSTS": stage.petition_hosts,
                "CONTACT": stage.contact,
                "MAIL_FROM": stage.mail_from,
                "TRUSTED_PROXIES": str(stage.trusted_proxies),
                **{name: getattr(stage, name.lower()) for name in IMPRINT},
            }
        )
    except BadSettings as error:
        raise BadSettings(f"{path}: {error}") from None


def _check_domain(stage: Stage, path: str) -> None:
    if not _DOMAIN.match(stage.domain):
        raise BadSettings(f"{path}: domain must be like qr.example.org, not {stage.domain!r}")
    found = _CERTIFICATE.match(stage.certificate)
    if found is None:
        raise BadSettings(
            f"{path}: certificate must be the ARN of a certificate of ACM,"
            f" not {stage.certificate!r}"
        )
    if found[1] != stage.region:
        raise BadSettings(
            f"{path}: certificate is in {found[1]}; a regional domain needs one in {stage.region}"
        )


_NAMES = {str: "text in quotes", int: "a whole number", bool: "true or false", list: "a list"}
