-- The centre's own Ed25519 key, which signs the receipts for reports that came on a USB stick. It is in
-- the database so that a backup holds it and a restore brings it back: the key vouches for what this
-- very database holds. Migrating makes the first one.

CREATE TABLE receipt_key (
  number INTEGER PRIMARY KEY,
  -- the seed of RFC 8032
  seed BLOB NOT NULL UNIQUE CHECK (length(seed) = 32),
  -- microseconds since 1970-01-01 UTC
  createdAt INTEGER NOT NULL
) STRICT;
