"""Tokens, members, one-time secrets and sessions in SQLite."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from chalicelib.access.model import Member, OneTime, Session, Token
from chalicelib.store.documents import (
    member_from_text,
    member_to_text,
    one_time_from_text,
    one_time_to_text,
    seconds,
    session_from_text,
    session_to_text,
    token_from_text,
    token_to_text,
)
from chalicelib.store.sqlite.changes import Changes
from chalicelib.store.sqlite.database import Database


class AccessTables(Changes):
    """`access.store.TokenStore` and `access.store.PeopleStore`."""

    _db: Database

    def token(self, digest: str) -> Token | None:
        """The token with this hash."""
        rows = self._db.read("SELECT document FROM tokens WHERE digest = ?", (digest,))
        return token_from_text(rows[0][0]) if rows else None

    def tokens(self, campaign: str) -> list[Token]:
        """The campaign's tokens, oldest first."""
        rows = self._db.read(
            "SELECT document FROM tokens WHERE campaign = ? ORDER BY created, digest", (campaign,)
        )
        return [token_from_text(row[0]) for row in rows]

    def save_token(self, token: Token) -> None:
        """Keeps a token, over the one with the same hash."""
        self._change(lambda connection: put_token(connection, token))

    def use_token(self, token: Token, day: str) -> None:
        """Keeps the day of a token's last use, and changes nothing else of it."""
        self._db.write(
            lambda c: c.execute(
                "UPDATE tokens SET document = json_set(document, '$.used', ?) WHERE digest = ?",
                (day, token.digest),
            )
        )

    def members(self, campaign: str) -> list[Member]:
        """A campaign's members, in the order of place and address."""
        rows = self._db.read(
            "SELECT document FROM members WHERE campaign = ? ORDER BY association, grp, email",
            (campaign,),
        )
        return [member_from_text(row[0]) for row in rows]

    def memberships(self, email: str) -> list[Member]:
        """All that somebody is a member of."""
        rows = self._db.read(
            "SELECT document FROM members WHERE email = ? ORDER BY campaign, association, grp",
            (email,),
        )
        return [member_from_text(row[0]) for row in rows]

    def save_member(self, member: Member) -> None:
        """Keeps a member, over the one with the same place and address."""
        self._change(lambda connection: put_member(connection, member))

    def drop_member(self, member: Member) -> None:
        """Forgets a member."""
        self._change(
            lambda c: c.execute(
                "DELETE FROM members"
                " WHERE campaign = ? AND association = ? AND grp = ? AND email = ?",
                _place(member),
            )
        )

    def save_once(self, secret: OneTime) -> None:
        """Keeps a one-time secret."""
        campaign = secret.place.campaign if secret.place else ""
        row = (secret.digest, campaign, seconds(secret.expires), one_time_to_text(secret))
        self._change(
            lambda c: c.execute("INSERT OR REPLACE INTO one_times VALUES (?, ?, ?, ?)", row)
        )

    def take_once(self, digest: str, now: datetime) -> OneTime | None:
        """The secret, which is gone from then on: all writes are one after the other."""

        def job(connection: sqlite3.Connection) -> OneTime | None:
            where = "FROM one_times WHERE digest = ?"
            row = connection.execute(f"SELECT document {where}", (digest,)).fetchone()
            connection.execute(f"DELETE {where}", (digest,))
            secret = one_time_from_text(row[0]) if row else None
            return secret if secret and now < secret.expires else None

        return self._db.write(job)

    def session(self, session_id: str, now: datetime) -> Session | None:
        """The session with this id, if it is not over."""
        rows = self._db.read("SELECT document FROM sessions WHERE id = ?", (session_id,))
        session = session_from_text(rows[0][0]) if rows else None
        return session if session and now < session.expires else None

    def save_session(self, session: Session) -> None:
        """Keeps a session."""
        row = (session.id, session.email, seconds(session.expires), session_to_text(session))
        self._db.write(
            lambda c: c.execute("INSERT OR REPLACE INTO sessions VALUES (?, ?, ?, ?)", row)
        )

    def renew_session(self, session: Session) -> bool:
        """Keeps a session's new end if it is still there; whether it is."""
        row = (seconds(session.expires), session_to_text(session), session.id)

        def job(connection: sqlite3.Connection) -> bool:
            sql = "UPDATE sessions SET expires = ?, document = ? WHERE id = ?"
            return connection.execute(sql, row).rowcount == 1

        return self._db.write(job)

    def drop_session(self, session_id: str) -> None:
        """Ends one session at once."""
        self._db.write(lambda c: c.execute("DELETE FROM sessions WHERE id = ?", (session_id,)))

    def drop_sessions(self, email: str) -> int:
        """Ends all of somebody's sessions at once; how many."""

        def job(connection: sqlite3.Connection) -> int:
            return connection.execute("DELETE FROM sessions WHERE email = ?", (email,)).rowcount

        return self._db.write(job)

    def count_sent(self, key: str, until: datetime) -> int:
        """Adds one to a counter, and answers what it is then."""

        def job(connection: sqlite3.Connection) -> int:
            connection.execute(
                "INSERT INTO counters VALUES (?, 1, ?)"
                " ON CONFLICT DO UPDATE SET count = count + 1, expires = excluded.expires",
                (key, seconds(until)),
            )
            found = connection.execute("SELECT count FROM counters WHERE key = ?", (key,))
            return int(found.fetchone()[0])

        return self._db.write(job)

    def signing_key(self, fresh: bytes) -> bytes:
        """The deployment's secret for signing cookies: `fresh` if there was none."""

        def job(connection: sqlite3.Connection) -> bytes:
            connection.execute("INSERT OR IGNORE INTO signing VALUES (1, ?)", (fresh,))
            return bytes(connection.execute("SELECT secret FROM signing").fetchone()[0])

        return self._db.write(job)


def put_token(connection: sqlite3.Connection, token: Token) -> None:
    """Keeps a token, over the one with the same hash."""
    row = (token.digest, token.place.campaign, token.created.isoformat(), token_to_text(token))
    connection.execute("INSERT OR REPLACE INTO tokens VALUES (?, ?, ?, ?)", row)


def put_member(connection: sqlite3.Connection, member: Member) -> None:
    """Keeps a member, over the one with the same place and address."""
    row = (*_place(member), member_to_text(member))
    connection.execute("INSERT OR REPLACE INTO members VALUES (?, ?, ?, ?, ?)", row)


def _place(member: Member) -> tuple[str, str, str, str]:
    place = member.place
    return (place.campaign, place.association, place.group, member.email)
