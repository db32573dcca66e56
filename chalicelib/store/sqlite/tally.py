"""Adding up in SQLite: what one transaction of the writer adds to counts and standings.

`counts` have every visit. `standings`, which are in the order of the boards, have those of
the days that are ranked; `outs` have the others, so that the two together are all visits.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from chalicelib.leaderboard import Ruling
from chalicelib.tally.fold import Owned, entities
from chalicelib.tally.model import ALL, Count, Counter
from chalicelib.visits.model import Verdict, Visit

Sums = dict[tuple[str, ...], list[int]]


def add_up(connection: sqlite3.Connection, visits: Sequence[Visit]) -> None:
    """Adds visits to the day, hour and standing of each entity that they belong to."""
    counts: Sums = {}
    standings: Sums = {}
    outs: Sums = {}
    windows: dict[str, tuple[str, str]] = {}
    days_out = set(connection.execute("SELECT link, day FROM days_out").fetchall())
    # The latest day first: the window is turned to it before anything of this transaction is
    # held against it, not between two visits of different days.
    for visit in sorted(visits, key=lambda visit: visit.day, reverse=True):
        if visit.campaign not in windows:
            windows[visit.campaign] = _window(connection, visit)
        day, hour, adds = visit.day, f"{visit.day}T{visit.hour:02}", (1, int(visit.scan))
        ranked = (visit.link, day) not in days_out
        for level, entity in entities(visit):
            who = (visit.campaign, level, entity)
            _plus(counts, (*who, day), adds)
            _plus(counts, (*who, hour), adds)
            if ranked:
                _plus(standings, who, _by_period(day, windows[visit.campaign], *adds))
            else:
                _plus(outs, (*who, visit.link, day), adds)
    for statement, sums in ((_COUNT, counts), (_STAND, standings), (_OUT, outs)):
        _upsert(connection, statement, sums)


def exclude(connection: sqlite3.Connection, of: Owned, verdict: Verdict, requests: int = 1) -> None:
    """Adds so many to what was not counted of each entity."""
    connection.executemany(
        _EXCLUDE, [(of.campaign, *whose, verdict, requests) for whose in entities(of)]
    )


def put_count(connection: sqlite3.Connection, counter: Counter, count: Count) -> None:
    """Keeps a counter that was made elsewhere. Of totals, the days out are taken by `put_out`."""
    who = (counter.campaign, counter.level, counter.entity)
    if counter.period == ALL:
        standing = (*who, count.visits, count.scans, 0, 0, 0, 0)
        connection.execute(_STAND, (json.dumps([standing]),))
        return
    rows = [(*who, counter.period, count.visits, count.scans)]
    rows += [(*who, f"{counter.period}T{hour:02}", *pair) for hour, pair in count.hours.items()]
    connection.executemany("INSERT INTO counts VALUES (?, ?, ?, ?, ?, ?)", rows)


def put_out(
    connection: sqlite3.Connection, ruling: Ruling, owners: Mapping[str, tuple[int, int]]
) -> None:
    """Takes a day that was left out elsewhere from the totals that were put; `owners` have it."""
    where = (ruling.campaign, ruling.link, ruling.day)
    connection.execute("INSERT INTO days_out VALUES (?, ?, ?)", where)
    outs: Sums = {}
    for association, pair in owners.items():
        for whose in entities(replace(ruling, association=association)):
            _plus(outs, (ruling.campaign, *whose), pair)
    _upsert(connection, _OUT, {(*who, ruling.link, ruling.day): n for who, n in outs.items()})
    _upsert(connection, _STAND, {who: [-v, -s, 0, 0, 0, 0] for who, (v, s) in outs.items()})


def rule(connection: sqlite3.Connection, ruling: Ruling) -> None:
    """Moves a link's day from the standings to the outs, or back; nothing when it is there."""
    where = (ruling.campaign, ruling.link, ruling.day)
    if ruling.ranked:
        done = connection.execute(
            "DELETE FROM days_out WHERE campaign = ? AND link = ? AND day = ?", where
        )
    else:
        done = connection.execute("INSERT OR IGNORE INTO days_out VALUES (?, ?, ?)", where)
    if not done.rowcount:
        return
    if ruling.ranked:
        outs = _outs(connection, where)
        connection.execute("DELETE FROM outs WHERE campaign = ? AND link = ? AND day = ?", where)
    else:
        outs = _counted(connection, ruling)
        _upsert(connection, _OUT, {(*who, ruling.link, ruling.day): c for who, c in outs.items()})
    window = window_of(connection, ruling.campaign)
    sign = 1 if ruling.ranked else -1
    moved: Sums = {
        who: [sign * n for n in _by_period(ruling.day, window, *count)]
        for who, count in outs.items()
    }
    _upsert(connection, _STAND, moved)


def roll(connection: sqlite3.Connection, campaign: str, day: str) -> None:
    """Makes `day` the day that today's and the week's standings are about."""
    connection.execute("INSERT OR REPLACE INTO windows VALUES (?, ?)", (campaign, day))
    connection.execute(_ROLL, (campaign,))
    connection.execute(_FILL, {"campaign": campaign, "day": day, "first": _week_start(day)})


