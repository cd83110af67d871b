-- What communes find of themselves in a browser. Times are microseconds since 1970-01-01 UTC, speeds
-- bits per second. Of secrets only digests are kept.

-- A link by which somebody at a commune opens the check without signing in, once: opening it begins a
-- session of that browser.
CREATE TABLE check_link (
  digest BLOB NOT NULL PRIMARY KEY CHECK (length(digest) = 32),
  commune TEXT NOT NULL REFERENCES commune (code),
  madeBy INTEGER NOT NULL REFERENCES user (number),
  createdAt INTEGER NOT NULL,
  expiresAt INTEGER NOT NULL CHECK (expiresAt > createdAt),
  openedAt INTEGER,
  session BLOB UNIQUE CHECK (length(session) = 32),
  sessionEndsAt INTEGER,
  CHECK ((openedAt IS NULL) = (session IS NULL)),
  CHECK ((session IS NULL) = (sessionEndsAt IS NULL))
) STRICT, WITHOUT ROWID;

-- A printed sheet whose code proves, once, that a scanner works: of one commune and one computer.
CREATE TABLE check_sheet (
  digest BLOB NOT NULL PRIMARY KEY CHECK (length(digest) = 32),
  commune TEXT NOT NULL REFERENCES commune (code),
  -- NULL: the office as such
  machine INTEGER REFERENCES machine (number),
  createdAt INTEGER NOT NULL,
  expiresAt INTEGER NOT NULL CHECK (expiresAt > createdAt),
  usedAt INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX check_sheet_by_commune ON check_sheet (commune, createdAt);

-- What was found; all of it is kept, the latest of a kind counts.
CREATE TABLE check_result (
  id INTEGER PRIMARY KEY,
  commune TEXT NOT NULL REFERENCES commune (code),
  -- NULL: the office as such
  machine INTEGER REFERENCES machine (number),
  kind TEXT NOT NULL CHECK (kind IN ('line', 'system', 'services', 'scanner')),
  evidence TEXT NOT NULL CHECK (evidence IN ('browser', 'scan')),
  foundAt INTEGER NOT NULL,
  -- a user's name, or that of the user who made the link
  foundBy TEXT NOT NULL CHECK (length(foundBy) BETWEEN 1 AND 128),
  byLink INTEGER NOT NULL CHECK (byLink IN (0, 1)),
  facts TEXT NOT NULL CHECK (json_valid(facts) AND length(facts) <= 4096),
  -- of a line, its slower direction, and 1 if the line may carry more
  lineBitsPerSecond INTEGER CHECK (lineBitsPerSecond >= 0),
  mayCarryMore INTEGER CHECK (mayCarryMore IN (0, 1)),
  CHECK ((kind = 'scanner') = (evidence = 'scan')),
  CHECK ((kind = 'line') = (lineBitsPerSecond IS NOT NULL)),
  CHECK ((kind = 'line') = (mayCarryMore IS NOT NULL))
) STRICT;
CREATE INDEX check_result_by_commune ON check_result (commune, kind, foundAt);
