"""A stage's file: what is wrong is refused by name, in one line, before anything is made."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from chalicelib.config import DEFAULT_HOSTS
from chalicelib.errors import BadSettings
from deploy import kits
from deploy.stages import FOLDER, Stage, load
from deploy.template import PARAMETERS

IMPRINT = """\
publisher = "Les Deux Rives"
publisher_address = "1 rue du Pont, 69002 Lyon"
publisher_phone = "+33 4 00 00 00 00"
publisher_email = "contact@example.org"
director = "Ada Petit"
hosting = "Un hôte, 2 rue du Port, +33 4 11 11 11 11"
"""
LEAST = f'region = "eu-west-3"\nalarm_email = "someone@example.org"\n{IMPRINT}'
ARN = "arn:aws:acm:eu-west-3:123456789012:certificate/0a1b2c3d-0000-4000-8000-000000000000"
DOMAIN = f'domain = "qr.example.org"\ncertificate = "{ARN}"\n'


def read(folder: Path, text: str, name: str = "test") -> Stage:
    (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return load(name, folder)


def test_a_region_a_reader_of_alarms_and_who_publishes_are_enough(tmp_path: Path) -> None:
    stage = read(tmp_path, LEAST)
    assert (stage.region, stage.alarm_email) == ("eu-west-3", "someone@example.org")
    assert stage.stack == "porte-voix-test"
    assert stage.destination_hosts == DEFAULT_HOSTS
    assert stage.domain == ""


def test_the_example_is_a_stage_and_names_every_field(tmp_path: Path) -> None:
    example = (FOLDER / "example.toml").read_text("utf-8")
    assert read(tmp_path, example).monthly_budget == 20
    fields = [
        line.removeprefix("# ") for line in example.splitlines() if " = " in line.partition("#")[0]
    ] + [line[2:] for line in example.splitlines() if line.startswith("# ") and " = " in line]
    named = set(tomllib.loads("\n".join(dict.fromkeys(fields))))
    assert named == set(Stage.__dataclass_fields__) - {"name"}


def test_every_field_is_a_parameter_of_the_template(tmp_path: Path) -> None:
    stage = read(
        tmp_path,
        LEAST + DOMAIN + 'monthly_budget = 5\ndestination_hosts = ["a.example", "b.example"]\n'
        'petition_hosts = ["p.example"]\ncontact = "https://a.example/contact"\n'
        'mail_from = "porte-voix@a.example"\n'
        'fallback_url = "https://a.example/"\ntrusted_proxies = 1\nrate = 10\nburst = 20\n'
        "access_logs = false\n",
    )
    parameters = stage.parameters()
    # The bucket of packages is the account's, whatever the stage.
    assert {*parameters, kits.PARAMETER} == PARAMETERS.keys()
    assert parameters == {
        "AlarmEmail": "someone@example.org",
        "MonthlyBudget": "5",
        "DomainName": "qr.example.org",
        "CertificateArn": ARN,
        "DestinationHosts": "a.example b.example",
        "PetitionHosts": "p.example",
        "Contact": "https://a.example/contact",
        "MailFrom": "porte-voix@a.example",
        "MailDomain": "a.example",
        "FallbackUrl": "https://a.example/",
        "TrustedProxies": "1",
        "RateLimit": "10",
        "BurstLimit": "20",
        "AccessLogs": "no",
        "Publisher": "Les Deux Rives",
        "PublisherAddress": "1 rue du Pont, 69002 Lyon",
        "PublisherPhone": "+33 4 00 00 00 00",
        "PublisherEmail": "contact@example.org",
        "Director": "Ada Petit",
        "Hosting": "Un hôte, 2 rue du Port, +33 4 11 11 11 11",
        "Controller": "",
        "ControllerContact": "",
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('alarm_email = "a@example.org"\n', "region is missing"),
        ('region = "eu-west-3"\n', "alarm_email is missing"),
        (LEAST.replace("eu-west-3", "Paris"), "region must be like eu-west-3, not 'Paris'"),
        (LEAST.replace("someone@", ""), "alarm_email must be like"),
        (LEAST.partition("publisher")[0], "publisher is missing"),
        (LEAST.replace('"Ada Petit"', '""'), "director is missing"),
        (LEAST.partition("hosting")[0], "hosting is missing"),
        (LEAST.replace("contact@example", "contact"), "PUBLISHER_EMAIL must be like"),
        (LEAST + "budget = 3\n", "budget is not known; known: region"),
        (LEAST + 'monthly_budget = "20"\n', "monthly_budget must be a whole number"),
        (LEAST + "monthly_budget = true\n", "monthly_budget must be a whole number"),
        (LEAST + "monthly_budget = 0\n", "monthly_budget must be from 1"),
        (LEAST + "rate = 20000\n", "rate must be from 1 to 10000"),
        (LEAST + "burst = 0\n", "burst must be from 1 to 5000"),
        (LEAST + "access_logs = 1\n", "access_logs must be true or false"),
        (LEAST + 'domain = "qr.example.org"\n', "domain and certificate go together"),
        (LEAST + f'certificate = "{ARN}"\n', "domain and certificate go together"),
        (LEAST + DOMAIN.replace("qr.example.org", "https://qr"), "domain must be like"),
        (LEAST + DOMAIN.replace("acm", "iam"), "certificate must be the ARN"),
        (LEAST + DOMAIN.replace(":eu-west-3:", ":us-east-1:"), "certificate is in us-east-1"),
        (LEAST + 'destination_hosts = "a.example"\n', "destination_hosts must be a list"),
        (LEAST + 'destination_hosts = ["https://a.example"]\n', "DESTINATION_HOSTS"),
        (LEAST + 'petition_hosts = ["127.0.0.1"]\n', "PETITION_HOSTS: '127.0.0.1' is an address"),
        (LEAST + 'contact = "a b"\n', "CONTACT must be an address without spaces"),
        (LEAST + 'fallback_url = "https://elsewhere.example/"\n', "FALLBACK_URL"),
        (LEAST + "trusted_proxies = 9\n", "TRUSTED_PROXIES"),
        ("region = \n", "line 1"),
    ],
)
def test_what_is_wrong_is_refused_by_name(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(BadSettings) as refused:
        read(tmp_path, text)
    message = str(refused.value)
    assert words in message
    assert message.startswith(f"{tmp_path / 'test.toml'}: ")
    assert "\n" not in message


def test_a_stage_without_a_file_says_what_to_copy(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match=r"test\.toml is missing; copy .*example\.toml"):
        load("test", tmp_path)


@pytest.mark.parametrize("name", ["", "Prod", "../prod", "1st", "a" * 21, "prod\n"])
def test_a_name_that_no_stack_can_have_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadSettings, match="STAGE must be"):
        load(name, tmp_path)
