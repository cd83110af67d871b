-- Whether an attestation counts beside what machines say. That of a commune's own officer waits until
-- somebody who is responsible for more than the commune attests the same.
ALTER TABLE commune_attestation ADD COLUMN confirmed INTEGER NOT NULL DEFAULT 0
  CHECK (confirmed IN (0, 1));
UPDATE commune_attestation SET confirmed = 1
WHERE attestedBy IN (SELECT number FROM user WHERE commune IS NULL);

-- What a measure would be if all that the commune's own officers attest were confirmed; only those
-- that it would change.
CREATE TABLE commune_attested_measure (
  commune TEXT NOT NULL REFERENCES commune (code),
  measure TEXT NOT NULL,
  low REAL NOT NULL,
  high REAL NOT NULL CHECK (high >= low),
  PRIMARY KEY (commune, measure)
) STRICT, WITHOUT ROWID;

-- What was counted on the spot, by somebody who is responsible for more than the commune. Each is kept,
-- so that the past can be made again; of each figure the latest visit counts, unless its record was
-- withdrawn. What was not looked at is NULL.
CREATE TABLE commune_visit (
  number INTEGER NOT NULL PRIMARY KEY,
  commune TEXT NOT NULL REFERENCES commune (code),
  visitedAt INTEGER NOT NULL,
  adequateComputers INTEGER CHECK (adequateComputers BETWEEN 0 AND 10000),
  otherComputers INTEGER CHECK (otherComputers BETWEEN 0 AND 10000),
  scanners INTEGER CHECK (scanners BETWEEN 0 AND 10000),
  digitalSignatures INTEGER CHECK (digitalSignatures BETWEEN 0 AND 10000),
  lineBitsPerSecond INTEGER CHECK (lineBitsPerSecond BETWEEN 0 AND 1000000000000),
  note TEXT CHECK (length(note) BETWEEN 1 AND 200),
  -- a user's name, or the system's user at the command line
  recordedBy TEXT NOT NULL,
  recordedAt INTEGER NOT NULL,
  withdrawnBy TEXT,
  withdrawnAt INTEGER CHECK (withdrawnAt >= recordedAt),
  CHECK ((withdrawnBy IS NULL) = (withdrawnAt IS NULL)),
  CHECK ((adequateComputers IS NULL) = (otherComputers IS NULL))
) STRICT;
CREATE INDEX commune_visit_by_commune ON commune_visit (commune, visitedAt);

-- Computers that are there as far as is known: enrolled, or counted by a visit.
ALTER TABLE commune_reporting ADD COLUMN computersThere INTEGER CHECK (computersThere >= 0);
