-- A file that took 5 of the schema's steps, as the version of then left it. Never edited.
CREATE TABLE acts (campaign TEXT NOT NULL, moment TEXT NOT NULL, association TEXT NOT NULL,
  document TEXT NOT NULL, PRIMARY KEY (campaign, moment)) WITHOUT ROWID;
INSERT INTO "acts" VALUES('enfants','2026-11-23T11:00:00.000000+00:00#0000','essor','{"at":"2026-11-23T11:00:00+00:00","campaign":"enfants","who":"ada","what":"link.created","about":"a link","association":"essor"}');
CREATE TABLE answers (key TEXT PRIMARY KEY, expires INTEGER NOT NULL, document TEXT NOT NULL)
  WITHOUT ROWID;
CREATE TABLE campaigns (slug TEXT PRIMARY KEY, version INTEGER NOT NULL, document TEXT NOT NULL)
  WITHOUT ROWID;
INSERT INTO "campaigns" VALUES('enfants',3,'{"slug":"enfants","title":"Pour les enfants","summary":"Une demande.","petition_url":"https://petitions.assemblee-nationale.fr/initiatives/i-1","demands":["La première"],"locale":"fr","timezone":"Europe/Paris","public_leaderboard":true,"state":"open","petition":{"source":"senat","id":"i-1","poll_minutes":5},"milestones":[{"signatures":100,"label":"Cent","condition":""}],"associations":[{"slug":"essor","name":"L’Essor","contact":"","website":"","groups":[{"id":"essor/lyon","slug":"lyon","name":"Lyon","department":"Rhône","retired":false}],"retired":false,"logo":"a1"}],"version":3,"call":"Rejoignez-nous","text":["Un."],"kit":{"accent":"#b02d3d","printer":""},"switches":[{"at":"2026-11-20T11:00:00+00:00","old":"https://petitions.senat.fr/1","new":"https://petitions.assemblee-nationale.fr/initiatives/i-1","by":"ada","reason":""}]}');
CREATE TABLE counters (key TEXT PRIMARY KEY, count INTEGER NOT NULL, expires INTEGER NOT NULL)
  WITHOUT ROWID;
CREATE TABLE counts (campaign TEXT NOT NULL, level TEXT NOT NULL, entity TEXT NOT NULL,
  period TEXT NOT NULL, visits INTEGER NOT NULL, scans INTEGER NOT NULL,
  PRIMARY KEY (campaign, level, entity, period)) WITHOUT ROWID;
INSERT INTO "counts" VALUES('enfants','association','essor','2026-11-23',3,1);
INSERT INTO "counts" VALUES('enfants','association','essor','2026-11-23T12',3,1);
INSERT INTO "counts" VALUES('enfants','campaign','enfants','2026-11-23',3,1);
INSERT INTO "counts" VALUES('enfants','campaign','enfants','2026-11-23T12',3,1);
INSERT INTO "counts" VALUES('enfants','group','essor/lyon','2026-11-23',2,1);
INSERT INTO "counts" VALUES('enfants','group','essor/lyon','2026-11-23T12',2,1);
INSERT INTO "counts" VALUES('enfants','link','AB3K9X7','2026-11-23',1,0);
INSERT INTO "counts" VALUES('enfants','link','AB3K9X7','2026-11-23T12',1,0);
INSERT INTO "counts" VALUES('enfants','link','CD4M8Y2','2026-11-23',2,1);
INSERT INTO "counts" VALUES('enfants','link','CD4M8Y2','2026-11-23T12',2,1);
CREATE TABLE days_out (campaign TEXT NOT NULL, link TEXT NOT NULL, day TEXT NOT NULL,
  PRIMARY KEY (link, day)) WITHOUT ROWID;
INSERT INTO "days_out" VALUES('enfants','AB3K9X7','2026-11-23');
CREATE TABLE exclusions (campaign TEXT NOT NULL, level TEXT NOT NULL, entity TEXT NOT NULL,
  verdict TEXT NOT NULL, requests INTEGER NOT NULL,
  PRIMARY KEY (campaign, level, entity, verdict)) WITHOUT ROWID;
