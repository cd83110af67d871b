-- Since when a machine's hardware, scanners or accounts are no longer observed, because the section
-- failed or is missing from its reports: the time of the report that observed them last, or its
-- enrolment if none ever did. NULL while its last report observed them. What was observed ages
-- from then on, as a silent machine's facts do, however often the machine reports.
ALTER TABLE machine ADD COLUMN hardwareUnseenSince INTEGER;
ALTER TABLE machine ADD COLUMN scannersUnseenSince INTEGER;
ALTER TABLE machine ADD COLUMN accountsUnseenSince INTEGER;

-- The machines of today: sections that were missing from their last report, and failed ones, whose
-- last observation is the latest text that is not a failure.
CREATE TEMP TABLE unseen AS
  SELECT s.machine, s.probe,
    CASE WHEN 'failed' = CASE s.probe
        WHEN 'hardware' THEN (SELECT h.outcome FROM machine_hardware h WHERE h.machine = s.machine)
        WHEN 'scanners' THEN (SELECT x.outcome FROM machine_scanners x WHERE x.machine = s.machine)
        ELSE (SELECT a.outcome FROM machine_accounts a WHERE a.machine = s.machine) END
      THEN coalesce(
        (SELECT max(o.lastSeen) FROM section o JOIN section_body b ON b.section = o.id
         WHERE o.machine = s.machine AND o.probe = s.probe AND o.current = 0
           AND CASE WHEN json_valid(b.body) THEN json_extract(b.body, '$.outcome') END
             IN ('observed', 'absent')), m.enrolledAt)
      WHEN s.lastSeen < m.lastReportAt THEN s.lastSeen END AS since
  FROM section s JOIN machine m ON m.number = s.machine
  WHERE s.current = 1 AND s.probe IN ('hardware', 'scanners', 'accounts');
DELETE FROM unseen WHERE since IS NULL;
UPDATE machine SET hardwareUnseenSince = u.since
  FROM temp.unseen u WHERE u.machine = machine.number AND u.probe = 'hardware';
UPDATE machine SET scannersUnseenSince = u.since
  FROM temp.unseen u WHERE u.machine = machine.number AND u.probe = 'scanners';
UPDATE machine SET accountsUnseenSince = u.since
  FROM temp.unseen u WHERE u.machine = machine.number AND u.probe = 'accounts';
DROP TABLE temp.unseen;

-- Machines that report, but no longer observe something that they used to.
ALTER TABLE commune_reporting ADD COLUMN unseenMachines INTEGER NOT NULL DEFAULT 0;
