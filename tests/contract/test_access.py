"""Tokens, people and the audit trail, as the access room sees them on every store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from chalicelib.access.model import (
    Act,
    Kept,
    Member,
    OneTime,
    Place,
    Purpose,
    Scope,
    Session,
    Token,
)
from chalicelib.store.documents import token_from_text, token_to_text
from tests.contract.samples import CAMPAIGN, NOON, OTHER
from tests.contract.stands import Stand
from tests.contract.test_races import at_once

SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)
ALL, ESSOR, OTHERS = Place("enfants"), Place("enfants", "essor"), Place("autres")
LYON = Place("enfants", "essor", "essor/lyon")

TOKEN = Token("0b", ALL, "site", "b" * 64, NOON)
OF_ESSOR = Token("0a", ESSOR, "carte", "a" * 64, NOON + SECOND, Scope.WRITE, NOON + HOUR)
ADA = Member("ada#1@exemple.fr", ALL, NOON, "command line")
LINK = OneTime("c" * 64, Purpose.SIGN_IN, NOON + HOUR, "ada@exemple.fr")
CODE = OneTime("d" * 64, Purpose.INVITATION, NOON + HOUR, place=LYON, by="ada@exemple.fr")
SESSION = Session("e" * 64, "ada@exemple.fr", NOON, NOON + HOUR)


def act(about: str, association: str = "", seconds: int = 0, campaign: str = "enfants") -> Act:
    at = NOON + seconds * SECOND
    return Act(at, campaign, "ada@exemple.fr", "link.created", about, association)


def test_tokens_are_found_by_hash_and_listed_oldest_first(stand: Stand) -> None:
    for token in (OF_ESSOR, TOKEN, Token("0c", OTHERS, "site", "c" * 64, NOON)):
        stand.store.save_token(token)
    assert stand.store.tokens("enfants") == [TOKEN, OF_ESSOR]
    assert stand.store.token("a" * 64) == OF_ESSOR
    assert stand.store.token("d" * 64) is None
    revoked = replace(OF_ESSOR, revoked=True)
    stand.store.save_token(revoked)
    assert stand.store.token("a" * 64) == revoked
    assert stand.store.tokens("enfants") == [TOKEN, revoked]


def test_the_day_of_a_tokens_use_is_kept_and_undoes_no_revocation(stand: Stand) -> None:
    store = stand.store
    store.save_token(TOKEN)
    store.use_token(TOKEN, "2026-11-23")
    assert store.token(TOKEN.digest) == replace(TOKEN, used="2026-11-23")
    store.save_token(replace(TOKEN, revoked=True))
    store.use_token(TOKEN, "2026-11-24")  # by who read it before
    gone = replace(TOKEN, revoked=True, used="2026-11-24")
    assert store.token(TOKEN.digest) == gone
    assert store.tokens("enfants") == [gone]


def test_a_token_that_is_gone_is_not_brought_back_by_its_use(stand: Stand) -> None:
    stand.store.use_token(TOKEN, "2026-11-23")
    assert stand.store.token(TOKEN.digest) is None
    assert stand.store.tokens("enfants") == []


def test_many_may_use_a_token_at_once(busy_stand: Stand) -> None:
    store = busy_stand.store
    store.save_token(TOKEN)
    at_once([lambda: store.use_token(TOKEN, "2026-11-23")] * 6)
    assert store.token(TOKEN.digest) == replace(TOKEN, used="2026-11-23")


def test_a_token_of_before_there_were_places_reads_a_whole_campaign() -> None:
    old = (
        '{"id": "0b", "campaign": "enfants", "label": "site", "digest": "' + "b" * 64 + '",'
        ' "created": "2026-11-23T11:00:00+00:00", "revoked": false}'
    )
    assert token_from_text(old) == TOKEN
    assert token_from_text(token_to_text(OF_ESSOR)) == OF_ESSOR


def test_members_are_listed_by_place_and_found_by_address(stand: Stand) -> None:
    bob = Member("bob@exemple.fr", ALL, NOON, ADA.email)
    of_essor, of_lyon = replace(ADA, place=ESSOR), replace(ADA, place=LYON)
    elsewhere = replace(ADA, place=OTHERS)
    for member in (of_lyon, bob, elsewhere, of_essor, ADA):
        stand.store.save_member(member)
    assert stand.store.members("enfants") == [ADA, bob, of_essor, of_lyon]
    assert stand.store.memberships(ADA.email) == [elsewhere, ADA, of_essor, of_lyon]
    again = replace(ADA, by="bob@exemple.fr")
    stand.store.save_member(again)
    assert stand.store.members("enfants") == [again, bob, of_essor, of_lyon]
    assert stand.store.memberships("nobody@exemple.fr") == []
    assert stand.store.members("unknown") == []


def test_a_member_who_is_dropped_keeps_their_other_places(stand: Stand) -> None:
    of_essor = replace(ADA, place=ESSOR)
    for member in (ADA, of_essor):
        stand.store.save_member(member)
    for _ in range(2):
        stand.store.drop_member(ADA)
        assert stand.store.members("enfants") == [of_essor]
        assert stand.store.memberships(ADA.email) == [of_essor]


def test_a_one_time_secret_is_taken_once(stand: Stand) -> None:
    for secret in (LINK, CODE):
        stand.store.save_once(secret)
    assert stand.store.take_once(LINK.digest, NOON) == LINK
    assert stand.store.take_once(LINK.digest, NOON) is None
    assert stand.store.take_once(CODE.digest, CODE.expires - SECOND) == CODE
    assert stand.store.take_once("f" * 64, NOON) is None


def test_a_one_time_secret_that_is_too_old_is_not_there(stand: Stand) -> None:
    stand.store.save_once(LINK)
    assert stand.store.take_once(LINK.digest, LINK.expires) is None
    assert stand.store.take_once(LINK.digest, NOON) is None


def test_of_those_who_take_a_secret_at_once_one_gets_it(busy_stand: Stand) -> None:
    store = busy_stand.store
    store.save_once(CODE)
    taken = at_once([lambda: store.take_once(CODE.digest, NOON)] * 8)
    assert sorted(taken, key=bool) == [None] * 7 + [CODE]


def test_a_session_ends_by_itself_or_at_once(stand: Stand) -> None:
    store = stand.store
    other = replace(SESSION, id="f" * 64, expires=NOON + 2 * HOUR)
    bobs = replace(SESSION, id="9" * 64, email="bob@exemple.fr")
    for session in (SESSION, other, bobs):
        store.save_session(session)
    assert store.session(SESSION.id, SESSION.expires - SECOND) == SESSION
    assert store.session(SESSION.id, SESSION.expires) is None
    assert store.session("0" * 64, NOON) is None
    for _ in range(2):
        store.drop_session(SESSION.id)
        assert store.session(SESSION.id, NOON) is None
    store.save_session(SESSION)
    assert store.drop_sessions(SESSION.email) == 2
    assert store.drop_sessions(SESSION.email) == 0
    assert store.session(SESSION.id, NOON) is None
    assert store.session(other.id, NOON) is None
    assert store.session(bobs.id, NOON) == bobs


def test_a_session_is_renewed_unless_it_was_ended(stand: Stand) -> None:
    store = stand.store
    longer = replace(SESSION, expires=NOON + 2 * HOUR)
    assert store.renew_session(longer) is False
    assert store.session(SESSION.id, NOON) is None
    store.save_session(SESSION)
    assert store.renew_session(longer) is True
    assert store.session(SESSION.id, NOON + HOUR) == longer
    store.drop_sessions(SESSION.email)
    assert store.renew_session(longer) is False
    assert store.session(SESSION.id, NOON) is None


def test_a_counter_counts(stand: Stand) -> None:
    assert [stand.store.count_sent("ada", NOON + HOUR) for _ in range(3)] == [1, 2, 3]
    assert stand.store.count_sent("bob", NOON + HOUR) == 1


def test_a_counter_counts_all_who_come_at_once(busy_stand: Stand) -> None:
    store = busy_stand.store
    counted = at_once([lambda: store.count_sent("ada", NOON + HOUR)] * 8)
    assert sorted(counted) == list(range(1, 9))


def test_the_first_signing_key_holds(stand: Stand) -> None:
    assert stand.store.signing_key(b"first") == b"first"
    assert stand.store.signing_key(b"second") == b"first"


def test_one_signing_key_is_made_however_many_start(busy_stand: Stand) -> None:
    store = busy_stand.store

    def job(number: int) -> Callable[[], bytes]:
        return lambda: store.signing_key(f"key {number}".encode())

    found = set(at_once([job(number) for number in range(8)]))
    assert found == {store.signing_key(b"late")}


def test_acts_are_read_newest_first_page_by_page(stand: Stand) -> None:
    store = stand.store
    assert store.acts("enfants", 5) == ([], None)
    acts = [act(f"act {n}", seconds=n) for n in range(5)]
    for one in (acts[2], acts[0], acts[4], acts[1], acts[3], act("other", campaign="autres")):
        store.append(one)
    newest = acts[::-1]
    assert store.acts("enfants", 5) == (newest, None)
    first, cursor = store.acts("enfants", 2)
    assert first == newest[:2]
    assert cursor
    store.append(act("later", seconds=9))  # and nobody's page moves
    second, cursor = store.acts("enfants", 2, cursor)
    assert second == newest[2:4]
    assert cursor
    assert store.acts("enfants", 2, cursor) == (newest[4:], None)


def test_two_acts_of_one_moment_are_both_kept_even_if_they_are_alike(stand: Stand) -> None:
    one, two = act("one"), act("two", "essor")
    for each in (one, two, one):
        stand.store.append(each)
    assert stand.store.acts("enfants", 9) == ([one, two, one], None)
    page, cursor = stand.store.acts("enfants", 1)
    rest, _ = stand.store.acts("enfants", 9, cursor)
    assert page + rest == [one, two, one]


def test_acts_at_once_are_all_kept(busy_stand: Stand) -> None:
    store = busy_stand.store

    def job(number: int) -> Callable[[], None]:
        return lambda: store.append(act(str(number), "essor"))

    at_once([job(number) for number in range(6)])
    for association in ("", "essor"):
        acts, _ = store.acts("enfants", 9, association=association)
        assert sorted(one.about for one in acts) == [str(number) for number in range(6)]


def test_acts_of_one_association_are_read_alone(stand: Stand) -> None:
    owners = ["essor", "", "rive", "essor", "rive-2", "essor"]
    acts = [act(f"act {n}", owner, seconds=n) for n, owner in enumerate(owners)]
    for one in acts:
        stand.store.append(one)
    first, cursor = stand.store.acts("enfants", 2, association="essor")
    assert first == [acts[5], acts[3]]
    assert stand.store.acts("enfants", 2, cursor, association="essor") == ([acts[0]], None)
    assert stand.store.acts("enfants", 9, association="rive") == ([acts[2]], None)
    assert stand.store.acts("enfants", 9, association="cairn") == ([], None)


def test_an_answer_is_kept_until_its_time_is_over(stand: Stand) -> None:
    store = stand.store
    first, second = Kept("a" * 64, 201, '{"code":"é"}'), Kept("b" * 64)
    assert store.answered("key", NOON) is None
    assert store.keep_answer("key", first, NOON, NOON + HOUR) is True
    assert store.keep_answer("key", second, NOON, NOON + HOUR) is False
    assert store.answered("key", NOON + HOUR - SECOND) == first
    assert store.answered("key", NOON + HOUR) is None
    assert store.answered("other", NOON) is None
    assert store.keep_answer("key", second, NOON + HOUR, NOON + 2 * HOUR) is True
    assert store.answered("key", NOON + HOUR) == second
    store.replace_answer("key", first, NOON + 3 * HOUR)
    assert store.answered("key", NOON + 2 * HOUR) == first
    for _ in range(2):
        store.drop_answer("key")
        assert store.answered("key", NOON) is None


def test_of_those_who_keep_an_answer_at_once_one_does(busy_stand: Stand) -> None:
    store = busy_stand.store

    def job(number: int) -> Callable[[], bool]:
        kept = Kept(str(number), 201, str(number))
        return lambda: store.keep_answer("key", kept, NOON, NOON + HOUR)

    kept = at_once([job(number) for number in range(8)])
    assert kept.count(True) == 1
    found = store.answered("key", NOON)
    assert found
    assert kept[int(found.body)] is True


def test_an_erased_campaign_leaves_nobody_and_no_trace(stand: Stand) -> None:
    store = stand.store
    for campaign in (CAMPAIGN, OTHER):
        store.save(campaign)
    others = replace(ADA, place=OTHERS)
    for member in (ADA, replace(ADA, place=LYON), others):
        store.save_member(member)
    for token in (TOKEN, OF_ESSOR):
        store.save_token(token)
    store.save_once(CODE)
    store.save_once(LINK)
    store.append(act("one", "essor"))
    store.append(act("two", campaign="autres"))
    for _ in range(2):
        store.erase("enfants")
        assert "enfants" not in stand.everything()
        assert store.members("enfants") == []
        assert store.memberships(ADA.email) == [others]
        assert store.tokens("enfants") == []
        assert store.token(TOKEN.digest) is None
        assert store.acts("enfants", 9) == ([], None)
        assert store.acts("enfants", 9, association="essor") == ([], None)
    assert store.take_once(CODE.digest, NOON) is None
    assert store.take_once(LINK.digest, NOON) == LINK
    assert store.acts("autres", 9) == ([act("two", campaign="autres")], None)


def test_what_is_over_is_deleted_where_the_database_does_not(stand: Stand) -> None:
    store = stand.store
    store.save_once(LINK)
    store.save_session(SESSION)
    store.count_sent("a-counter", NOON + HOUR)
    store.keep_answer("a-key", Kept("a" * 64, 201, "an-answer"), NOON, NOON + HOUR)
    stand.clock.now = NOON + 2 * HOUR
    store.expire()
    left = stand.everything()
    gone = ("ada@exemple.fr", "a-counter", "an-answer")
    # DynamoDB deletes by the attribute, which each of them has.
    expiring = left.count(f"'expires': {{'N': '{int((NOON + HOUR).timestamp())}'}}")
    assert expiring == 5 or not [word for word in gone if word in left]
