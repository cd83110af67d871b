-- What measures and reports were, for trends: a row while a value holds, written in the transaction that
-- renews the commune's measures, and none where nothing changes. Times are microseconds since
-- 1970-01-01 UTC.

CREATE TABLE commune_measure_past (
  commune TEXT NOT NULL REFERENCES commune (code),
  -- the number of its name, MeasureHistory.number
  measure INTEGER NOT NULL CHECK (measure BETWEEN 1 AND 99),
  fromAt INTEGER NOT NULL,
  -- NULL while it holds
  untilAt INTEGER CHECK (untilAt >= fromAt),
  low REAL NOT NULL,
  high REAL NOT NULL CHECK (high >= low),
  -- NULL if it is as new as the commune's last report
  observedAt INTEGER,
  PRIMARY KEY (commune, measure, fromAt)
) STRICT, WITHOUT ROWID;
CREATE INDEX commune_measure_present ON commune_measure_past (commune) WHERE untilAt IS NULL;

CREATE TABLE commune_reporting_past (
  commune TEXT NOT NULL REFERENCES commune (code),
  fromAt INTEGER NOT NULL,
  untilAt INTEGER CHECK (untilAt >= fromAt),
  machines INTEGER NOT NULL CHECK (machines >= 0),
  simulatedMachines INTEGER NOT NULL CHECK (simulatedMachines BETWEEN 0 AND machines),
  computersThere INTEGER CHECK (computersThere >= 0),
  freshMachines INTEGER NOT NULL CHECK (freshMachines >= 0),
  ageingMachines INTEGER NOT NULL CHECK (ageingMachines >= 0),
  silentMachines INTEGER NOT NULL CHECK (silentMachines >= 0),
  waitingMachines INTEGER NOT NULL CHECK (waitingMachines >= 0),
  heldMachines INTEGER NOT NULL CHECK (heldMachines >= 0),
  -- the last report as this began and as it ended
  reportFrom INTEGER,
  reportUntil INTEGER,
  PRIMARY KEY (commune, fromAt)
) STRICT, WITHOUT ROWID;
CREATE INDEX commune_reporting_present ON commune_reporting_past (commune) WHERE untilAt IS NULL;

-- The serving process makes all measures anew when it opens the file, and so begins the history.
DELETE FROM setting WHERE name = 'measureRules';
