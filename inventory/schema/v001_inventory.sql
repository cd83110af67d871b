-- The inventory. Times are microseconds since 1970-01-01 UTC, sizes bytes, digests SHA-256.
-- A shipped migration never changes: write the next one.

CREATE TABLE province (
  code TEXT NOT NULL PRIMARY KEY CHECK (code GLOB '[0-9][0-9]'),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100)
) STRICT, WITHOUT ROWID;

-- The register. NULL is "unknown", never "no" and never zero.
CREATE TABLE commune (
  code TEXT NOT NULL PRIMARY KEY CHECK (code GLOB '[0-9][0-9][0-9][0-9][0-9]'),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  kind TEXT NOT NULL CHECK (kind IN ('xã', 'phường', 'đặc khu')),
  province TEXT NOT NULL REFERENCES province (code),
  latitude REAL CHECK (latitude BETWEEN 6 AND 24),
  longitude REAL CHECK (longitude BETWEEN 101 AND 118),
  areaSquareKilometres REAL CHECK (areaSquareKilometres > 0),
  remote INTEGER CHECK (remote IN (0, 1)),
  border INTEGER CHECK (border IN (0, 1)),
  island INTEGER CHECK (island IN (0, 1)),
  population INTEGER CHECK (population >= 0),
  officials INTEGER CHECK (officials >= 0),
  dossiersPerMonth INTEGER CHECK (dossiersPerMonth >= 0),
  -- 1 where the figures above were invented for a demonstration
  simulated INTEGER NOT NULL DEFAULT 0 CHECK (simulated IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE INDEX commune_by_province ON commune (province);

-- A token lets machines of one commune enrol. Only its digest is kept.
CREATE TABLE enrolment_token (
  id INTEGER PRIMARY KEY,
  digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
  commune TEXT NOT NULL REFERENCES commune (code),
  maximumUses INTEGER NOT NULL CHECK (maximumUses BETWEEN 1 AND 10000),
  uses INTEGER NOT NULL DEFAULT 0 CHECK (uses BETWEEN 0 AND maximumUses),
  createdAt INTEGER NOT NULL,
  expiresAt INTEGER NOT NULL CHECK (expiresAt > createdAt),
  revokedAt INTEGER
) STRICT;

CREATE TABLE machine (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (id GLOB 'm[0-9a-z]*' AND length(id) BETWEEN 2 AND 32),
  commune TEXT NOT NULL REFERENCES commune (code),
  state TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'quarantined', 'retired')),
  simulated INTEGER NOT NULL CHECK (simulated IN (0, 1)),
  installId TEXT NOT NULL CHECK (length(installId) BETWEEN 1 AND 64),
  agentVersion TEXT NOT NULL,
  token INTEGER NOT NULL REFERENCES enrolment_token (id),
  enrolledAt INTEGER NOT NULL,
  lastSequence INTEGER NOT NULL DEFAULT 0 CHECK (lastSequence >= 0),
  lastReportAt INTEGER,
  -- its wall clock less ours at its last report
  clockSkewSeconds INTEGER
) STRICT;
CREATE INDEX machine_by_commune ON machine (commune);

CREATE TABLE machine_key (
  machine INTEGER NOT NULL REFERENCES machine (number),
  number INTEGER NOT NULL CHECK (number > 0),
  publicKey BLOB NOT NULL UNIQUE CHECK (length(publicKey) = 32),
  addedAt INTEGER NOT NULL,
  revokedAt INTEGER,
  PRIMARY KEY (machine, number)
) STRICT, WITHOUT ROWID;

