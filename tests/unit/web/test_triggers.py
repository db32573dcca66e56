"""What AWS calls without a visitor, through `app.py`, over the production store on moto."""

from __future__ import annotations

import json
import secrets
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, cast

import boto3
import pytest
from moto import mock_aws

import app
from chalicelib import wiring
from chalicelib.access.model import Member, Place
from chalicelib.campaign.model import Level, Petition, State
from chalicelib.config import Settings
from chalicelib.errors import BadSettings, LetterNotSent, StoreUnavailable
from chalicelib.leaderboard import Period
from chalicelib.tally.model import ALL, Counter
from chalicelib.visits.model import Visit
from tests.contract.samples import CAMPAIGN, ESSOR, LYON_POSTER, NOON, OTHER, RIVE, patient, visit
from tests.contract.stands import DynamoStand
from tests.unit.petition.lives import Answered, Life, platform
from tests.unit.web.browser import with_post
from tests.unit.web.door import Site, Unsteady

SCHEDULED = {
    "version": "0",
    "id": "53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa",
    "detail-type": "Scheduled Event",
    "source": "aws.events",
    "account": "123456789012",
    "time": "2026-11-23T11:00:00Z",
    "region": "eu-west-3",
    "resources": ["arn:aws:events:eu-west-3:123456789012:rule/rank"],
    "detail": {},
}
DONE: dict[str, object] = {"batchItemFailures": []}
VISITS = (visit(ESSOR, "v1"), visit(LYON_POSTER, "v2", scan=True), visit(RIVE, "v3"))


@dataclass
class Deployment:
    """A deployment's store, and the log of its functions."""

    stand: DynamoStand
    store: Unsteady
    log: list[str]

    def visited(self, *visits: Visit) -> list[dict[str, Any]]:
        """Keeps the visits; answers what the stream tells of them."""
        for one in visits:
            self.stand.store.record(one, patient())
        return [self.change(str(place), one) for place, one in enumerate(visits)]

    def change(self, sequence: str, one: Visit) -> dict[str, Any]:
        """The stream's record of one visit's write, as Lambda gets it."""
        name = "test-visits"
        keys = {"visit": {"S": one.key}}
        return {
            "eventID": f"event-{sequence}",
            "eventName": "INSERT",
            "eventVersion": "1.1",
            "eventSource": "aws:dynamodb",
            "awsRegion": "eu-west-3",
            "dynamodb": {
                "ApproximateCreationDateTime": 1795431600.0,
                "Keys": keys,
                "NewImage": self.stand.client.get_item(TableName=name, Key=keys)["Item"],
                "SequenceNumber": sequence,
                "SizeBytes": 300,
                "StreamViewType": "NEW_IMAGE",
            },
            "eventSourceARN": f"arn:aws:dynamodb:eu-west-3:123456789012:table/{name}/stream/1",
        }

    def total(self, level: Level, entity: str) -> tuple[int, int]:
        count = self.stand.store.total("enfants", level, entity)
        return count.visits, count.scans

    def events(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.log]


@pytest.fixture
def aws() -> Iterator[Deployment]:
    with mock_aws():
        client, streams = (boto3.client(n, "eu-west-3") for n in ("dynamodb", "dynamodbstreams"))
        stand, log = DynamoStand(client, streams, "test"), list[str]()
        stand.store.save(CAMPAIGN)
        for link in (ESSOR, LYON_POSTER, RIVE):
            stand.store.add_link(link)
        store = Unsteady(stand.store)
        wiring.use(
            wiring.House(
                Settings(store="dynamodb"),
                cast(wiring.Store, store),
                stand.clock,
                secrets.token_bytes,
                log.append,
            )
        )
        yield Deployment(stand, store, log)
        wiring.use(None)
        stand.close()


def test_new_visits_are_added_up_once_however_often_they_come(aws: Deployment) -> None:
    records = aws.visited(*VISITS)
    for batch in (records, records, records[1:], records[::-1]):
        assert app.tally({"Records": batch}, None) == DONE
    assert aws.total(Level.CAMPAIGN, "enfants") == (3, 1)
    assert aws.total(Level.ASSOCIATION, "essor") == (2, 1)
    assert aws.total(Level.GROUP, "essor/lyon") == (1, 1)
    assert aws.total(Level.LINK, RIVE.code) == (1, 0)
    assert aws.log == []


