-- Who may report, and who decided it. Times are microseconds since 1970-01-01 UTC.

-- Every act that changes who may report. Each row holds the hash of the one before and of its own
-- content, so that a change in the middle shows: SHA-256 of seven lines, each ended by a line
-- feed: the previous hash in hexadecimal, number, time, actor, action, subject, details.
CREATE TABLE audit (
  number INTEGER PRIMARY KEY CHECK (number > 0),
  time INTEGER NOT NULL,
  -- who did it: a user of the centre's system, a machine, or the centre itself
  actor TEXT NOT NULL CHECK (length(actor) BETWEEN 1 AND 128 AND instr(actor, char(10)) = 0),
  action TEXT NOT NULL CHECK (length(action) BETWEEN 1 AND 64 AND instr(action, char(10)) = 0),
  subject TEXT NOT NULL CHECK (length(subject) BETWEEN 1 AND 200 AND instr(subject, char(10)) = 0),
  details TEXT NOT NULL CHECK (json_valid(details) AND instr(details, char(10)) = 0),
  previous BLOB NOT NULL CHECK (length(previous) = 32),
  hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE INDEX audit_by_subject ON audit (subject);

CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is only appended to'); END;
CREATE TRIGGER audit_is_never_shortened BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is only appended to'); END;
-- Also stops INSERT OR REPLACE, which deletes without asking the trigger above.
CREATE TRIGGER audit_is_a_chain BEFORE INSERT ON audit
WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM audit)
  OR NEW.previous <> coalesce(
    (SELECT hash FROM audit WHERE number = NEW.number - 1), zeroblob(32))
BEGIN SELECT RAISE(ABORT, 'the audit log is a chain'); END;

-- Held back until an officer has looked at it, and why.
ALTER TABLE machine ADD COLUMN quarantinedAt INTEGER;
ALTER TABLE machine ADD COLUMN quarantineReason TEXT
  CHECK (length(quarantineReason) BETWEEN 1 AND 500);
ALTER TABLE machine ADD COLUMN retiredAt INTEGER;
-- The machine that goes on with this one's history.
ALTER TABLE machine ADD COLUMN mergedInto INTEGER REFERENCES machine (number)
  CHECK (mergedInto <> number);
-- The machine whose key vouched for this one when its hardware had changed.
ALTER TABLE machine ADD COLUMN reenrolledFrom INTEGER REFERENCES machine (number);
CREATE INDEX machine_by_successor ON machine (mergedInto) WHERE mergedInto IS NOT NULL;

-- Until when a key holds that another has replaced; NULL without end.
ALTER TABLE machine_key ADD COLUMN validUntil INTEGER;
ALTER TABLE machine_key ADD COLUMN revokedReason TEXT
  CHECK (length(revokedReason) BETWEEN 1 AND 500);

-- Boots of a machine in the order seen, the last few. One machine never goes back to an old one.
CREATE TABLE machine_boot (
  machine INTEGER NOT NULL REFERENCES machine (number),
  number INTEGER NOT NULL CHECK (number > 0),
  boot TEXT NOT NULL CHECK (length(boot) BETWEEN 1 AND 64),
  firstSeen INTEGER NOT NULL,
  PRIMARY KEY (machine, number),
  UNIQUE (machine, boot)
) STRICT, WITHOUT ROWID;

-- Reports that came under a sequence used before, of the last days. A restored disk does it once,
-- two machines with one key again and again.
CREATE TABLE machine_rewind (
  machine INTEGER NOT NULL REFERENCES machine (number),
  report BLOB NOT NULL CHECK (length(report) = 16),
  at INTEGER NOT NULL,
  PRIMARY KEY (machine, report)
) STRICT, WITHOUT ROWID;

-- A new machine that looks like one known already: set up anew, or a twin. An officer decides.
CREATE TABLE merge_proposal (
  former INTEGER NOT NULL REFERENCES machine (number),
  later INTEGER NOT NULL REFERENCES machine (number) CHECK (later <> former),
  -- the kinds of evidence that are equal, by name
  evidence TEXT NOT NULL CHECK (length(evidence) > 0),
  proposedAt INTEGER NOT NULL,
  PRIMARY KEY (former, later)
) STRICT, WITHOUT ROWID;
CREATE INDEX merge_proposal_by_later ON merge_proposal (later);
