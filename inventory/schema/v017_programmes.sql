-- Plans that were adopted. What was adopted is frozen: the plan as it was kept, its policy, and what was
-- known of every commune of the area on that day.
CREATE TABLE programme (
  number INTEGER NOT NULL PRIMARY KEY,
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  -- the area; the country if both are NULL
  province TEXT REFERENCES province (code),
  commune TEXT REFERENCES commune (code),
  budget INTEGER NOT NULL CHECK (budget >= 0),
  document TEXT NOT NULL CHECK (json_valid(document)),
  documentDigest BLOB NOT NULL UNIQUE CHECK (length(documentDigest) = 32),
  policy TEXT NOT NULL CHECK (json_valid(policy)),
  baseline TEXT NOT NULL CHECK (json_valid(baseline)),
  adoptedBy TEXT NOT NULL,
  adoptedAt INTEGER NOT NULL,
  -- counted up with every change of it, of its entries and of their evidence
  revision INTEGER NOT NULL DEFAULT 1,
  CHECK (province IS NULL OR commune IS NULL)
) STRICT;
CREATE UNIQUE INDEX programme_by_name
  ON programme (name, coalesce(province, ''), coalesce(commune, ''));

-- One commune, one item of the catalogue.
CREATE TABLE programme_item (
  number INTEGER NOT NULL PRIMARY KEY,
  programme INTEGER NOT NULL REFERENCES programme (number),
  commune TEXT NOT NULL REFERENCES commune (code),
  item TEXT NOT NULL CHECK (length(item) BETWEEN 1 AND 64),
  -- by what reports the purchase is recognised; NULL if none can show it
  evidence TEXT CHECK (length(evidence) BETWEEN 1 AND 16),
  -- what a measurement of a line must reach, bit/s
  evidenceRate REAL,
  plannedCount INTEGER NOT NULL CHECK (plannedCount > 0),
  plannedPrice INTEGER NOT NULL CHECK (plannedPrice >= 0),
  count INTEGER NOT NULL CHECK (count BETWEEN 0 AND 1000000),
  price INTEGER NOT NULL CHECK (price BETWEEN 0 AND 1000000000000000),
  cancelledAt INTEGER,
  UNIQUE (programme, commune, item)
) STRICT;
CREATE INDEX programme_item_by_commune ON programme_item (commune);

-- Every later change of a line item, with the value before and the reason.
CREATE TABLE programme_change (
  number INTEGER NOT NULL PRIMARY KEY,
  lineItem INTEGER NOT NULL REFERENCES programme_item (number),
  field TEXT NOT NULL CHECK (field IN ('count', 'price', 'cancelled')),
  before INTEGER NOT NULL,
  after INTEGER NOT NULL,
  reason TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
  changedBy TEXT NOT NULL,
  changedAt INTEGER NOT NULL
) STRICT;
CREATE INDEX programme_change_by_item ON programme_change (lineItem);

-- What was ordered and what arrived.
CREATE TABLE programme_entry (
  number INTEGER NOT NULL PRIMARY KEY,
  lineItem INTEGER NOT NULL REFERENCES programme_item (number),
  kind TEXT NOT NULL CHECK (kind IN ('order', 'delivery')),
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  count INTEGER NOT NULL CHECK (count > 0),
  -- of one, whole VND
  price INTEGER NOT NULL CHECK (price BETWEEN 0 AND 1000000000000000),
  document TEXT NOT NULL CHECK (length(document) BETWEEN 1 AND 100),
  note TEXT CHECK (length(note) BETWEEN 1 AND 200),
  recordedBy TEXT NOT NULL,
  recordedAt INTEGER NOT NULL,
  withdrawnBy TEXT,
  withdrawnAt INTEGER,
  CHECK ((withdrawnBy IS NULL) = (withdrawnAt IS NULL))
) STRICT;
CREATE UNIQUE INDEX programme_entry_once ON programme_entry (lineItem, kind, document)
  WHERE withdrawnAt IS NULL;
CREATE INDEX programme_entry_by_item ON programme_entry (lineItem);

-- What reports show of deliveries. A thing is evidence once, for one unit of one delivery.
CREATE TABLE programme_evidence (
  kind TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 16),
  subject TEXT NOT NULL CHECK (length(subject) BETWEEN 1 AND 300),
  delivery INTEGER NOT NULL REFERENCES programme_entry (number),
  -- when reports first showed it
  seenAt INTEGER NOT NULL,
  machine TEXT CHECK (length(machine) BETWEEN 2 AND 32),
  recordedAt INTEGER NOT NULL,
  -- when it turned out to be none, such as a computer that is now in another commune
  voidedAt INTEGER,
  PRIMARY KEY (kind, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX programme_evidence_by_delivery ON programme_evidence (delivery);

-- Up to which state of a commune its reports were searched for evidence.
CREATE TABLE programme_search (
  commune TEXT NOT NULL PRIMARY KEY REFERENCES commune (code),
  revision INTEGER NOT NULL,
  searchedAt INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What programs recorded under a key of their own, so that a repeated request records nothing twice.
CREATE TABLE programme_request (
  programme INTEGER NOT NULL REFERENCES programme (number),
  key TEXT NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  recorded INTEGER NOT NULL,
  recordedAt INTEGER NOT NULL,
  PRIMARY KEY (programme, key)
) STRICT, WITHOUT ROWID;

-- Whether a program may record purchases with its token; all others only read.
ALTER TABLE program_token ADD COLUMN recordsPurchases INTEGER NOT NULL DEFAULT 0
  CHECK (recordsPurchases IN (0, 1));
