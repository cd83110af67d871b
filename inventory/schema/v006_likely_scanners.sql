-- Scanners that only a name shows to be one: they may be printers.

-- 1 where it is likely, not certain.
ALTER TABLE scanner ADD COLUMN likely INTEGER NOT NULL DEFAULT 0 CHECK (likely IN (0, 1));
-- How many of its own scanners are likely and not known to be unusable; ownScanners are certain.
ALTER TABLE machine_scanners ADD COLUMN likelyScanners INTEGER NOT NULL DEFAULT 0
  CHECK (likelyScanners >= 0);

-- Firmware dates that cannot be right have made computers look new: all measures are made anew.
DELETE FROM setting WHERE name = 'measureRules';
