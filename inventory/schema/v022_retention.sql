-- What is forgotten after a time, and what stays of it. Times are microseconds since 1970-01-01 UTC.

-- 0 if its text was deleted; its digest and dates stay.
ALTER TABLE section ADD COLUMN kept INTEGER NOT NULL DEFAULT 1 CHECK (kept IN (0, 1));
CREATE INDEX section_replaced ON section (machine, probe, firstSeen)
  WHERE current = 0 AND kept = 1;

-- Of deleted texts, what tells old equipment from new: which scanners and usable accounts there were, one
-- row while they stayed the same. Without it, what was there for years would look delivered.
CREATE TABLE reported_past (
  machine INTEGER NOT NULL REFERENCES machine (number),
  probe TEXT NOT NULL CHECK (probe IN ('scanners', 'accounts')),
  firstSeen INTEGER NOT NULL,
  lastSeen INTEGER NOT NULL CHECK (lastSeen >= firstSeen),
  facts TEXT NOT NULL,
  PRIMARY KEY (machine, probe, firstSeen)
) STRICT, WITHOUT ROWID;

-- When what a retired machine had reported was deleted. Its row stays: merges and evidence name it, its
-- hardware hashes tell that a computer is not new, and its number is never given again.
ALTER TABLE machine ADD COLUMN forgottenAt INTEGER;
CREATE INDEX machine_retired ON machine (retiredAt)
  WHERE state = 'retired' AND forgottenAt IS NULL;

-- Entries of the audit log that were deleted for their age: up to which, and its hash, from which the
-- chain goes on. The log itself says so in an entry of its own.
CREATE TABLE audit_anchor (
  number INTEGER PRIMARY KEY CHECK (number > 0),
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  deletedAt INTEGER NOT NULL
) STRICT;
CREATE TRIGGER audit_anchor_is_never_changed BEFORE UPDATE ON audit_anchor
BEGIN SELECT RAISE(ABORT, 'anchors of the audit log are never changed'); END;
CREATE TRIGGER audit_anchor_is_never_deleted BEFORE DELETE ON audit_anchor
BEGIN SELECT RAISE(ABORT, 'anchors of the audit log are never deleted'); END;
CREATE TRIGGER audit_anchor_is_in_the_log BEFORE INSERT ON audit_anchor
WHEN NEW.number <= (SELECT coalesce(max(number), 0) FROM audit_anchor)
  OR NEW.hash IS NOT (SELECT hash FROM audit WHERE number = NEW.number)
  OR NOT EXISTS (
    SELECT 1 FROM audit WHERE number = (SELECT max(number) FROM audit)
      AND number > NEW.number AND action = 'audit.shortened'
      AND json_extract(details, '$.through') = NEW.number
      AND json_extract(details, '$.hash') = lower(hex(NEW.hash)))
BEGIN SELECT RAISE(ABORT, 'the audit log does not say that it is shortened'); END;

DROP TRIGGER audit_is_never_shortened;
CREATE TRIGGER audit_is_never_shortened BEFORE DELETE ON audit
WHEN OLD.number > (SELECT coalesce(max(number), 0) FROM audit_anchor)
BEGIN SELECT RAISE(ABORT, 'the audit log is only appended to'); END;

-- What the deleted entries said of each machine last, so that its state on a past day can still be told.
CREATE TABLE machine_state_past (
  machine TEXT NOT NULL PRIMARY KEY CHECK (length(machine) BETWEEN 2 AND 200),
  action TEXT NOT NULL CHECK (action IN ('machine.quarantined', 'machine.approved')),
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
