-- A commune's own officer asks that a computer be retired, or merged into another; it counts on until
-- somebody who is responsible for more than the commune agrees. One open request per computer.
CREATE TABLE retirement_request (
  machine INTEGER NOT NULL PRIMARY KEY REFERENCES machine (number),
  -- the computer that it is said to be, reinstalled; NULL if it is no longer used
  mergeInto INTEGER REFERENCES machine (number),
  requestedBy TEXT NOT NULL,
  requestedAt INTEGER NOT NULL
) STRICT;
