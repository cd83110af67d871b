-- SQLite makes a temporary table for each row that it checks against a list of three or more words.
-- For the tables of which a report writes many rows, that was most of the time of filing it.
CREATE TABLE scanner_of_machine (
  machine INTEGER NOT NULL REFERENCES machine (number),
  position INTEGER NOT NULL CHECK (position >= 0),
  manufacturer TEXT,
  model TEXT,
  connection TEXT NOT NULL
    CHECK (connection = 'usb' OR connection = 'network' OR connection = 'other'),
  usbId TEXT,
  evidence TEXT NOT NULL CHECK (length(evidence) BETWEEN 1 AND 16),
  ready INTEGER CHECK (ready IN (0, 1)),
  likely INTEGER NOT NULL DEFAULT 0 CHECK (likely IN (0, 1)),
  PRIMARY KEY (machine, position)
) STRICT, WITHOUT ROWID;
INSERT INTO scanner_of_machine
  (machine, position, manufacturer, model, connection, usbId, evidence, ready, likely)
  SELECT machine, position, manufacturer, model, connection, usbId, evidence, ready, likely
  FROM scanner ORDER BY machine, position;
DROP TABLE scanner;
ALTER TABLE scanner_of_machine RENAME TO scanner;

CREATE TABLE account_of_machine (
  machine INTEGER NOT NULL REFERENCES machine (number),
  service TEXT NOT NULL CHECK (length(service) BETWEEN 1 AND 64),
  status TEXT NOT NULL CHECK (status = 'active' OR status = 'notIssued' OR status = 'unauthorised'
    OR status = 'expired' OR status = 'locked' OR status = 'unreachable' OR status = 'unknown'),
  evidence TEXT NOT NULL
    CHECK (evidence = 'probed' OR evidence = 'certificate' OR evidence = 'attested'),
  expiresAt INTEGER,
  -- by the machine's own clock, as it wrote it
  checkedAt TEXT NOT NULL CHECK (length(checkedAt) BETWEEN 1 AND 40),
  detail TEXT CHECK (length(detail) BETWEEN 1 AND 200),
  saidAt INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (machine, service)
) STRICT, WITHOUT ROWID;
INSERT INTO account_of_machine
  (machine, service, status, evidence, expiresAt, checkedAt, detail, saidAt)
  SELECT machine, service, status, evidence, expiresAt, checkedAt, detail, saidAt
  FROM account ORDER BY machine, service;
DROP TABLE account;
ALTER TABLE account_of_machine RENAME TO account;
CREATE INDEX account_by_service ON account (service, status);

CREATE TABLE scanners_of_machine (
  machine INTEGER NOT NULL PRIMARY KEY REFERENCES machine (number),
  outcome TEXT NOT NULL CHECK (outcome = 'observed' OR outcome = 'absent' OR outcome = 'failed'),
  reason TEXT,
  -- how many of its scanners are not known to be unusable, those of the network apart: measures
  -- count them at every changed report of the commune
  ownScanners INTEGER NOT NULL DEFAULT 0 CHECK (ownScanners >= 0),
  networkScanners INTEGER NOT NULL DEFAULT 0 CHECK (networkScanners >= 0),
  incomplete INTEGER NOT NULL DEFAULT 0 CHECK (incomplete IN (0, 1)),
  likelyScanners INTEGER NOT NULL DEFAULT 0 CHECK (likelyScanners >= 0),
  CHECK ((outcome = 'failed') = (reason IS NOT NULL))
) STRICT;
INSERT INTO scanners_of_machine
  (machine, outcome, reason, ownScanners, networkScanners, incomplete, likelyScanners)
  SELECT machine, outcome, reason, ownScanners, networkScanners, incomplete, likelyScanners
  FROM machine_scanners ORDER BY machine;
DROP TABLE machine_scanners;
ALTER TABLE scanners_of_machine RENAME TO machine_scanners;

CREATE TABLE bandwidth_of_machine (
  machine INTEGER NOT NULL PRIMARY KEY REFERENCES machine (number),
  outcome TEXT NOT NULL CHECK (outcome = 'observed' OR outcome = 'absent' OR outcome = 'failed'),
  reason TEXT,
  -- why the last night did not measure
  skipped TEXT CHECK (length(skipped) BETWEEN 1 AND 32),
  measuredAt INTEGER,
  -- the slower direction, the median of the last measurements
  lineBitsPerSecond INTEGER CHECK (lineBitsPerSecond >= 0),
  -- 1 where the machine's own network may have been the narrowest place, or where the rate had not
  -- settled: the line may carry more
  mayCarryMore INTEGER CHECK (mayCarryMore IN (0, 1)),
  CHECK ((outcome = 'failed') = (reason IS NOT NULL)),
  CHECK ((measuredAt IS NULL) = (lineBitsPerSecond IS NULL))
) STRICT;
INSERT INTO bandwidth_of_machine
  (machine, outcome, reason, skipped, measuredAt, lineBitsPerSecond, mayCarryMore)
  SELECT machine, outcome, reason, skipped, measuredAt, lineBitsPerSecond, mayCarryMore
  FROM machine_bandwidth ORDER BY machine;
DROP TABLE machine_bandwidth;
ALTER TABLE bandwidth_of_machine RENAME TO machine_bandwidth;
