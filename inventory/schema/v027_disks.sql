-- The largest of a computer's own disks, on which a newer system must fit; and the same by the smaller size
-- where an inventory leaves two. What the sections on file say is written again, in Swift, since sizes, cores
-- and solid-state disks were taken for what they are not.
ALTER TABLE machine_hardware ADD COLUMN diskLargestBytes INTEGER CHECK (diskLargestBytes >= 0);
ALTER TABLE machine_hardware ADD COLUMN diskLeastBytes INTEGER CHECK (diskLeastBytes >= 0);

-- What was computed from them is computed anew.
UPDATE commune_reporting SET holdUntil = min(holdUntil, madeAt)
WHERE commune IN (SELECT commune FROM machine);
