-- Who reports and who does not, by commune, so that no page has to ask every machine. Times are
-- microseconds since 1970-01-01 UTC.

-- When last a report of it had waited for hours before it came.
ALTER TABLE machine ADD COLUMN lastLateAt INTEGER;
-- How many reports its spool has lost for want of room, as it says itself; NULL where it never said.
ALTER TABLE machine ADD COLUMN droppedReports INTEGER CHECK (droppedReports >= 0);

-- The machines of a commune by what was last heard of them: lately, some days ago, too long ago,
-- never. Those held back stand apart. They hold until holdUntil, as the measures do.
ALTER TABLE commune_reporting ADD COLUMN freshMachines INTEGER NOT NULL DEFAULT 0
  CHECK (freshMachines >= 0);
ALTER TABLE commune_reporting ADD COLUMN ageingMachines INTEGER NOT NULL DEFAULT 0
  CHECK (ageingMachines >= 0);
ALTER TABLE commune_reporting ADD COLUMN silentMachines INTEGER NOT NULL DEFAULT 0
  CHECK (silentMachines >= 0);
ALTER TABLE commune_reporting ADD COLUMN waitingMachines INTEGER NOT NULL DEFAULT 0
  CHECK (waitingMachines >= 0);
ALTER TABLE commune_reporting ADD COLUMN heldMachines INTEGER NOT NULL DEFAULT 0
  CHECK (heldMachines >= 0);
-- What is worth a look at those that are not held back.
ALTER TABLE commune_reporting ADD COLUMN wrongClocks INTEGER NOT NULL DEFAULT 0
  CHECK (wrongClocks >= 0);
ALTER TABLE commune_reporting ADD COLUMN lateMachines INTEGER NOT NULL DEFAULT 0
  CHECK (lateMachines >= 0);
ALTER TABLE commune_reporting ADD COLUMN droppingMachines INTEGER NOT NULL DEFAULT 0
  CHECK (droppingMachines >= 0);
-- How many of them have which version of the agent: {"0.1.0": 12}
ALTER TABLE commune_reporting ADD COLUMN agentVersions TEXT NOT NULL DEFAULT '{}'
  CHECK (json_valid(agentVersions));

-- The serving process fills these columns when it opens the file: as if its rules were new.
DELETE FROM setting WHERE name = 'measureRules';