INSERT INTO "exclusions" VALUES('enfants','association','essor','robot',5);
INSERT INTO "exclusions" VALUES('enfants','campaign','enfants','robot',5);
INSERT INTO "exclusions" VALUES('enfants','group','essor/lyon','robot',5);
INSERT INTO "exclusions" VALUES('enfants','link','CD4M8Y2','robot',5);
CREATE TABLE links (code TEXT PRIMARY KEY, campaign TEXT NOT NULL, owner TEXT NOT NULL,
  channel TEXT NOT NULL, document TEXT NOT NULL, UNIQUE (campaign, owner, channel)) WITHOUT ROWID;
INSERT INTO "links" VALUES('AB3K9X7','enfants','essor','poster','{"code":"AB3K9X7","campaign":"enfants","association":"essor","group":"","channel":"poster","aliases":[],"closed":false}');
INSERT INTO "links" VALUES('CD4M8Y2','enfants','essor/lyon','poster','{"code":"CD4M8Y2","campaign":"enfants","association":"essor","group":"essor/lyon","channel":"poster","aliases":["essor-lyon"],"closed":false}');
CREATE TABLE members (campaign TEXT NOT NULL, association TEXT NOT NULL, grp TEXT NOT NULL,
  email TEXT NOT NULL, document TEXT NOT NULL,
  PRIMARY KEY (campaign, association, grp, email)) WITHOUT ROWID;
