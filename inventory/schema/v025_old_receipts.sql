-- Receipts of reports from before the time for which they are kept whole. What stays tells a report that is
-- sent again from a new one, and when the machine reported. A whole receipt takes more than twice as much.
CREATE TABLE old_receipt (
  machine INTEGER NOT NULL REFERENCES machine (number),
  sequence INTEGER NOT NULL CHECK (sequence > 0),
  capturedAt INTEGER,
  receivedAt INTEGER NOT NULL,
  -- The last four bytes of the report's ID, then the first four of its digest.
  mark BLOB NOT NULL CHECK (length(mark) = 8),
  PRIMARY KEY (machine, sequence)
) STRICT, WITHOUT ROWID;
