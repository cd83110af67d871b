-- Inventories of other projects' agents are mapped again, in Swift: threads per core had been taken for all
-- threads, and the family of AMD's processors for what dmidecode's ID does not give.

-- What was computed from them is computed anew.
UPDATE commune_reporting SET holdUntil = min(holdUntil, madeAt)
WHERE commune IN (
  SELECT m.commune FROM third_party_machine t JOIN machine m ON m.number = t.machine);
