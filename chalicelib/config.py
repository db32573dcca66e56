"""The settings of a deployment: the only reader of the environment.

What is wrong is refused at start, by name, before anything is served.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address

from chalicelib.campaign.destinations import check_destination
from chalicelib.errors import BadSettings, RefusedDestination

DEFAULT_HOSTS = "petitions.assemblee-nationale.fr petitions.senat.fr"

PETITION_HOSTS = (
    f"{DEFAULT_HOSTS} petition.parliament.uk www.data.gouv.fr static.data.gouv.fr"
    " object.files.data.gouv.fr"
)

_NAME = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?")
"""As petitions' hosts are asked for: no way to write an address is one of these."""
_LOCAL = re.compile(r"(\[::1\]|127(?:\.[0-9]{1,3}){3}):([0-9]{1,5})", re.ASCII)
_SHELF = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:/[\w.-]+)+\Z", re.ASCII)
_BASE = re.compile(
    r"(?i:https?)://(?:\w[\w.-]*|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?(?:/[\w.~-]+)*/*\Z", re.ASCII
)
"""A host, a port, a stage: a code put at its end is a path of its own, never part of a query."""


@dataclass(frozen=True)
class Settings:
    """Every setting, with the environment variable that it is read from.

    store                STORE              "sqlite" or "dynamodb"
    database             DATABASE           path of the SQLite file
    table_prefix         TABLE_PREFIX       what DynamoDB table names start with
    base_url             BASE_URL           public address, without a slash at its end
    fallback_url         FALLBACK_URL       where to send people when the store is down
                                            and their link is not known
    destination_hosts    DESTINATION_HOSTS  hosts that campaigns may lead to, by spaces
    trusted_proxies      TRUSTED_PROXIES    how many proxies of ours stand before API Gateway
    petition_hosts       PETITION_HOSTS     hosts that official counts may be read from, by spaces
    petition_local       PETITION_LOCAL     HOST:PORT of this machine that stands in for them all
    contact              CONTACT            address that readers of counts give as their own;
                                            BASE_URL if left out
    kit_shelf            KIT_SHELF          where whole kits lie on AWS: s3://bucket/prefix
    kit_function         KIT_FUNCTION       Lambda function that makes them there
    mail_from            MAIL_FROM          address that letters come from, through SES
    mail_function        MAIL_FUNCTION      Lambda function that writes them
    publisher            PUBLISHER          who publishes the site: its name in full
    publisher_address    PUBLISHER_ADDRESS  its seat
    publisher_phone      PUBLISHER_PHONE    its telephone
    publisher_email      PUBLISHER_EMAIL    its e-mail address
    director             DIRECTOR           who directs the publication
    hosting              HOSTING            who hosts the site: name, address, telephone
    controller           CONTROLLER         who answers for personal data; PUBLISHER if left out
    controller_contact   CONTROLLER_CONTACT where to write to them; PUBLISHER_EMAIL if left out

    The last eight are what `/legal` says; while one of them is missing, it says that instead.
    """

    store: str = "sqlite"
    database: str = "var/portevoix.sqlite3"
    table_prefix: str = "portevoix"
    base_url: str = "http://127.0.0.1:8000"
    fallback_url: str = "https://petitions.assemblee-nationale.fr/"
    destination_hosts: frozenset[str] = frozenset(DEFAULT_HOSTS.split())
    trusted_proxies: int = 0
    petition_hosts: frozenset[str] = frozenset(PETITION_HOSTS.split())
    petition_local: str = ""
    contact: str = base_url
    kit_shelf: str = ""
    kit_function: str = ""
    mail_from: str = ""
    mail_function: str = ""
    publisher: str = ""
    publisher_address: str = ""
    publisher_phone: str = ""
    publisher_email: str = ""
    director: str = ""
    hosting: str = ""
    controller: str = ""
    controller_contact: str = ""

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> Settings:
        """The settings that `env` (the process's own by default) holds; `BadSettings` by name."""
        env = os.environ if env is None else env
        store = env.get("STORE", cls.store)
        if store not in ("sqlite", "dynamodb"):
            raise BadSettings(f"STORE must be sqlite or dynamodb, not {store!r}")
        hosts = _hosts(env, "DESTINATION_HOSTS", DEFAULT_HOSTS)
        base_url = _base_url(env.get("BASE_URL", cls.base_url))
        return cls(
            store=store,
            database=_filled(env, "DATABASE", cls.database),
            table_prefix=_filled(env, "TABLE_PREFIX", cls.table_prefix),
            base_url=base_url,
            fallback_url=_fallback(_filled(env, "FALLBACK_URL", cls.fallback_url), hosts),
            destination_hosts=hosts,
            trusted_proxies=_proxies(env.get("TRUSTED_PROXIES", "0")),
            petition_hosts=_names(env, "PETITION_HOSTS", PETITION_HOSTS),
            petition_local=_local(env.get("PETITION_LOCAL", "").strip()),
            contact=_contact(env.get("CONTACT", "").strip() or base_url),
            kit_shelf=_shelf(env.get("KIT_SHELF", "").strip()),
            kit_function=env.get("KIT_FUNCTION", "").strip(),
            mail_from=_mail_from(env.get("MAIL_FROM", "").strip()),
            mail_function=env.get("MAIL_FUNCTION", "").strip(),
            **_imprint(env),
        )


