-- Inventories of other projects' agents: GLPI Agent, FusionInventory, OCS Inventory. Times are
-- microseconds since 1970-01-01 UTC.

-- Machines that such an agent reports. They have no key: the agent proves the commune by a token.
CREATE TABLE third_party_machine (
  machine INTEGER NOT NULL PRIMARY KEY REFERENCES machine (number),
  agent TEXT NOT NULL CHECK (length(agent) BETWEEN 1 AND 64),
  version TEXT CHECK (length(version) BETWEEN 1 AND 32),
  -- JSON, without anything personal: partial inventories change it section by section
  inventory TEXT NOT NULL,
  -- when the agent looked: on receipt, or the date of an imported file
  observedAt INTEGER NOT NULL
) STRICT;

-- The names by which agents know the machine; SHA-256, because they begin with the host's name.
CREATE TABLE third_party_identity (
  commune TEXT NOT NULL REFERENCES commune (code),
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  machine INTEGER NOT NULL REFERENCES machine (number),
  PRIMARY KEY (commune, digest)
) STRICT, WITHOUT ROWID;
CREATE INDEX third_party_identity_by_machine ON third_party_identity (machine);

-- Agents that have asked whether an inventory is wanted and have not brought one yet.
CREATE TABLE third_party_call (
  commune TEXT NOT NULL REFERENCES commune (code),
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  firstAt INTEGER NOT NULL,
  lastAt INTEGER NOT NULL,
  PRIMARY KEY (commune, digest)
) STRICT, WITHOUT ROWID;

-- Which update of the system is in, and whether the makers of newer ones support the computer.
ALTER TABLE machine_hardware ADD COLUMN systemBuild TEXT;
ALTER TABLE machine_hardware ADD COLUMN processorFamily INTEGER CHECK (processorFamily >= 0);
ALTER TABLE machine_hardware ADD COLUMN processorModelNumber INTEGER
  CHECK (processorModelNumber >= 0);
ALTER TABLE machine_hardware ADD COLUMN processorStepping INTEGER CHECK (processorStepping >= 0);
ALTER TABLE machine_hardware ADD COLUMN uefi INTEGER CHECK (uefi IN (0, 1));
ALTER TABLE machine_hardware ADD COLUMN secureBoot INTEGER CHECK (secureBoot IN (0, 1));
ALTER TABLE machine_hardware ADD COLUMN tpm TEXT;

-- There are more kinds of evidence than when the table was made.
CREATE TABLE scanner_of_machine (
  machine INTEGER NOT NULL REFERENCES machine (number),
  position INTEGER NOT NULL CHECK (position >= 0),
  manufacturer TEXT,
  model TEXT,
  connection TEXT NOT NULL CHECK (connection IN ('usb', 'network', 'other')),
  usbId TEXT,
  evidence TEXT NOT NULL CHECK (length(evidence) BETWEEN 1 AND 16),
  ready INTEGER CHECK (ready IN (0, 1)),
  likely INTEGER NOT NULL DEFAULT 0 CHECK (likely IN (0, 1)),
  PRIMARY KEY (machine, position)
) STRICT, WITHOUT ROWID;
INSERT INTO scanner_of_machine
  (machine, position, manufacturer, model, connection, usbId, evidence, ready, likely)
  SELECT machine, position, manufacturer, model, connection, usbId, evidence, ready, likely
  FROM scanner;
DROP TABLE scanner;
ALTER TABLE scanner_of_machine RENAME TO scanner;
