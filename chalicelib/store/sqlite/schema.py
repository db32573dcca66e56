"""The tables of the SQLite file, as the steps that made them.

Each step is one script; a file's `user_version` says how many it has had. A new file has
them all, an older one those that it lacks: what was released is never edited, only added to.
"""

from __future__ import annotations

# `names` holds codes and aliases, folded, in one space; an erased campaign leaves its keys
# there with no code behind them. `counts` has a row per day (`2026-11-23`) and per hour
# (`2026-11-23T14`); `standings` keeps totals, today's and the week's figures in order, for
# the day that `windows` names.
_FIRST = """
CREATE TABLE campaigns (slug TEXT PRIMARY KEY, version INTEGER NOT NULL, document TEXT NOT NULL)
  WITHOUT ROWID;
CREATE TABLE links (code TEXT PRIMARY KEY, campaign TEXT NOT NULL, owner TEXT NOT NULL,
  channel TEXT NOT NULL, document TEXT NOT NULL, UNIQUE (campaign, owner, channel)) WITHOUT ROWID;
CREATE TABLE names (key TEXT PRIMARY KEY, code TEXT) WITHOUT ROWID;
CREATE TABLE visits (link TEXT NOT NULL, day TEXT NOT NULL, visitor TEXT NOT NULL,
  request TEXT NOT NULL, at TEXT NOT NULL, hour INTEGER NOT NULL, scan INTEGER NOT NULL,
  campaign TEXT NOT NULL, association TEXT NOT NULL, grp TEXT NOT NULL,
  expires REAL NOT NULL, tallied INTEGER NOT NULL, PRIMARY KEY (link, day, visitor)) WITHOUT ROWID;
CREATE INDEX visits_expire ON visits (expires);
CREATE TABLE counts (campaign TEXT NOT NULL, level TEXT NOT NULL, entity TEXT NOT NULL,
  period TEXT NOT NULL, visits INTEGER NOT NULL, scans INTEGER NOT NULL,
  PRIMARY KEY (campaign, level, entity, period)) WITHOUT ROWID;
CREATE TABLE standings (campaign TEXT NOT NULL, level TEXT NOT NULL, entity TEXT NOT NULL,
  retired INTEGER NOT NULL DEFAULT 0, all_visits INTEGER NOT NULL DEFAULT 0,
  all_scans INTEGER NOT NULL DEFAULT 0, today_visits INTEGER NOT NULL DEFAULT 0,
  today_scans INTEGER NOT NULL DEFAULT 0, week_visits INTEGER NOT NULL DEFAULT 0,
  week_scans INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (campaign, level, entity)) WITHOUT ROWID;
CREATE INDEX standings_all ON standings (campaign, level, all_visits DESC, entity);
CREATE INDEX standings_today ON standings (campaign, level, today_visits DESC, entity);
CREATE INDEX standings_week ON standings (campaign, level, week_visits DESC, entity);
CREATE TABLE windows (campaign TEXT PRIMARY KEY, day TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE exclusions (campaign TEXT NOT NULL, link TEXT NOT NULL, day TEXT NOT NULL,
  verdict TEXT NOT NULL, requests INTEGER NOT NULL, PRIMARY KEY (link, day, verdict)) WITHOUT ROWID;
CREATE TABLE salts (campaign TEXT NOT NULL, day TEXT NOT NULL, salt BLOB NOT NULL,
  PRIMARY KEY (campaign, day)) WITHOUT ROWID;
CREATE TABLE tokens (digest TEXT PRIMARY KEY, campaign TEXT NOT NULL, created TEXT NOT NULL,
  document TEXT NOT NULL) WITHOUT ROWID;
"""

