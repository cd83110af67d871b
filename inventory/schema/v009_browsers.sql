-- Browsers in which a user has signed in: others' wrong passwords do not slow them down. Of a
-- browser's secret only the digest is kept; one browser may serve several users.
CREATE TABLE user_browser (
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  user INTEGER NOT NULL REFERENCES user (number),
  lastAt INTEGER NOT NULL,
  PRIMARY KEY (digest, user)
) STRICT, WITHOUT ROWID;
CREATE INDEX user_browser_by_user ON user_browser (user, lastAt);
