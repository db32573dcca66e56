"""Codes that an organiser prints and hands over: whoever redeems one becomes a member.

A code says nothing of whether the address that is given with it is theirs who gives it. So it
makes a member and starts no session: signing in takes a link that the address receives.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from chalicelib.access.model import Member, OneTime, Place, Purpose
from chalicelib.access.signin import check_email, digest_of
from chalicelib.access.store import PeopleStore
from chalicelib.campaign.codes import ALPHABET, fold
from chalicelib.errors import BadInput, Unauthorized

LASTS = timedelta(days=30)
MOST_AT_ONCE = 200

CHARACTERS = 16
"""80 bits, in Crockford's base32 as the codes of links are."""
_IN_A_ROW = 4


class Invitations:
    """Makes codes and takes them back."""

    def __init__(self, store: PeopleStore, random: Callable[[int], bytes]) -> None:
        self._store = store
        self._random = random

    def create(self, place: Place, by: str, now: datetime, count: int = 1) -> list[str]:
        """New codes for a place, to be shown once: `7KQ2-M4XT-9RB8-WD3H`."""
        if not 1 <= count <= MOST_AT_ONCE:
            raise BadInput(f"1 to {MOST_AT_ONCE} invitations are made at once, not {count}")
        codes = [self._draw() for _ in range(count)]
        for code in codes:
            digest = digest_of(Purpose.INVITATION, _read(code))
            self._store.save_once(
                OneTime(digest, Purpose.INVITATION, now + LASTS, place=place, by=by)
            )
        return codes

    def redeem(self, code: str, email: str, now: datetime) -> Member:
        """Makes whoever holds the code a member, and keeps them; otherwise as `take`."""
        member = self.take(code, email, now)
        self._store.save_member(member)
        return member

    def take(self, code: str, email: str, now: datetime) -> Member:
        """Whom the code makes a member, yet to be kept; it is worthless from now on.

        It is read in any case, with or without its hyphens, O as 0 and I and L as 1. `BadInput`
        for what is no address, and the code stays; `Unauthorized` for one that is unknown, used
        or too old.
        """
        email = check_email(email)
        kept = self._store.take_once(digest_of(Purpose.INVITATION, _read(code)), now)
        if kept is None or kept.place is None:
            raise Unauthorized("this code was used, is too old, or is mistyped; ask for another")
        return Member(email, kept.place, now, kept.by)

    def _draw(self) -> str:
        # 256 is eight times 32: every character is as likely as any other.
        drawn = "".join(ALPHABET[byte % 32] for byte in self._random(CHARACTERS))
        return "-".join(drawn[i : i + _IN_A_ROW] for i in range(0, CHARACTERS, _IN_A_ROW))


def _read(code: str) -> str:
    return fold("".join(code.split()).replace("-", ""))