# `days_out` are the link's days that are out of the ranking now, `outs` what each entity
# would have of them: standings plus outs is what was counted. What was not counted is added
# up for every entity, so that a page of a board reads its own rows.
_SECOND = """
ALTER TABLE visits ADD COLUMN network TEXT NOT NULL DEFAULT '';
ALTER TABLE visits ADD COLUMN family TEXT NOT NULL DEFAULT '';
CREATE TABLE rulings (campaign TEXT NOT NULL, at TEXT NOT NULL, link TEXT NOT NULL,
  day TEXT NOT NULL, document TEXT NOT NULL, PRIMARY KEY (campaign, at, link, day)) WITHOUT ROWID;
CREATE TABLE days_out (campaign TEXT NOT NULL, link TEXT NOT NULL, day TEXT NOT NULL,
  PRIMARY KEY (link, day)) WITHOUT ROWID;
CREATE TABLE outs (campaign TEXT NOT NULL, level TEXT NOT NULL, entity TEXT NOT NULL,
  link TEXT NOT NULL, day TEXT NOT NULL, visits INTEGER NOT NULL, scans INTEGER NOT NULL,
  PRIMARY KEY (campaign, level, entity, link, day)) WITHOUT ROWID;
ALTER TABLE exclusions RENAME TO exclusions_by_day;
CREATE TABLE exclusions (campaign TEXT NOT NULL, level TEXT NOT NULL, entity TEXT NOT NULL,
  verdict TEXT NOT NULL, requests INTEGER NOT NULL,
  PRIMARY KEY (campaign, level, entity, verdict)) WITHOUT ROWID;
WITH owned AS (SELECT exclusions_by_day.campaign, link, verdict, requests,
    json_extract(document, '$.group') AS grp, json_extract(document, '$.association') AS member
  FROM exclusions_by_day JOIN links ON code = link)
INSERT INTO exclusions SELECT campaign, level, entity, verdict, sum(requests) FROM (
  SELECT campaign, 'link' AS level, link AS entity, verdict, requests FROM owned
  UNION ALL SELECT campaign, 'group', grp, verdict, requests FROM owned WHERE grp <> ''
  UNION ALL SELECT campaign, 'association', member, verdict, requests FROM owned
  UNION ALL SELECT campaign, 'campaign', campaign, verdict, requests FROM owned)
  GROUP BY campaign, level, entity, verdict;
DROP TABLE exclusions_by_day;
"""

_THIRD = """
CREATE TABLE officials (campaign TEXT PRIMARY KEY, version INTEGER NOT NULL,
  document TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE points (campaign TEXT NOT NULL, at TEXT NOT NULL, count INTEGER NOT NULL,
  source TEXT NOT NULL, PRIMARY KEY (campaign, at)) WITHOUT ROWID;
"""

# With a rowid: without one, whole pictures would lie in the tree that is searched.
_FOURTH = """
CREATE TABLE pictures (campaign TEXT NOT NULL, name TEXT NOT NULL, png BLOB NOT NULL,
  PRIMARY KEY (campaign, name));
"""

# `one_times` of a sign-in belong to no campaign. `moment` is an act's time with a number, so that
# acts of one moment stay apart, in the order in which they came.
_FIFTH = """
CREATE TABLE members (campaign TEXT NOT NULL, association TEXT NOT NULL, grp TEXT NOT NULL,
  email TEXT NOT NULL, document TEXT NOT NULL,
  PRIMARY KEY (campaign, association, grp, email)) WITHOUT ROWID;
CREATE INDEX members_by_email ON members (email);
CREATE TABLE one_times (digest TEXT PRIMARY KEY, campaign TEXT NOT NULL, expires INTEGER NOT NULL,
  document TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE sessions (id TEXT PRIMARY KEY, email TEXT NOT NULL, expires INTEGER NOT NULL,
  document TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX sessions_by_email ON sessions (email);
CREATE TABLE counters (key TEXT PRIMARY KEY, count INTEGER NOT NULL, expires INTEGER NOT NULL)
  WITHOUT ROWID;
CREATE TABLE signing (one INTEGER PRIMARY KEY CHECK (one = 1), secret BLOB NOT NULL);
CREATE TABLE acts (campaign TEXT NOT NULL, moment TEXT NOT NULL, association TEXT NOT NULL,
  document TEXT NOT NULL, PRIMARY KEY (campaign, moment)) WITHOUT ROWID;
CREATE INDEX acts_by_association ON acts (campaign, association, moment);
CREATE TABLE answers (key TEXT PRIMARY KEY, expires INTEGER NOT NULL, document TEXT NOT NULL)
  WITHOUT ROWID;
"""

# What was counted before today, in order: how many had more is a range of it.
_SIXTH = """
CREATE INDEX standings_before ON standings (campaign, level, all_visits - today_visits);
"""

STEPS = (_FIRST, _SECOND, _THIRD, _FOURTH, _FIFTH, _SIXTH)
