"""Each function may do what it does, and nothing else: held against the calls that it makes.

The functions run over moto, and every call of theirs is judged by the policy that the
template gives them, as IAM would judge it (moto lets everything pass).
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import pytest
from moto import mock_aws

import app
from chalicelib import wiring
from chalicelib.access.invitations import Invitations
from chalicelib.access.model import Member, Place, Scope
from chalicelib.access.sessions import COOKIE
from chalicelib.access.tokens import Tokens
from chalicelib.campaign.model import Petition
from chalicelib.config import Settings
from chalicelib.kit.qr import png, sizes
from chalicelib.store.dynamodb.keys import Table
from chalicelib.visits.model import Verdict
from tests.contract.samples import (
    CAMPAIGN,
    ESSOR,
    LYON_POSTER,
    NOON,
    RIVE,
    excluded,
    patient,
    ruling,
    visit,
)
from tests.contract.stands import DynamoStand, client_of
from tests.deploy.runtime import Answered as Sent
from tests.deploy.runtime import Asked, serving
from tests.deploy.watched import Call, Watched, calls_of, refused, unused
from tests.unit.petition.lives import Answered, Life, platform
from tests.unit.web.browser import Browser, with_post
from tests.unit.web.door import Site
from tests.unit.web.test_triggers import SCHEDULED

PAGES = (
    f"/{ESSOR.code}", f"/Q/{RIVE.code}", f"/{LYON_POSTER.code}+", "/essor-lyon", "/",
    "/c/enfants", "/c/enfants/leaderboard?level=group&period=7d", "/c/enfants/card.png",
    f"/{ESSOR.code}/qr.svg", f"/{ESSOR.code}/qr.png", f"/{ESSOR.code}/qr.pdf", "/health",
    f"/{ESSOR.code}/kit/cards.pdf",
    "/v1/campaigns/enfants/leaderboard?level=link", f"/v1/links/{ESSOR.code}",
    "/v1/campaigns/enfants/fairness",
)  # fmt: skip

CHANGES = (
    (201, "POST", "/v1/campaigns/enfants/links", {"association": "essor", "channel": "sms"}),
    (201, "POST", "/v1/campaigns/enfants/tokens", {"label": "site"}),
    (400, "POST", "/v1/campaigns/enfants/associations", {"slug": "wrong"}),
    (200, "PATCH", "/v1/campaigns/enfants/associations/essor", {"name": "Essor"}),
    (200, "PATCH", f"/v1/links/{LYON_POSTER.code}", {"aliases": ["lyon-encore"]}),
    (200, "DELETE", f"/v1/links/{LYON_POSTER.code}", {}),
)
"""What a tool changes: by each of the methods, and one that is refused."""

LOGO = png.png("logo", size=sizes.Size(64))


@pytest.fixture
def deployment(monkeypatch: pytest.MonkeyPatch) -> Iterator[Watched]:
    """The campaign of the contract, over moto, with the calls of its client kept."""
    for name, value in (("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "test"),
                        ("AWS_DEFAULT_REGION", "eu-west-3")):  # fmt: skip
        monkeypatch.setenv(name, value)
    with mock_aws():
        client = client_of("dynamodb")
        stand, calls, log = DynamoStand(client, client_of("dynamodbstreams"), "test"), [], []
        stand.store.save(CAMPAIGN)
        for link in (ESSOR, LYON_POSTER, RIVE):
            stand.store.add_link(link)

        def keep(params: dict[str, Any], model: Any, **_: Any) -> None:
            calls.extend(calls_of(model.name, params))

        client.meta.events.register("provide-client-params.dynamodb", keep)
        settings = Settings(store="dynamodb", base_url="https://qr.exemple.fr")
        house = wiring.House(
            settings, cast(wiring.Store, stand.store), stand.clock, secrets.token_bytes, log.append
        )
        site = Site(house, stand.clock, log)
        wiring.use(house)
        yield Watched(site, stand, calls)
        wiring.use(None)
        stand.close()


def stream_of(deployment: Watched) -> dict[str, Any]:
    """What the stream would hand to the tally of all visits that are kept."""
    stand = deployment.stand
    found = stand.client.scan(TableName=stand.table(Table.VISITS))["Items"]
    return {
        "Records": [
            {
                "eventID": str(place),
                "eventName": "INSERT",
                "dynamodb": {
                    "Keys": {"visit": image["visit"]},
                    "NewImage": image,
                    "SequenceNumber": str(place),
                },
            }
            for place, image in enumerate(found)
        ]
    }


def from_an_invitation_to_the_way_out(
    deployment: Watched, monkeypatch: pytest.MonkeyPatch
) -> set[Call]:
    """What the API asks of the tables for people who sign in."""
    stand, site = deployment.stand, deployment.site
    place = Place("enfants", "essor")
    (code,) = Invitations(stand.store, secrets.token_bytes).create(place, "tests", NOON)
    wishes: list[bytes] = []

    def take(asked: Asked) -> Sent:
        wishes.append(asked.body)
        return Sent(202)

    someone = Browser(site)
    with serving(take) as address:
        monkeypatch.setenv("AWS_ENDPOINT_URL_LAMBDA", f"http://{address}")
        site.restart(mail_from="porte-voix@exemple.fr", mail_function="test-mail")
        deployment.calls.clear()
        someone.open("/space/invitation")
        assert someone.submit(code=code, email="ada@exemple.fr").status == 200
    made = set(deployment.calls)
    site.restart(mail_from="")
    box = with_post(site)
    app.mail(json.loads(wishes[0]), None)
    site.restart(mail_from="porte-voix@exemple.fr")
    deployment.calls.clear()
    someone.open(box.link())
    assert "ada@exemple.fr" in someone.submit().text
    stand.clock.now += timedelta(hours=7)
    assert "Essor" in someone.open("/space").text
    someone.submit("/space/sign-out-everywhere")
    assert someone.at == "/space/sign-in"
    stand.clock.now = NOON
    return made | set(deployment.calls)


def an_organisers_pages(deployment: Watched) -> set[Call]:
    """What the API asks of the tables for who runs a campaign."""
    site, here = deployment.site, "/space/c/enfants"
    deployment.stand.store.save_member(Member("ada@exemple.fr", Place("enfants"), NOON, "tests"))
    _, sealed = site.house.sessions.start("ada@exemple.fr", site.clock())
    someone = Browser(site, {COOKIE: sealed})
    deployment.calls.clear()
    for page in ("", "/people", "/fairness", "/count", "/switch", "/audit", "/audit.csv"):
        assert someone.open(here + page).status == 200, page
    lines = ("email", "bob@exemple.fr"), ("place", "essor")
    ruled = {"code": ESSOR.code, "day": site.clock().date().isoformat(), "act": "leave-out"}
    for path, fields in (
        ("/people", dict(lines)),
        ("/people/remove", {**dict(lines), "sure": "yes"}),
        ("/people/invite", {"place": "essor"}),
        ("/fairness/rule", {**ruled, "reason": "Un essai"}),
        ("/count", {"count": "12"}),
    ):
        assert someone.post(here + path, fields).status in (200, 303), path
    return set(deployment.calls)


def test_the_writer_of_letters_counts_them_and_looks_members_up(deployment: Watched) -> None:
    deployment.stand.store.save_member(Member("ada@exemple.fr", Place("enfants"), NOON, "tests"))
    with_post(deployment.site)
    wish = {"email": "ada@exemple.fr", "locale": "fr", "at": NOON.isoformat()}
    made = deployment.while_running(app.mail, wish)
    assert refused("mail", made) == set()
    assert unused("mail", made) == set()


def test_the_api_may_do_all_that_its_pages_and_redirects_do(
    deployment: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand = deployment.stand
    stand.store.record(visit(LYON_POSTER, "v2"), patient())
    stand.store.exclude(excluded(RIVE, Verdict.ROBOT), patient())
    stand.store.rule(ruling(RIVE))
    stand.deliver(CAMPAIGN)
    _, secret = Tokens(stand.store, secrets.token_bytes).create(
        Place("enfants"), "tests", NOON, Scope.WRITE
    )
    headers = {"Authorization": f"Bearer {secret}"}
    made: set[Call] = set()
    for page in PAGES:
        made |= deployment.asked(page, headers=headers)
    made |= from_an_invitation_to_the_way_out(deployment, monkeypatch)
    made |= an_organisers_pages(deployment)
    made |= deployment.asked(f"/{ESSOR.code}", agent="Slackbot 1.0")
    made |= deployment.asked(f"/{ESSOR.code}")  # the same person again: a repeat
    for status, method, target, value in CHANGES:
        found, calls = deployment.sent(method, target, value, **headers)
        assert found == status, target
        made |= calls
    assert {call.action for call in made} >= {"PutItem", "UpdateItem", "Query", "GetItem"}
    assert refused("api", made) == set()
    assert unused("api", made) == set()


def test_the_api_may_read_pictures_and_the_ranking_has_no_business_with_them(
    deployment: Watched,
) -> None:
    deployment.stand.store.save_picture("enfants", "a1", b"png")
    deployment.calls.clear()
    assert deployment.stand.store.picture("enfants", "a1") == b"png"
    made = set(deployment.calls)
    assert made == {Call(Table.DIRECTORY, "GetItem", "PICTURES#enfants")}
    assert refused("api", made) == set()
    assert refused("rank", made) == made


def test_the_tally_may_add_visits_up_and_set_aside_what_is_none(deployment: Watched) -> None:
    for one in (visit(ESSOR, "v1"), visit(LYON_POSTER, "v2", scan=True)):
        deployment.stand.store.record(one, patient())
    event = stream_of(deployment)
    made = deployment.while_running(app.tally, event)
    assert Call(Table.VISITS, "UpdateItem", visit(ESSOR, "v1").key) in made
    event["Records"][0]["dynamodb"]["NewImage"] = {"visit": {"S": "poison"}}
    made |= deployment.while_running(app.tally, event)
    assert Call(Table.TALLIES, "PutItem", "ASIDE") in made
    assert refused("tally", made) == set()
    assert unused("tally", made) == set()


def test_the_ranking_may_rank_with_days_left_out_and_links_that_moved(deployment: Watched) -> None:
    deployment.stand.store.record(visit(RIVE, "v1"), patient())
    deployment.stand.store.rule(ruling(RIVE))
    deployment.stand.deliver()
    made = deployment.while_running(app.rank, SCHEDULED)
    assert {call.action for call in made} >= {"BatchGetItem", "BatchWriteItem", "PutItem"}
    assert refused("rank", made) == set()
    assert unused("rank", made) == set()


def test_the_reader_of_counts_may_read_keep_and_clear_them(deployment: Watched) -> None:
    stand, clock = deployment.stand, deployment.stand.clock
    petition = Petition("assemblee-nationale", "2410", 15)
    stand.store.save(replace(CAMPAIGN, petition=petition, version=2))
    made: set[Call] = set()
    with platform(Life(clock, lambda at: Answered(100 + at.hour))) as address:
        deployment.site.restart(petition_local=address, contact="https://exemple.fr")
        for _ in range(3):
            made |= deployment.while_running(app.poll, SCHEDULED)
            clock.now += timedelta(hours=1)
        clock.now += timedelta(days=20)
        clock.now = clock.now.replace(hour=3, minute=0)
        made |= deployment.while_running(app.poll, SCHEDULED)
    assert len(stand.store.points("enfants")) < 4
    assert {call.action for call in made} >= {"GetItem", "Query", "PutItem", "BatchWriteItem"}
    assert refused("poll", made) == set()
    assert unused("poll", made) == set()


def test_the_salt_keeper_may_make_salts_and_destroy_them(deployment: Watched) -> None:
    made = deployment.while_running(app.salts, SCHEDULED)
    deployment.stand.clock.now += timedelta(days=3)
    made |= deployment.while_running(app.salts, SCHEDULED)
    assert Call(Table.SALTS, "BatchWriteItem", "enfants") in made
    assert refused("salts", made) == set()
    assert unused("salts", made) == set()


def test_reconciling_may_find_visits_and_add_them(deployment: Watched) -> None:
    stand = deployment.stand
    stand.store.record(visit(ESSOR, "v1"), patient())
    poison = {"visit": {"S": "no visit at all"}, "expires": {"N": "9999999999"}}
    stand.client.put_item(TableName=stand.table(Table.VISITS), Item=poison)
    made = deployment.while_running(app.reconcile, SCHEDULED)
    assert Call(Table.VISITS, "Scan") in made
    assert Call(Table.TALLIES, "UpdateItem", "COUNT#enfants#campaign#all") in made
    assert refused("reconcile", made) == set()
    assert unused("reconcile", made) == set()


def test_the_maker_of_kits_reads_a_campaign_with_its_links_and_pictures(
    deployment: Watched,
) -> None:
    stand = deployment.stand
    stand.store.save_picture("enfants", "a1", LOGO)
    essor, *others = CAMPAIGN.associations
    carried = (replace(essor, logo="a1"), *others)
    stand.store.save(replace(CAMPAIGN, associations=carried, version=2))
    client_of("s3").create_bucket(
        Bucket="packages", CreateBucketConfiguration={"LocationConstraint": "eu-west-3"}
    )
    deployment.site.restart(kit_shelf="s3://packages/kits/test", kit_function="test-kit")
    order = {"campaign": "enfants", "association": "essor", "piece": "cards.pdf"}
    made = deployment.while_running(app.kit, order)
    assert refused("kit", made) == set()
    assert unused("kit", made) == set()