@pytest.mark.parametrize("kind", ["MODIFY", "REMOVE"])
def test_the_marks_and_the_expiry_of_visits_are_no_visits(aws: Deployment, kind: str) -> None:
    (record,) = aws.visited(VISITS[0])
    record["eventName"] = kind
    if kind == "REMOVE":
        del record["dynamodb"]["NewImage"]
    assert app.tally({"Records": [record]}, None) == DONE
    assert aws.total(Level.CAMPAIGN, "enfants") == (0, 0)
    assert aws.stand.store.aside() == []


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        ({"at": {"S": "yesterday"}}, "'at' or 'day' is not a date"),
        ({"scan": {"S": "true"}}, "visit field 'scan' is missing or not a bool"),
        ({"hour": {"N": "x"}}, "visit field 'hour' is not an attribute of DynamoDB"),
        ({"visitor": {"S": "somebody else"}}, "is not the link, day and visitor of the others"),
        (None, "visit field 'campaign' is missing or not a str"),
    ],
)
def test_a_damaged_record_is_set_aside_and_stops_no_other(
    aws: Deployment, damage: dict[str, Any] | None, reason: str
) -> None:
    records = aws.visited(*VISITS)
    image = records[1]["dynamodb"].pop("NewImage")
    if damage:
        records[1]["dynamodb"]["NewImage"] = image | damage
    assert app.tally({"Records": records}, None) == DONE
    assert aws.total(Level.CAMPAIGN, "enfants") == (2, 0)
    (aside,) = aws.stand.store.aside()
    assert (aside.event_id, aside.at) == ("event-1", NOON)
    assert reason in aside.reason
    assert aside.keys == {"visit": {"S": VISITS[1].key}}


def test_a_failure_answers_where_the_stream_starts_again(aws: Deployment) -> None:
    def fails(visits: tuple[Visit, ...]) -> None:
        if VISITS[1] in visits:
            raise StoreUnavailable("the transaction did not answer")

    records = aws.visited(*VISITS)
    aws.store.before["add_once"] = fails
    assert app.tally({"Records": records}, None) == {"batchItemFailures": [{"itemIdentifier": "1"}]}
    assert aws.total(Level.CAMPAIGN, "enfants") == (1, 0)
    assert aws.events() == [{"event": "tally_failed", "sequence": "1"}]
    aws.store.heal()
    assert app.tally({"Records": records[1:]}, None) == DONE
    assert aws.total(Level.CAMPAIGN, "enfants") == (3, 1)


def test_boards_are_ranked_for_every_campaign_that_is_listed(aws: Deployment) -> None:
    aws.stand.store.save(OTHER)
    app.tally({"Records": aws.visited(*VISITS)}, None)
    app.rank(SCHEDULED, None)
    page = aws.stand.store.board(CAMPAIGN, Level.ASSOCIATION, Period.ALL, 10, None)
    assert [(r.rank, r.entity, r.visits) for r in page.rows] == [
        (1, "essor", 2), (2, "rive", 1), (3, "cairn", 0),
    ]  # fmt: skip
    assert (page.total, page.updated_at) == (3, NOON)
    assert aws.stand.store.board(OTHER, Level.CAMPAIGN, Period.ALL, 10, None).updated_at == NOON


def test_boards_of_an_archived_campaign_stay_as_they_are(aws: Deployment) -> None:
    aws.stand.store.save(replace(CAMPAIGN, state=State.ARCHIVED, version=2))
    app.tally({"Records": aws.visited(*VISITS)}, None)
    app.rank(SCHEDULED, None)
    assert aws.stand.store.board(CAMPAIGN, Level.ASSOCIATION, Period.ALL, 10, None).rows == ()


def test_salts_are_there_a_day_ahead_and_destroyed_after_their_day(aws: Deployment) -> None:
    today = date(2026, 11, 23)
    made: dict[date, bytes] = {}
    for ahead in range(3):
        aws.stand.clock.now = NOON + timedelta(days=ahead)
        for _ in range(2):
            app.salts(SCHEDULED, None)
        for after in range(-2, 3):
            day = today + timedelta(days=ahead + after)
            salt = aws.stand.store.salt("enfants", day.isoformat(), patient())
            kept = (0, 1) if ahead == 0 else (-1, 0, 1)
            assert (salt is not None) is (after in kept), (ahead, after)
            if salt:
                assert made.setdefault(day, salt) == salt
    assert len(set(made.values())) == 4


def test_salts_follow_the_campaigns_own_midnight(aws: Deployment) -> None:
    aws.stand.clock.now = datetime.fromisoformat("2026-11-23T23:00:00+00:00")
    app.salts(SCHEDULED, None)
    assert aws.stand.store.salt("enfants", "2026-11-23", patient()) is None
    assert aws.stand.store.salt("enfants", "2026-11-25", patient())


