-- Who signs in, which programs may read, and what people keep here. Times are microseconds since
-- 1970-01-01 UTC. Of every secret only a digest is kept.

-- A person who signs in. Of one who was removed the name stays taken, so that the audit log keeps
-- its meaning; adding the same name again brings that person back.
CREATE TABLE user (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (length(name) BETWEEN 1 AND 64),
  role TEXT NOT NULL CHECK (role IN ('planner', 'officer', 'administrator')),
  -- what of the country this user sees: all of it where both are NULL
  province TEXT REFERENCES province (code),
  commune TEXT REFERENCES commune (code),
  -- scrypt$cost$blocks$lanes$salt$hash; NULL until the user has chosen one
  password TEXT CHECK (length(password) BETWEEN 20 AND 300),
  createdAt INTEGER NOT NULL,
  removedAt INTEGER,
  CHECK (province IS NULL OR commune IS NULL),
  CHECK (role <> 'administrator' OR (province IS NULL AND commune IS NULL))
) STRICT;

-- A link by which a user chooses a password, once.
CREATE TABLE invitation (
  digest BLOB NOT NULL PRIMARY KEY CHECK (length(digest) = 32),
  -- NULL: whoever opens it becomes the first administrator
  user INTEGER UNIQUE REFERENCES user (number),
  createdAt INTEGER NOT NULL,
  expiresAt INTEGER NOT NULL CHECK (expiresAt > createdAt)
) STRICT, WITHOUT ROWID;

CREATE TABLE user_session (
  digest BLOB NOT NULL PRIMARY KEY CHECK (length(digest) = 32),
  user INTEGER NOT NULL REFERENCES user (number),
  -- where the user signed in from, as far as throttling wants to know it
  address TEXT NOT NULL CHECK (length(address) BETWEEN 1 AND 64),
  createdAt INTEGER NOT NULL,
  lastSeenAt INTEGER NOT NULL CHECK (lastSeenAt >= createdAt)
) STRICT, WITHOUT ROWID;
CREATE INDEX user_session_by_user ON user_session (user);

-- From which addresses a user has signed in: a stranger's guesses must not keep the user out.
CREATE TABLE user_address (
  user INTEGER NOT NULL REFERENCES user (number),
  address TEXT NOT NULL CHECK (length(address) BETWEEN 1 AND 64),
  lastAt INTEGER NOT NULL,
  PRIMARY KEY (user, address)
) STRICT, WITHOUT ROWID;

-- A program's right to read what its user may.
CREATE TABLE program_token (
  id INTEGER PRIMARY KEY,
  digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
  user INTEGER NOT NULL REFERENCES user (number),
  label TEXT NOT NULL CHECK (length(label) BETWEEN 1 AND 100),
  createdAt INTEGER NOT NULL,
  expiresAt INTEGER NOT NULL CHECK (expiresAt > createdAt),
  revokedAt INTEGER
) STRICT;

-- A plan that somebody kept under a name, as it was then.
CREATE TABLE saved_plan (
  id INTEGER PRIMARY KEY,
  user INTEGER NOT NULL REFERENCES user (number),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  -- what it is for: all of the country where both are NULL
  province TEXT REFERENCES province (code),
  commune TEXT REFERENCES commune (code),
  -- whole VND
  budget INTEGER NOT NULL CHECK (budget >= 0),
  -- what was asked for, and the plan with its policy as it was then
  request TEXT NOT NULL CHECK (json_valid(request)),
  document TEXT NOT NULL CHECK (json_valid(document) AND length(document) <= 4194304),
  savedAt INTEGER NOT NULL,
  UNIQUE (user, name),
  CHECK (province IS NULL OR commune IS NULL)
) STRICT;
CREATE INDEX saved_plan_by_time ON saved_plan (savedAt);

-- What an officer says of a commune's right to use a service where no machine can tell. Each is
-- kept, so that the past can be made again; the latest counts, unless it was withdrawn.
CREATE TABLE commune_attestation (
  commune TEXT NOT NULL REFERENCES commune (code),
  service TEXT NOT NULL CHECK (length(service) BETWEEN 1 AND 64),
  status TEXT NOT NULL CHECK (status IN
    ('active', 'notIssued', 'unauthorised', 'expired', 'locked')),
  expiresAt INTEGER,
  note TEXT CHECK (length(note) BETWEEN 1 AND 200),
  attestedBy INTEGER NOT NULL REFERENCES user (number),
  attestedAt INTEGER NOT NULL,
  withdrawnBy INTEGER REFERENCES user (number),
  withdrawnAt INTEGER CHECK (withdrawnAt >= attestedAt),
  PRIMARY KEY (commune, service, attestedAt),
  CHECK ((withdrawnBy IS NULL) = (withdrawnAt IS NULL))
) STRICT, WITHOUT ROWID;

-- Since when a machine says it as it stands, by our clock: an officer's word is newer or older.
ALTER TABLE account ADD COLUMN saidAt INTEGER NOT NULL DEFAULT 0;
UPDATE account SET saidAt = coalesce((
  SELECT s.firstSeen FROM section s
  WHERE s.machine = account.machine AND s.probe = 'accounts' AND s.current = 1), 0);
-- Who is held back or gone, without a look at all machines.
CREATE INDEX machine_not_active ON machine (state) WHERE state <> 'active';

-- Set where an officer looked at a proposed merge and left them two machines.
ALTER TABLE merge_proposal ADD COLUMN dismissedAt INTEGER;

-- Tokens of a place, and the log by who and by what.
CREATE INDEX enrolment_token_by_commune ON enrolment_token (commune);
CREATE INDEX audit_by_actor ON audit (actor);
CREATE INDEX audit_by_action ON audit (action);

-- With which revision of the inventory a commune's measures were last written: readers that
-- remember them read only what came since.
ALTER TABLE commune_reporting ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
