-- How much of the disk a machine may fill. Sizes are bytes of section texts, times microseconds since
-- 1970-01-01 UTC.

-- What was newly kept of the machine on the day (days since 1970-01-01 UTC) that is named.
ALTER TABLE machine ADD COLUMN intakeDay INTEGER NOT NULL DEFAULT 0;
ALTER TABLE machine ADD COLUMN intakeBytes INTEGER NOT NULL DEFAULT 0 CHECK (intakeBytes >= 0);
-- What is kept of it, of the present and the past, from probes that this version does not know.
ALTER TABLE machine ADD COLUMN unknownBytes INTEGER NOT NULL DEFAULT 0 CHECK (unknownBytes >= 0);
-- When a report of it was last refused for either.
ALTER TABLE machine ADD COLUMN intakeRefusedAt INTEGER;
CREATE INDEX machine_by_refused_intake ON machine (intakeRefusedAt)
  WHERE intakeRefusedAt IS NOT NULL;

UPDATE machine SET unknownBytes = (
  SELECT coalesce(sum(length(CAST(b.body AS BLOB))), 0)
  FROM section s JOIN section_body b ON b.section = s.id
  WHERE s.machine = machine.number
    AND s.probe NOT IN ('hardware', 'scanners', 'bandwidth', 'accounts'));

-- Those whose reports are refused, beside the other troubles of a commune's machines.
ALTER TABLE commune_reporting ADD COLUMN oversizedMachines INTEGER NOT NULL DEFAULT 0
  CHECK (oversizedMachines >= 0);