def window_of(connection: sqlite3.Connection, campaign: str) -> tuple[str, str]:
    """The standings' week, as its first day and its last (which is their today)."""
    found = connection.execute("SELECT day FROM windows WHERE campaign = ?", (campaign,)).fetchone()
    return (_week_start(found[0]), str(found[0])) if found else ("", "")


def _window(connection: sqlite3.Connection, visit: Visit) -> tuple[str, str]:
    """The standings' week, moved forward when this visit is the first of a later day."""
    first, last = window_of(connection, visit.campaign)
    if last < visit.day:
        roll(connection, visit.campaign, visit.day)
        return _week_start(visit.day), visit.day
    return first, last


def _week_start(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=6)).isoformat()


def _by_period(day: str, window: tuple[str, str], visits: int, scans: int) -> list[int]:
    """What a day's figures are of all time's, today's and the week's."""
    first, last = window
    today, week = int(day == last), int(first <= day <= last)
    return [visits, scans, today * visits, today * scans, week * visits, week * scans]


def _counted(connection: sqlite3.Connection, ruling: Ruling) -> Sums:
    """What the link's day has added so far, to whom."""
    rows = connection.execute(
        "SELECT association, count(*), sum(scan) FROM visits"
        " WHERE link = ? AND day = ? AND tallied GROUP BY association",
        (ruling.link, ruling.day),
    )
    sums: Sums = {}
    for association, visits, scans in rows.fetchall():
        for whose in entities(replace(ruling, association=association)):
            _plus(sums, (ruling.campaign, *whose), (visits, scans))
    return sums


def _outs(connection: sqlite3.Connection, where: tuple[str, str, str]) -> Sums:
    rows = connection.execute(
        "SELECT campaign, level, entity, visits, scans FROM outs"
        " WHERE campaign = ? AND link = ? AND day = ?",
        where,
    )
    return {tuple(row[:3]): list(row[3:]) for row in rows.fetchall()}


def _plus(sums: Sums, key: tuple[str, ...], adds: Sequence[int]) -> None:
    old = sums.get(key)
    sums[key] = [a + b for a, b in zip(old, adds, strict=True)] if old else list(adds)


def _upsert(connection: sqlite3.Connection, statement: str, sums: Sums) -> None:
    if sums:
        connection.execute(statement, (json.dumps([(*k, *v) for k, v in sums.items()]),))


def _values(fields: int) -> str:
    """The rows of one JSON array, as a statement takes them.

    One array for a whole group of visits: between two statements Python lets another thread
    run, and a dozen statements a visit made the writer wait a dozen times.
    """
    columns = ", ".join(f"json_extract(value, '$[{i}]')" for i in range(fields))
    return f"SELECT {columns} FROM json_each(?) WHERE true"


_PLUS_BOTH = "visits = visits + excluded.visits, scans = scans + excluded.scans"

_COUNT = f"""
INSERT INTO counts (campaign, level, entity, period, visits, scans) {_values(6)}
ON CONFLICT DO UPDATE SET {_PLUS_BOTH}"""

_OUT = f"""
INSERT INTO outs (campaign, level, entity, link, day, visits, scans) {_values(7)}
ON CONFLICT DO UPDATE SET {_PLUS_BOTH}"""

_STAND = f"""
INSERT INTO standings (campaign, level, entity, all_visits, all_scans, today_visits, today_scans,
  week_visits, week_scans) {_values(9)}
ON CONFLICT DO UPDATE SET
  all_visits = all_visits + excluded.all_visits, all_scans = all_scans + excluded.all_scans,
  today_visits = today_visits + excluded.today_visits,
  today_scans = today_scans + excluded.today_scans,
  week_visits = week_visits + excluded.week_visits,
  week_scans = week_scans + excluded.week_scans"""

_EXCLUDE = """
INSERT INTO exclusions VALUES (?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET requests = requests + excluded.requests"""

_ROLL = """
UPDATE standings SET today_visits = 0, today_scans = 0, week_visits = 0, week_scans = 0
WHERE campaign = ? AND (week_visits > 0 OR today_visits > 0)"""

_FILL = """
UPDATE standings SET today_visits = w.tv, today_scans = w.ts, week_visits = w.wv, week_scans = w.ws
FROM (SELECT level AS l, entity AS e, sum(visits) AS wv, sum(scans) AS ws,
        sum(CASE day WHEN :day THEN visits ELSE 0 END) AS tv,
        sum(CASE day WHEN :day THEN scans ELSE 0 END) AS ts
      FROM (SELECT level, entity, period AS day, visits, scans FROM counts
              WHERE campaign = :campaign AND period BETWEEN :first AND :day
                AND length(period) = 10
            UNION ALL SELECT level, entity, day, -visits, -scans FROM outs
              WHERE campaign = :campaign AND day BETWEEN :first AND :day)
      GROUP BY level, entity) AS w
WHERE campaign = :campaign AND level = w.l AND entity = w.e"""
