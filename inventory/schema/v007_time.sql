-- One idea of time: what a wrong clock of the centre wrote can be told, and is made anew. Times are
-- microseconds since 1970-01-01 UTC.

-- When the measures of the commune were made: later than now, a wrong clock made them.
ALTER TABLE commune_reporting ADD COLUMN madeAt INTEGER NOT NULL DEFAULT 0;

-- When a clock was seen to be more than a day behind lastReportAt: nobody knows then when the machine
-- was last heard, until it reports again. NULL if nothing is wrong.
ALTER TABLE machine ADD COLUMN reportTimeDoubtedAt INTEGER;
CREATE INDEX machine_with_doubted_time ON machine (reportTimeDoubtedAt)
  WHERE reportTimeDoubtedAt IS NOT NULL;

-- Who was vouched for by which key: a bound for each.
CREATE INDEX machine_by_origin ON machine (reenrolledFrom) WHERE reenrolledFrom IS NOT NULL;
CREATE INDEX machine_unconfirmed ON machine (commune, enrolledAt)
  WHERE reenrolledFrom IS NOT NULL AND state = 'quarantined';

-- Unconfirmed machines count otherwise from now on: the serving process makes all measures anew.
DELETE FROM setting WHERE name = 'measureRules';