INSERT INTO "members" VALUES('enfants','','','ada@example.org','{"email":"ada@example.org","place":{"campaign":"enfants","association":"","group":""},"since":"2026-11-23T11:00:00+00:00","by":"command line"}');
CREATE TABLE names (key TEXT PRIMARY KEY, code TEXT) WITHOUT ROWID;
INSERT INTO "names" VALUES('AB3K9X7','AB3K9X7');
INSERT INTO "names" VALUES('CD4M8Y2','CD4M8Y2');
INSERT INTO "names" VALUES('ESS0R-1Y0N','CD4M8Y2');
INSERT INTO "names" VALUES('G0NE777',NULL);
CREATE TABLE officials (campaign TEXT PRIMARY KEY, version INTEGER NOT NULL,
  document TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO "officials" VALUES('enfants',1,'{"campaign":"enfants","of":"senat:i-1","since":null,"count":120,"at":"2026-11-23T11:00:00+00:00","source":"senat","openness":"open","closed":0,"held":null,"attempted_at":"2026-11-23T11:00:00+00:00","failures":0,"why":"","next_at":null,"validators":{"etag":"","last_modified":""},"crossings":[{"signatures":100,"at":"2026-11-23T11:00:00+00:00","known":true}],"check":null,"checked_at":null,"version":1}');
CREATE TABLE one_times (digest TEXT PRIMARY KEY, campaign TEXT NOT NULL, expires INTEGER NOT NULL,
  document TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE outs (campaign TEXT NOT NULL, level TEXT NOT NULL, entity TEXT NOT NULL,
  link TEXT NOT NULL, day TEXT NOT NULL, visits INTEGER NOT NULL, scans INTEGER NOT NULL,
  PRIMARY KEY (campaign, level, entity, link, day)) WITHOUT ROWID;
INSERT INTO "outs" VALUES('enfants','association','essor','AB3K9X7','2026-11-23',1,0);
INSERT INTO "outs" VALUES('enfants','campaign','enfants','AB3K9X7','2026-11-23',1,0);
INSERT INTO "outs" VALUES('enfants','link','AB3K9X7','AB3K9X7','2026-11-23',1,0);
CREATE TABLE pictures (campaign TEXT NOT NULL, name TEXT NOT NULL, png BLOB NOT NULL,
  PRIMARY KEY (campaign, name));
INSERT INTO "pictures" VALUES('enfants','a1',X'706E67');
CREATE TABLE points (campaign TEXT NOT NULL, at TEXT NOT NULL, count INTEGER NOT NULL,
  source TEXT NOT NULL, PRIMARY KEY (campaign, at)) WITHOUT ROWID;
INSERT INTO "points" VALUES('enfants','2026-11-23T11:00:00.000000+00:00',120,'senat');
CREATE TABLE rulings (campaign TEXT NOT NULL, at TEXT NOT NULL, link TEXT NOT NULL,
  day TEXT NOT NULL, document TEXT NOT NULL, PRIMARY KEY (campaign, at, link, day)) WITHOUT ROWID;
INSERT INTO "rulings" VALUES('enfants','2026-11-23T11:00:00.000000+00:00','AB3K9X7','2026-11-23','{"campaign":"enfants","link":"AB3K9X7","day":"2026-11-23","ranked":false,"reason":"Une fête","by":"ada","at":"2026-11-23T11:00:00+00:00","association":"essor","group":"","channel":"poster"}');
CREATE TABLE salts (campaign TEXT NOT NULL, day TEXT NOT NULL, salt BLOB NOT NULL,
  PRIMARY KEY (campaign, day)) WITHOUT ROWID;
CREATE TABLE sessions (id TEXT PRIMARY KEY, email TEXT NOT NULL, expires INTEGER NOT NULL,
  document TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE signing (one INTEGER PRIMARY KEY CHECK (one = 1), secret BLOB NOT NULL);
CREATE TABLE standings (campaign TEXT NOT NULL, level TEXT NOT NULL, entity TEXT NOT NULL,
  retired INTEGER NOT NULL DEFAULT 0, all_visits INTEGER NOT NULL DEFAULT 0,
  all_scans INTEGER NOT NULL DEFAULT 0, today_visits INTEGER NOT NULL DEFAULT 0,
  today_scans INTEGER NOT NULL DEFAULT 0, week_visits INTEGER NOT NULL DEFAULT 0,
  week_scans INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (campaign, level, entity)) WITHOUT ROWID;
INSERT INTO "standings" VALUES('enfants','association','essor',0,2,1,2,1,2,1);
INSERT INTO "standings" VALUES('enfants','campaign','enfants',0,2,1,2,1,2,1);
INSERT INTO "standings" VALUES('enfants','group','essor/lyon',0,2,1,2,1,2,1);
INSERT INTO "standings" VALUES('enfants','link','AB3K9X7',0,0,0,0,0,0,0);
INSERT INTO "standings" VALUES('enfants','link','CD4M8Y2',0,2,1,2,1,2,1);
CREATE TABLE tokens (digest TEXT PRIMARY KEY, campaign TEXT NOT NULL, created TEXT NOT NULL,
  document TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO "tokens" VALUES('abc','enfants','2026-11-23T11:00:00+00:00','{"id":"0a","place":{"campaign":"enfants","association":"","group":""},"label":"site","digest":"abc","created":"2026-11-23T11:00:00+00:00","scope":"write","expires":null,"used":null,"revoked":false}');
CREATE TABLE visits (link TEXT NOT NULL, day TEXT NOT NULL, visitor TEXT NOT NULL,
  request TEXT NOT NULL, at TEXT NOT NULL, hour INTEGER NOT NULL, scan INTEGER NOT NULL,
  campaign TEXT NOT NULL, association TEXT NOT NULL, grp TEXT NOT NULL,
  expires REAL NOT NULL, tallied INTEGER NOT NULL, network TEXT NOT NULL DEFAULT '', family TEXT NOT NULL DEFAULT '', PRIMARY KEY (link, day, visitor)) WITHOUT ROWID;
INSERT INTO "visits" VALUES('AB3K9X7','2026-11-23','v1','request of v1','2026-11-23T11:00:00+00:00',12,0,'enfants','essor','',1798455600.0,1,'3a','chrome-android');
INSERT INTO "visits" VALUES('CD4M8Y2','2026-11-23','v1','request of v1','2026-11-23T11:00:00+00:00',12,1,'enfants','essor','essor/lyon',1798455600.0,1,'3a','chrome-android');
INSERT INTO "visits" VALUES('CD4M8Y2','2026-11-23','v2','request of v2','2026-11-23T11:00:00+00:00',12,0,'enfants','essor','essor/lyon',1798455600.0,1,'3a','chrome-android');
CREATE TABLE windows (campaign TEXT PRIMARY KEY, day TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO "windows" VALUES('enfants','2026-11-23');
CREATE INDEX visits_expire ON visits (expires);
CREATE INDEX standings_all ON standings (campaign, level, all_visits DESC, entity);
CREATE INDEX standings_today ON standings (campaign, level, today_visits DESC, entity);
CREATE INDEX standings_week ON standings (campaign, level, week_visits DESC, entity);
CREATE INDEX members_by_email ON members (email);
CREATE INDEX sessions_by_email ON sessions (email);
CREATE INDEX acts_by_association ON acts (campaign, association, moment);
PRAGMA user_version = 5;