def test_an_item_that_holds_no_visit_is_set_aside_and_stops_no_reconciling(
    aws: Deployment,
) -> None:
    aws.visited(*VISITS)
    poison = {"visit": {"S": "poison"}, "expires": {"N": "9999999999"}}
    aws.stand.client.put_item(TableName="test-visits", Item=poison)
    app.reconcile(SCHEDULED, None)
    assert (aws.events()[0]["kept"], aws.events()[0]["added"]) == (3, 3)
    (aside,) = aws.stand.store.aside()
    assert (aside.event_id, aside.keys) == ("item poison", {"visit": {"S": "poison"}})
    assert aside.reason == "visit field 'campaign' is missing or not a str"
    assert aws.total(Level.CAMPAIGN, "enfants") == (3, 1)


def test_reconciling_adds_what_no_delivery_told_and_reports_drift(aws: Deployment) -> None:
    old = visit(ESSOR, "v9", NOON - timedelta(days=3))
    aws.visited(*VISITS, old)
    app.reconcile(SCHEDULED, None)
    done = {"event": "reconciled", "kept": 4, "added": 4, "drifting": 0, "drifts": []}
    assert aws.events() == [done]
    assert aws.total(Level.CAMPAIGN, "enfants") == (4, 1)
    drifting = [Counter("enfants", Level.LINK, ESSOR.code, old.day)]
    aws.stand.inflate(*drifting)
    app.reconcile(SCHEDULED, None)
    # The day is not what is kept of it, and so the total is not the sum of its days.
    drifting.append(replace(drifting[0], period=ALL))
    told = done | {"added": 0, "drifting": 2, "drifts": [str(c) for c in drifting]}
    assert aws.events()[1:] == [told]
    assert aws.total(Level.LINK, ESSOR.code) == (2, 0)


def test_a_petition_that_is_due_is_read_and_no_sooner(aws: Deployment) -> None:
    petition = Petition("assemblee-nationale", "2410", 15)
    read = replace(CAMPAIGN, petition=petition, version=CAMPAIGN.version + 1)
    aws.stand.store.save(read)
    life = Life(aws.stand.clock, lambda at: Answered(4_805 + at.minute))
    with platform(life) as address:
        settings = Settings(store="dynamodb", petition_local=address)
        wiring.use(replace(wiring.house(), settings=settings))
        for _ in range(31):
            app.poll(SCHEDULED, None)
            aws.stand.clock.now += timedelta(minutes=1)
    pages = [point.count for point in aws.stand.store.points("enfants")]
    assert pages == [4_805 + NOON.minute, 4_820 + NOON.minute, 4_835 + NOON.minute]
    said = [event["event"] for event in aws.events()]
    assert said == ["official_checked"]


def test_a_schedule_whose_store_is_away_fails_aloud(aws: Deployment) -> None:
    aws.store.fail("campaigns", "kept_visits")
    for schedule in (app.rank, app.poll, app.salts, app.reconcile):
        with pytest.raises(StoreUnavailable):
            schedule(SCHEDULED, None)


def test_what_fails_for_one_campaign_is_done_for_the_others_and_said(aws: Deployment) -> None:
    aws.stand.store.save(replace(CAMPAIGN, slug="autres", version=1))

    def fail(slug: str, *_: object) -> None:
        if slug == "autres":
            raise StoreUnavailable("away")

    aws.store.before["make_salt"] = fail
    with pytest.raises(StoreUnavailable, match="away"):
        app.salts(SCHEDULED, None)
    assert aws.stand.store.salt("enfants", NOON.date().isoformat(), patient())
    (event,) = aws.events()
    assert event == {
        "event": "campaign_failed", "campaign": "autres", "error": "StoreUnavailable",
    }  # fmt: skip


@pytest.mark.parametrize(("function", "event"), [("tally", {"Records": []}), ("rank", SCHEDULED)])
def test_one_machine_has_neither_stream_nor_ranking(
    site: Site, function: str, event: dict[str, Any]
) -> None:
    with pytest.raises(BadSettings, match="need STORE=dynamodb"):
        getattr(app, function)(event, None)


def test_a_wish_is_answered_and_what_fails_names_nobody(site: Site) -> None:
    box = with_post(site)
    site.store.store.save_member(Member("ada@exemple.fr", Place("enfants"), site.clock(), "tests"))
    wish = {"email": "ada@exemple.fr", "locale": "fr", "at": site.clock().isoformat()}
    app.mail(wish, None)
    ((to, _),) = box.letters
    assert to == "ada@exemple.fr"
    box.full = True
    with pytest.raises(LetterNotSent) as raised:
        app.mail(wish, None)
    told = "".join(traceback.format_exception(raised.value)) + "".join(site.log)
    assert "letter_not_sent" in told
    assert "ada@" not in told
