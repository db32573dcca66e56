"""Signing in by e-mail: once, soon, for this and nothing else, and silent about who is known."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.access.letter import Letter, write
from chalicelib.access.model import Member, Place, Purpose
from chalicelib.access.seals import Seals
from chalicelib.access.signin import (
    LASTS,
    MOST_AN_HOUR,
    Letters,
    SignIn,
    Wish,
    check_email,
    digest_of,
)
from chalicelib.errors import BadInput, Unauthorized
from tests.contract.samples import NOON
from tests.unit.access.people import FakePeople, counting

BASE = "https://qr.exemple.fr"
ADA, BOB = "ada@exemple.fr", "bob@exemple.fr"
MEMBER = Member(ADA, Place("enfants", "essor"), NOON, "command line")
SECOND = timedelta(seconds=1)


class Post:
    """A sign-in with a member, and the letters that were sent."""

    def __init__(self) -> None:
        self.store = FakePeople()
        self.store.save_member(MEMBER)
        self.letters: list[tuple[str, Letter]] = []
        self.wishes: list[Wish] = []
        self.door = SignIn(self.store, self.wishes.append)
        self.work = Letters(self.store, self, counting(), Seals(self.store, counting()), BASE)

    def send(self, to: str, letter: Letter) -> None:
        self.letters.append((to, letter))

    def ask(self, email: str, at: timedelta = timedelta(), waits: timedelta = timedelta()) -> str:
        """The secret of the letter that was sent, or ""."""
        self.store.asked.clear()
        self.door.ask(email, "fr", NOON + at)
        assert self.store.asked == [], "nobody looks before the answer"
        before = len(self.letters)
        sent = self.work.answer(self.wishes.pop(), NOON + at + waits)
        assert sent is (len(self.letters) > before)
        found = re.search(r"/space/enter/([0-9a-f]+)\?", self.letters[-1][1].text) if sent else None
        return found[1] if found else ""


def test_a_link_opens_once() -> None:
    post = Post()
    secret = post.ask(" Ada@Exemple.fr ")
    assert post.letters[0][0] == ADA
    assert post.door.redeem(secret, NOON + LASTS - SECOND) == ADA
    with pytest.raises(Unauthorized, match="was used, or is too old"):
        post.door.redeem(secret, NOON)


def test_a_link_opens_for_a_quarter_of_an_hour() -> None:
    post = Post()
    assert timedelta(minutes=15) == LASTS
    with pytest.raises(Unauthorized):
        post.door.redeem(post.ask(ADA), NOON + LASTS)


def test_a_secret_cannot_be_guessed_and_is_not_kept() -> None:
    post = Post()
    secret = post.ask(ADA)
    assert len(bytes.fromhex(secret)) >= 16
    assert secret not in repr(post.store)
    for wrong in ("", secret[:-1], secret.upper() + "0", "é", "\ud800"):
        with pytest.raises(Unauthorized):
            post.door.redeem(wrong, NOON)
    assert post.door.redeem(secret, NOON) == ADA


def test_a_link_is_for_signing_in_and_nothing_else() -> None:
    post = Post()
    secret = post.ask(ADA)
    assert digest_of(Purpose.INVITATION, secret) not in post.store.once
    assert post.store.once[digest_of(Purpose.SIGN_IN, secret)].purpose is Purpose.SIGN_IN


def test_an_unknown_address_is_answered_and_worked_for_alike() -> None:
    known, unknown = Post(), Post()
    assert known.ask(ADA)
    assert unknown.ask(BOB) == ""
    assert known.store.asked == unknown.store.asked == ["count_sent", "save_once", "memberships"]
    assert len(known.store.once) == len(unknown.store.once) == 1
    assert unknown.letters == []


def test_what_nobody_was_sent_opens_nothing() -> None:
    post = Post()
    assert post.ask(BOB) == ""
    (kept,) = post.store.once.values()
    assert kept.email == BOB
    post.store.once[digest_of(Purpose.SIGN_IN, "guessed")] = kept
    with pytest.raises(Unauthorized):
        post.door.redeem("guessed", NOON)


def test_who_was_removed_meanwhile_stays_outside() -> None:
    post = Post()
    secret = post.ask(ADA)
    post.store.drop_member(MEMBER)
    with pytest.raises(Unauthorized):
        post.door.redeem(secret, NOON)


def test_an_address_is_sent_so_many_letters_an_hour() -> None:
    post = Post()
    sent = [bool(post.ask(ADA)) for _ in range(MOST_AN_HOUR + 2)]
    assert sent == [True] * MOST_AN_HOUR + [False] * 2
    assert post.ask(ADA, timedelta(hours=1))
    assert ADA not in repr(post.store.sent)


def test_a_wish_is_worth_nothing_once_its_link_would_be_too_old() -> None:
    """A function that could not be started is tried again for hours."""
    post = Post()
    secret = post.ask(ADA, waits=LASTS - SECOND)
    with pytest.raises(Unauthorized):
        post.door.redeem(secret, NOON + LASTS)
    assert post.ask(ADA, waits=LASTS) == ""


def test_a_wish_survives_being_handed_on_as_json() -> None:
    wish = Wish(ADA, "en", NOON.isoformat())
    assert Wish(**json.loads(json.dumps(asdict(wish)))) == wish


@pytest.mark.parametrize(
    ("locale", "subject", "says"),
    [
        ("fr", "Votre lien pour entrer sur qr.exemple.fr", "Il sert une seule fois"),
        ("en", "Your link to sign in to qr.exemple.fr", "It works once"),
    ],
)
def test_a_letter_is_short_plain_and_has_one_link(locale: str, subject: str, says: str) -> None:
    letter = write("https://qr.exemple.fr/api", "ab12", locale)
    assert letter.subject == subject
    assert says in letter.text
    (link,) = re.findall(r"https?://\S+", letter.text)
    assert link == f"https://qr.exemple.fr/api/space/enter/ab12?lang={locale}"
    assert "<" not in letter.text


@pytest.mark.parametrize(
    ("text", "email"),
    [
        ("Ada@Exemple.FR", "ada@exemple.fr"),
        ("a.b+c@sous.exemple.org", "a.b+c@sous.exemple.org"),
        ("ada@café.fr", "ada@xn--caf-dma.fr"),
        ("o'neil@exemple.fr", "o'neil@exemple.fr"),
    ],
)
def test_an_address_is_known_in_lower_case(text: str, email: str) -> None:
    assert check_email(text) == email


@pytest.mark.parametrize(
    "text",
    [
        "", "ada", "@exemple.fr", "ada@", "ada@exemple", "ada@@exemple.fr", "a b@exemple.fr",
        "ada@exemple.fr\nBcc: bob@exemple.fr", "ada@exemple.fr, bob@exemple.fr", "<ada@exemple.fr>",
        "ada@-exemple.fr", "ada@exemple..fr", "ada@.fr", f"{'a' * 65}@exemple.fr",
        f"a@{'b' * 250}.fr", "ada@exemple.fr\x00", "\ud800@exemple.fr", "ada@[192.0.2.1]",
        "renée@exemple.fr",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(text: str) -> None:
    post = Post()
    with pytest.raises(BadInput, match="is not an e-mail address"):
        post.door.ask(text, "fr", NOON)
    assert post.wishes == []


@given(st.text(st.characters() | st.characters(categories=["Cs"])))
def test_law_an_address_is_one_line_with_one_at(text: str) -> None:
    try:
        email = check_email(f"{text}@exemple.fr")
    except BadInput:
        return
    assert email.count("@") == 1
    assert email.isascii()
    assert email == email.lower()
    assert len(email.split()) == 1
    assert check_email(email) == email
