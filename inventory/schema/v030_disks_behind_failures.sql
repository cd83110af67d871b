-- Computers whose last search for hardware failed keep what was observed before it. v027 passed them over:
-- their disks are now read from the last text that was not a failure, in Swift. What was computed from
-- them is computed anew.
UPDATE commune_reporting SET holdUntil = min(holdUntil, madeAt)
WHERE commune IN (
  SELECT m.commune FROM machine m JOIN machine_hardware h ON h.machine = m.number
  WHERE h.outcome = 'failed');
