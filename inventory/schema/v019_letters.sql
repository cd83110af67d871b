-- Letters: who wants them, and what waits to be sent. Times are microseconds since 1970-01-01 UTC,
-- days those of Vietnam, YYYY-MM-DD.

-- Printable ASCII only: an address stands in a command to the mail server.
ALTER TABLE user ADD COLUMN email TEXT
  CHECK (length(email) BETWEEN 3 AND 254 AND email NOT GLOB '*[^!-~]*');
ALTER TABLE user ADD COLUMN letterLanguage TEXT NOT NULL DEFAULT 'vi'
  CHECK (letterLanguage IN ('vi', 'en'));
ALTER TABLE user ADD COLUMN letterPeriod TEXT NOT NULL DEFAULT 'none'
  CHECK (letterPeriod IN ('none', 'daily', 'weekly'));

-- The periods for which letters were made, with what each covers. A day is named by itself, a week by
-- its Monday.
CREATE TABLE letter_period (
  period TEXT NOT NULL CHECK (period IN ('daily', 'weekly')),
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  since INTEGER NOT NULL,
  until INTEGER NOT NULL CHECK (until > since),
  PRIMARY KEY (period, day)
) STRICT, WITHOUT ROWID;

-- What letters say. Users of one area, role and language share a text; it is deleted once nobody waits
-- for it.
CREATE TABLE letter_text (
  number INTEGER PRIMARY KEY,
  subject TEXT NOT NULL
    CHECK (length(subject) BETWEEN 1 AND 300 AND instr(subject, char(10)) = 0
      AND instr(subject, char(13)) = 0),
  plain TEXT NOT NULL,
  html TEXT NOT NULL
) STRICT;

-- One letter to one recipient. It goes from waiting to sending before anything of it is sent: one
-- that a crash leaves there is doubtful, and is never sent again by itself.
CREATE TABLE letter (
  number INTEGER PRIMARY KEY,
  -- a user, or a webhook by its name
  user INTEGER REFERENCES user (number),
  webhook TEXT CHECK (length(webhook) BETWEEN 1 AND 40),
  -- the rights for which it was written: it is not sent to a user who has others by then
  role TEXT CHECK (role IN ('planner', 'officer', 'administrator')),
  place TEXT NOT NULL CHECK (length(place) BETWEEN 2 AND 7),
  period TEXT NOT NULL,
  day TEXT NOT NULL,
  -- the part of its Message-ID before the @
  identity TEXT NOT NULL UNIQUE CHECK (length(identity) BETWEEN 8 AND 64),
  -- NULL once it need not be sent any more
  text INTEGER REFERENCES letter_text (number),
  state TEXT NOT NULL DEFAULT 'waiting'
    CHECK (state IN ('waiting', 'sending', 'sent', 'failed', 'doubtful', 'cancelled')),
  attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  createdAt INTEGER NOT NULL,
  -- when it is tried next
  nextAt INTEGER NOT NULL,
  startedAt INTEGER,
  endedAt INTEGER,
  -- what went wrong last
  problem TEXT CHECK (length(problem) BETWEEN 1 AND 500),
  FOREIGN KEY (period, day) REFERENCES letter_period (period, day),
  CHECK ((user IS NULL) = (webhook IS NOT NULL)),
  CHECK ((user IS NULL) = (role IS NULL)),
  CHECK (text IS NOT NULL OR state NOT IN ('waiting', 'sending'))
) STRICT;
-- One letter a recipient and period, however often the command runs.
CREATE UNIQUE INDEX letter_of_user ON letter (user, period, day) WHERE user IS NOT NULL;
CREATE UNIQUE INDEX letter_of_webhook ON letter (webhook, period, day) WHERE webhook IS NOT NULL;
CREATE INDEX letter_unsent ON letter (state, nextAt) WHERE state <> 'sent';
CREATE INDEX letter_by_text ON letter (text) WHERE text IS NOT NULL;
