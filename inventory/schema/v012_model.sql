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
