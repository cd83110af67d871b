-- What the probes tell of lines, accounts and the insides of computers. Times are microseconds
-- since 1970-01-01 UTC, sizes bytes, speeds bits per second.

-- Of a computer: what is fitted, and whether there is room for more.
ALTER TABLE machine_hardware ADD COLUMN memoryInstalledBytes INTEGER
  CHECK (memoryInstalledBytes >= 0);
ALTER TABLE machine_hardware ADD COLUMN memorySlots INTEGER CHECK (memorySlots >= 0);
ALTER TABLE machine_hardware ADD COLUMN memoryModules INTEGER CHECK (memoryModules >= 0);
ALTER TABLE machine_hardware ADD COLUMN battery INTEGER CHECK (battery IN (0, 1));
ALTER TABLE machine_disk ADD COLUMN kind TEXT CHECK (length(kind) BETWEEN 1 AND 16);

-- 1 where one of the ways to look for scanners could not be asked: there may be one more.
ALTER TABLE machine_scanners ADD COLUMN incomplete INTEGER NOT NULL DEFAULT 0
  CHECK (incomplete IN (0, 1));

-- The line as a machine last saw it. What was measured stays after a night that did not measure.
CREATE TABLE machine_bandwidth (
  machine INTEGER NOT NULL PRIMARY KEY REFERENCES machine (number),
  outcome TEXT NOT NULL CHECK (outcome IN ('observed', 'absent', 'failed')),
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

-- Every measurement, for the history of a line.
CREATE TABLE bandwidth_measurement (
  machine INTEGER NOT NULL REFERENCES machine (number),
  measuredAt INTEGER NOT NULL,
  downloadBitsPerSecond INTEGER CHECK (downloadBitsPerSecond >= 0),
  uploadBitsPerSecond INTEGER CHECK (uploadBitsPerSecond >= 0),
  latencySeconds REAL CHECK (latencySeconds >= 0),
  jitterSeconds REAL CHECK (jitterSeconds >= 0),
  retransmitRatio REAL CHECK (retransmitRatio BETWEEN 0 AND 1),
  bytesUsed INTEGER CHECK (bytesUsed >= 0),
  -- wired, wifi, mobile or other, and what the interface itself could carry
  interface TEXT CHECK (length(interface) BETWEEN 1 AND 16),
  interfaceBitsPerSecond INTEGER CHECK (interfaceBitsPerSecond >= 0),
  -- 0 where the rate still rose when the measurement ended
  settled INTEGER CHECK (settled IN (0, 1)),
  PRIMARY KEY (machine, measuredAt)
) STRICT, WITHOUT ROWID;

CREATE TABLE machine_accounts (
  machine INTEGER NOT NULL PRIMARY KEY REFERENCES machine (number),
  outcome TEXT NOT NULL CHECK (outcome IN ('observed', 'absent', 'failed')),
  reason TEXT,
  CHECK ((outcome = 'failed') = (reason IS NOT NULL))
) STRICT;

-- The rights to use a service, as a machine last saw them; never whose they are.
CREATE TABLE account (
  machine INTEGER NOT NULL REFERENCES machine (number),
  service TEXT NOT NULL CHECK (length(service) BETWEEN 1 AND 64),
  status TEXT NOT NULL CHECK (status IN
    ('active', 'notIssued', 'unauthorised', 'expired', 'locked', 'unreachable', 'unknown')),
  evidence TEXT NOT NULL CHECK (evidence IN ('probed', 'certificate', 'attested')),
  expiresAt INTEGER,
  -- by the machine's own clock, as it wrote it
  checkedAt TEXT NOT NULL CHECK (length(checkedAt) BETWEEN 1 AND 40),
  detail TEXT CHECK (length(detail) BETWEEN 1 AND 200),
  PRIMARY KEY (machine, service)
) STRICT, WITHOUT ROWID;
CREATE INDEX account_by_service ON account (service, status);

-- 1 where the row has a date of its own, which reports that say nothing of it do not move.
ALTER TABLE commune_measure ADD COLUMN dated INTEGER NOT NULL DEFAULT 0 CHECK (dated IN (0, 1));