-- Hashed hardware identifiers, as said at enrolment: evidence, never identity.
CREATE TABLE machine_evidence (
  machine INTEGER NOT NULL REFERENCES machine (number),
  kind TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 16),
  hash TEXT NOT NULL CHECK (length(hash) = 64),
  PRIMARY KEY (machine, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX machine_evidence_by_hash ON machine_evidence (hash);

-- Every report that was acknowledged, once.
CREATE TABLE report (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  machine INTEGER NOT NULL REFERENCES machine (number),
  sequence INTEGER NOT NULL CHECK (sequence > 0),
  -- NULL where the machine restarted between looking and sending: then nobody knows
  capturedAt INTEGER,
  receivedAt INTEGER NOT NULL,
  digest BLOB NOT NULL CHECK (length(digest) = 32)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX report_by_machine ON report (machine, sequence);

-- What a probe said, and from when to when it kept saying it. The chain of a machine's sections is
-- its history.
CREATE TABLE section (
  id INTEGER PRIMARY KEY,
  machine INTEGER NOT NULL REFERENCES machine (number),
  probe TEXT NOT NULL CHECK (length(probe) BETWEEN 1 AND 32),
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  firstSeen INTEGER NOT NULL,
  lastSeen INTEGER NOT NULL CHECK (lastSeen >= firstSeen),
  current INTEGER NOT NULL CHECK (current IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX section_current ON section (machine, probe) WHERE current = 1;
CREATE INDEX section_history ON section (machine, probe, firstSeen);

-- Its text apart: an unchanged night moves lastSeen, and would write the pages of the text anew.
CREATE TABLE section_body (
  section INTEGER NOT NULL PRIMARY KEY REFERENCES section (id),
  body TEXT NOT NULL
) STRICT;

-- The present state of each machine, for queries. After a failed look the last facts stay, with
-- the outcome that says so.
CREATE TABLE machine_hardware (
  machine INTEGER NOT NULL PRIMARY KEY REFERENCES machine (number),
  outcome TEXT NOT NULL CHECK (outcome IN ('observed', 'absent', 'failed')),
  reason TEXT,
  manufacturer TEXT, model TEXT, serialNumber TEXT, uuid TEXT, chassis TEXT,
  firmwareDate TEXT CHECK (firmwareDate GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  processorModel TEXT,
  processorCores INTEGER CHECK (processorCores > 0),
  processorThreads INTEGER CHECK (processorThreads > 0),
  processorFrequencyHz INTEGER CHECK (processorFrequencyHz > 0),
  memoryTotalBytes INTEGER CHECK (memoryTotalBytes >= 0),
  diskTotalBytes INTEGER CHECK (diskTotalBytes >= 0),
  -- 1 if any fixed disk is solid state, 0 if all are known to rotate, NULL if the kernel won't say
  solidState INTEGER CHECK (solidState IN (0, 1)),
  displays INTEGER CHECK (displays >= 0),
  systemName TEXT, systemVersion TEXT, kernel TEXT, architecture TEXT,
  CHECK ((outcome = 'failed') = (reason IS NOT NULL))
) STRICT;

CREATE TABLE machine_disk (
  machine INTEGER NOT NULL REFERENCES machine (number),
  name TEXT NOT NULL,
  model TEXT,
  sizeBytes INTEGER NOT NULL CHECK (sizeBytes >= 0),
  rotational INTEGER CHECK (rotational IN (0, 1)),
  removable INTEGER NOT NULL CHECK (removable IN (0, 1)),
  PRIMARY KEY (machine, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE machine_scanners (
  machine INTEGER NOT NULL PRIMARY KEY REFERENCES machine (number),
  outcome TEXT NOT NULL CHECK (outcome IN ('observed', 'absent', 'failed')),
  reason TEXT,
  -- how many of its scanners are not known to be unusable, those of the network apart: measures
  -- count them at every changed report of the commune
  ownScanners INTEGER NOT NULL DEFAULT 0 CHECK (ownScanners >= 0),
  networkScanners INTEGER NOT NULL DEFAULT 0 CHECK (networkScanners >= 0),
  CHECK ((outcome = 'failed') = (reason IS NOT NULL))
) STRICT;

CREATE TABLE scanner (
  machine INTEGER NOT NULL REFERENCES machine (number),
  position INTEGER NOT NULL CHECK (position >= 0),
  manufacturer TEXT,
  model TEXT,
  connection TEXT NOT NULL CHECK (connection IN ('usb', 'network', 'other')),
  usbId TEXT,
  evidence TEXT NOT NULL CHECK (evidence IN ('usb', 'sane', 'escl', 'attested')),
  ready INTEGER CHECK (ready IN (0, 1)),
  PRIMARY KEY (machine, position)
) STRICT, WITHOUT ROWID;

-- What a ranking reads: one row a commune and measure, renewed in the transaction that files a
-- report of that commune. A measure that nothing supports has no row.
CREATE TABLE commune_measure (
  commune TEXT NOT NULL REFERENCES commune (code),
  measure TEXT NOT NULL,
  low REAL NOT NULL,
  high REAL NOT NULL CHECK (high >= low),
  observedAt INTEGER NOT NULL,
  PRIMARY KEY (commune, measure)
) STRICT, WITHOUT ROWID;

-- Who reports: renewed with the measures.
CREATE TABLE commune_reporting (
  commune TEXT NOT NULL PRIMARY KEY REFERENCES commune (code),
  machines INTEGER NOT NULL CHECK (machines >= 0),
  simulatedMachines INTEGER NOT NULL CHECK (simulatedMachines BETWEEN 0 AND machines),
  lastReportAt INTEGER,
  -- from when the measures are no longer what they were, although nothing came
  holdUntil INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Settings of this file, by name: the digest of the rules that made the measures, and the like.
CREATE TABLE setting (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