IMPRINT = (
    "PUBLISHER", "PUBLISHER_ADDRESS", "PUBLISHER_PHONE", "PUBLISHER_EMAIL", "DIRECTOR", "HOSTING",
    "CONTROLLER", "CONTROLLER_CONTACT",
)  # fmt: skip
"""What `/legal` has to say (article 1-1, II, of the law 2004-575 of 21 June 2004; GDPR, 13)."""


def _imprint(env: Mapping[str, str]) -> dict[str, str]:
    given = {name: " ".join(env.get(name, "").split()) for name in IMPRINT}
    for name, value in given.items():
        if len(value) > 300 or not value.isprintable():
            raise BadSettings(f"{name} must be one line of at most 300 characters")
    for name in ("PUBLISHER_EMAIL", "CONTROLLER_CONTACT"):
        if given[name] and not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+\.[a-z]{2,}", given[name], re.I):
            raise BadSettings(f"{name} must be like contact@example.org, not {given[name]!r}")
    given["CONTROLLER"] = given["CONTROLLER"] or given["PUBLISHER"]
    given["CONTROLLER_CONTACT"] = given["CONTROLLER_CONTACT"] or given["PUBLISHER_EMAIL"]
    return {name.lower(): value for name, value in given.items()}


def _filled(env: Mapping[str, str], name: str, default: str) -> str:
    value = env.get(name, default).strip()
    if not value:
        raise BadSettings(f"{name} is empty; leave it out to have {default!r}")
    return value


def _base_url(value: str) -> str:
    if not _BASE.match(value):
        raise BadSettings(
            f"BASE_URL must be like https://host or https://host/stage, not {value!r}"
        )
    return value.rstrip("/")


def _hosts(env: Mapping[str, str], name: str, default: str) -> frozenset[str]:
    hosts = frozenset(env.get(name, default).lower().split())
    if not hosts:
        raise BadSettings(f"{name} must name at least one host")
    for host in sorted(hosts):
        try:
            check_destination(f"https://{host}/", frozenset({host}))
        except RefusedDestination:
            raise BadSettings(
                f"{name}: {host!r} is not a host; name them like"
                f" {DEFAULT_HOSTS!r}, with spaces between and without https://"
            ) from None
    return hosts


def _names(env: Mapping[str, str], name: str, default: str) -> frozenset[str]:
    hosts = _hosts(env, name, default)
    for host in sorted(hosts):
        if not _NAME.fullmatch(host):
            raise BadSettings(f"{name}: {host!r} is an address or no whole name; name hosts")
    return hosts


def _local(value: str) -> str:
    found = _LOCAL.fullmatch(value)
    if value and not (found and _is_loopback(found[1]) and 0 < int(found[2]) < 65_536):
        raise BadSettings(f"PETITION_LOCAL must be like 127.0.0.1:9000, not {value!r}")
    return value


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _contact(value: str) -> str:
    # In User-Agent it stands in parentheses, which it may not close.
    if not re.fullmatch(r"[!-'*-~]{3,200}", value):
        raise BadSettings(
            f"CONTACT must be an address without spaces or parentheses, not {value!r}"
        )
    return value


def _shelf(value: str) -> str:
    if value and not _SHELF.match(value):
        raise BadSettings(f"KIT_SHELF must be like s3://bucket/prefix, not {value!r}")
    return value


def _mail_from(value: str) -> str:
    # Of an identity that SES knows by its domain or by itself; IAM is told of it letter by letter.
    if value and not re.fullmatch(r"[a-z0-9._+-]{1,64}@[a-z0-9.-]{3,250}", value):
        raise BadSettings(f"MAIL_FROM must be like porte-voix@example.org, not {value!r}")
    return value


def _fallback(value: str, hosts: frozenset[str]) -> str:
    try:
        return check_destination(value, hosts)
    except RefusedDestination as error:
        raise BadSettings(f"FALLBACK_URL: {error}") from None


def _proxies(value: str) -> int:
    if value not in ("0", "1", "2", "3", "4", "5"):
        raise BadSettings(f"TRUSTED_PROXIES must be a number from 0 to 5, not {value!r}")
    return int(value)
